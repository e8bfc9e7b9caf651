import { expect, test } from 'vitest'
import { inAddress } from '../../src/dossiers/number.ts'
import { testApp, type Fields, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { talk } from '../helpers/talk.ts'

/** Markup, template and translation marks, and the signs that replace() reads. */
const nasty = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>{{name}}$t(staff.door.title)<%= 6*7 %>$&$1`
const one = (risposta: string): Fields => ({ risposta })
const nastyName = { 'risposta.nome': nasty.slice(0, 100), 'risposta.cognome': nasty.slice(0, 100) }

const words: Record<string, Fields> = {
  o_per_chi: one('me'), persona: nastyName, o_comune: one('A893'), o_bisogni: one('lavoro'), o_scadenza: one('nessuna'), bisogno_parole_tue: one(nasty),
  persona_codice_fiscale: one('<b>"\'>&lt;'), persona_data_nascita: { 'risposta.giorno': '3', 'risposta.mese': '5', 'risposta.anno': '1980' },
  telefono: one('333 000 0001'), telefono_sicuro: one('solo_chiamare'), email: one("a'&;{{x}}onerror=@b.example"), indirizzo_lettera: { 'risposta.via': nasty, 'risposta.cap': nasty.slice(0, 50), 'risposta.luogo': nasty, 'risposta.presso': nasty }, contatto_tramite: one(nasty),
  presa_visione: one('si'), adesione_valutazione: one('si'),
}

/** Faults of the page that typed markup could make; those of the page itself are not this test's. */
const brokenMarkup = async (html: string) => (await htmlFaults(html)).filter((fault) => !/no-redundant-role|form-dup-name/.test(fault))

/** Every page on which the words come back, whoever reads it. */
async function pagesOf(service: TestApp, channel: string): Promise<string[]> {
  const person = service.visitor()
  await person.post('/richiesta/inizia', { atto: 'istanza' })
  const typed = await person.post('/richiesta/o_per_chi', one(nasty))
  const { page: check } = await talk(person, '/richiesta', { ...words, canale_contatto: one(channel) })
  const place = await person.post('/richiesta/o_comune', { testo: nasty })
  const problem = await person.post('/richiesta/persona_data_nascita', { 'risposta.giorno': nasty, 'risposta.mese': nasty, 'risposta.anno': nasty })
  await person.post('/richiesta/invia')
  const receipt = await person.get('/richiesta/inviata')
  const number = /\d{4}\/\d{7}/.exec(receipt.html)?.[0] ?? ''
  const code = /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(receipt.html)?.[0] ?? ''
  const wrong = await person.post('/la-mia-richiesta', { numero: nasty, codice: nasty })
  const staff = await decided(service, number)
  await person.post('/la-mia-richiesta', { numero: number, codice: code })
  return [typed, check, place, problem, receipt, wrong, await person.get('/la-mia-richiesta'), ...staff].map(({ html }) => html)
}

async function decided(service: TestApp, number: string) {
  const desk = await service.operator('pua-bitonto')
  const address = `/operatori/richieste/${inAddress(number)}`
  const decide = (decisione: string, versione: number, fields: Fields) => desk.post(`${address}/decisioni`, { decisione, versione: String(versione), ...fields })
  await decide('prendi', 0, {})
  const refused = await decide('integra', 1, { messaggio: nasty, entro: nasty, elementi: nasty })
  const asked = await decide('integra', 1, { messaggio: nasty, motivo: nasty, entro: '2026-12-20', elementi: ['firma', nasty, '__proto__'] })
  expect([refused.status, asked.status]).toEqual([422, 303])
  return [refused, await desk.get(address), await desk.get('/operatori/richieste')]
}

test.each(['telefono', 'email', 'lettera', 'altra_persona'])('markup typed by anybody stays words on every page: %s', async (channel) => {
  const service = await testApp({ own: true })
  for (const html of await pagesOf(service, channel)) {
    expect(html).not.toMatch(/<script>alert|<img src=x|<b>"/)
    expect(await brokenMarkup(html)).toEqual([])
  }
})

test('markup in searches, in names of staff and at the door stays words', async () => {
  const service = await testApp({ own: true })
  const admin: Visitor = await service.operator(null, 'amministratore_sistema')
  const invited = await admin.post('/operatori/persone', { nome: nasty, email: `"'><img/src=x>${nasty.replace(/\s/g, '')}@b.example`.slice(0, 180), ruolo: 'front_office', sportello: 'pua-bitonto' })
  const refused = await admin.post('/operatori/persone', { nome: nasty, email: nasty, ruolo: nasty, sportello: nasty })
  const link = /\/operatori\/invito\/[\w-]+/.exec(invited.html)?.[0] ?? ''
  const pages = [invited, refused, await admin.get('/operatori/persone'), await service.visitor().get(link), await service.visitor().post(link, { password: nasty.slice(0, 5) }),
    await service.visitor().post('/operatori/accedi', { email: nasty, password: nasty }), await service.visitor().post('/cerca', { testo: nasty })]
  for (const { html, status } of pages) {
    expect([200, 422]).toContain(status)
    expect(html).not.toMatch(/<script>alert|<img[ /]src=x/)
    expect(await brokenMarkup(html)).toEqual([])
  }
  expect(invited.html).toContain('{{name}}$t(staff.door.title)&lt;%= 6*7 %&gt;$&amp;$1')
})
