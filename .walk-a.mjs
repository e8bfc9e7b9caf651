import { open, someone, shot, say, converse, origin, reply, asked } from './.walk-lib.mjs'
const b = await open()
const A = { o_pericolo:'no', o_per_chi:'me', o_comune:'A893', o_eta:'65+', o_bisogni:['aiuto_casa'], c_dove:'casa_propria', c_serve:'restare', c_notte:'si_con_chiamata', c_condividere:'no', o_scadenza:'nessuna', o_seguito:'no', o_come:'leggo' }
{ // a
  const p = await someone(b, { script:false, width:320, height:640 })
  await p.goto(origin); await shot(p,'a-home'); await say(p,'a home')
  await p.locator('button[value=casa]').click()
  await converse(p, A, async (q,n) => { await say(p, 'a '+q); if (n<4||q==='o_come') await shot(p,'a-'+q) })
  await say(p,'a proposals'); await shot(p,'a-proposals')
  await p.locator('.proposal form[action="/orientamento/scelte"] button').first().click()
  await shot(p,'a-chosen', false)
  await p.goto(origin+'/richiesta'); await say(p,'a acts'); await shot(p,'a-acts')
  await p.locator('button[value=istanza]').click()
  await converse(p, { persona_data_nascita:{giorno:'5',mese:'3',anno:'1940'}, persona:{nome:'Tito',cognome:'Acero'}, canale_contatto:'passo_io', presa_visione:'si', adesione_valutazione:'si' }, async (q) => { await say(p,'a '+q); await shot(p,'a-'+q) })
  await say(p,'a check'); await shot(p,'a-check')
  await p.locator('form[action="/richiesta/invia"] button').click(); await p.waitForURL('**/inviata')
  await say(p,'a receipt'); await shot(p,'a-receipt')
}
await b.close()
