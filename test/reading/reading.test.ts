import { eq } from '../../db/drizzle.ts'
import { describe, expect, test } from 'vitest'
import { audit, dossiers, events, traces } from '../../db/schema.ts'
import { openDossier } from '../../src/dossiers/dossiers.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { seal } from '../../src/vault/vault.ts'
import type { Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { fileRequest, type Filed, type Wishes } from '../helpers/requests.ts'
import { wordsOf } from '../helpers/talk.ts'
import { serviceWith } from '../helpers/people.ts'

const { home, social, front } = await serviceWith({ social: ['pua-bitonto', 'assistente_sociale'], front: ['pua-bitonto'] })

const file = (wishes?: Wishes) => fileRequest(home.app, wishes)
const address = ({ number }: Filed) => `/operatori/richieste/${inAddress(number)}`
const lines = (action: string, subject: string) => home.app.db.select().from(audit).where(eq(audit.action, action)).all().filter((line) => line.subject === subject)
const health = 'la dottoressa Acacia, salute mentale'
const followed = { natura_atto: 'istanza', o_seguito: 'si', operatore_riferimento: health }

async function citizen({ number, code }: Filed): Promise<Visitor> {
  const visitor = home.visitor()
  await visitor.post('/la-mia-richiesta', { numero: number, codice: code })
  return visitor
}

describe('the reserved part', () => {
  const reason = 'preparo la visita per la terapia'

  test('is not in the page until it is opened with a typed reason, and then for that page only', async () => {
    const request = file({ answers: followed })
    const before = await social.get(address(request))
    expect(await htmlFaults(before.html)).toEqual([])
    expect(before.html).not.toContain(health)
    const open = await social.post(`${address(request)}/riservati`, { motivo: reason })
    expect([open.status, wordsOf(open).includes(health)]).toEqual([200, true])
    expect(await htmlFaults(open.html)).toEqual([])
    const after = await social.get(address(request))
    expect(after.html).not.toContain(health)
    expect(wordsOf(after)).toContain(reason)
  })

  test('without a reason it stays closed, and nothing is logged as open', async () => {
    const request = file({ answers: followed })
    const seen = await social.post(`${address(request)}/riservati`, { motivo: ' boh ' })
    expect([seen.status, seen.html.includes(health), wordsOf(seen).includes('Scrivi perché')]).toEqual([422, false, true])
    expect(lines('dati_particolari', request.number)).toEqual([])
  })

  test('the log names who opened it and holds no reason; the reason is sealed in the story', async () => {
    const request = file({ answers: followed })
    await social.post(`${address(request)}/riservati`, { motivo: reason })
    expect(lines('dati_particolari', request.number)).toMatchObject([{ role: 'assistente_sociale', outcome: 'ok' }])
    const kept = home.app.db.select().from(events).where(eq(events.dossier, request.id)).all()
    expect(JSON.stringify(kept.map(({ sealed }) => sealed?.toString('latin1')))).not.toContain('terapia')
    expect(openDossier(home.app, request).story.at(-1)).toMatchObject({ kind: 'aperta_parte_riservata', detail: { reason } })
  })

  test('the welcome desk never opens it, and does not read why others did', async () => {
    const request = file({ answers: followed })
    await social.post(`${address(request)}/riservati`, { motivo: reason })
    const refused = await front.post(`${address(request)}/riservati`, { motivo: reason })
    const seen = await front.get(address(request))
    expect([refused.status, seen.status]).toEqual([404, 200])
    expect(refused.html + seen.html).not.toMatch(/salute mentale|terapia/)
    expect(wordsOf(seen)).toContain('Li apre chi segue il caso')
  })

  test('another ambito gets a plain "not found"', async () => {
    const request = file({ answers: followed })
    const elsewhere = await home.operator('pua-altamura', 'assistente_sociale')
    expect((await elsewhere.post(`${address(request)}/riservati`, { motivo: reason })).status).toBe(404)
  })

  test("neither the person's page nor their data tell that it was opened", async () => {
    const request = file({ answers: followed })
    const person = await citizen(request)
    const before = wordsOf(await person.get('/la-mia-richiesta'))
    await social.post(`${address(request)}/riservati`, { motivo: reason })
    expect(wordsOf(await person.get('/la-mia-richiesta'))).toBe(before)
    expect((await person.get('/la-mia-richiesta/dati.json')).html).not.toMatch(/terapia|riservata/)
  })
})

describe('what stands beside the facts', () => {
  test('the own words come first, then gaps, and the household is a table of numbers', async () => {
    const request = file({ answers: { o_bisogni: ['casa'], natura_atto: 'istanza', famiglia_in_casa: { da_0_a_5: '2', adulti: '1' } } })
    const { html } = await social.get(address(request))
    expect(html.indexOf('Cerco una casa per me')).toBeLessThan(html.indexOf('Che cosa manca'))
    expect(/<table class="household">[\s\S]*?<\/table>/.exec(html)?.[0].replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')).toMatch(/Bambini da 0 a 5 anni 2 .*In tutto, con la persona 4/)
  })

  test('a question left open and a document not found are on the list of what is missing', async () => {
    const request = file({ answers: { natura_atto: 'istanza', famiglia_in_casa: 'ignoto', documenti: { documento_identita: 'cerco' } } })
    const words = wordsOf(await social.get(address(request)))
    expect(words).toMatch(/Un documento con la foto non sa trovarlo/)
  })

  test("the same person's other requests are listed by number, within one's own scope", async () => {
    const [one, two, far] = [file(), file(), file()]
    home.app.db.update(dossiers).set({ desk: 'pua-altamura' }).where(eq(dossiers.id, far.id)).run()
    for (const { id } of [one, two, far]) home.app.db.insert(traces).values({ dossier: id, kind: 'fiscal_code', value: 'impronta' }).onConflictDoNothing().run()
    const { html } = await social.get(address(one))
    expect(html).toContain(`href="${address(two)}"`)
    expect(html).toContain('Stesso codice fiscale')
    expect(html).not.toContain(far.number)
  })

  test('who answered in Arabic is read in Italian and as they answered, with language and direction', async () => {
    const request = file({ answers: { bisogno_parole_tue: 'أبحث عن بيت' } })
    const { filed, key } = openDossier(home.app, request)
    const rows = filed.rows.map((row) => (row.id === 'o_scadenza' ? { ...row, label: 'موعد قريب', answer: ['لا'] } : row))
    home.app.db.update(dossiers).set({ sealed: seal(key, 'dossier', { ...filed, lang: 'ar', rows }) }).where(eq(dossiers.id, request.id)).run()
    const seen = await social.get(address(request))
    expect(seen.html).toMatch(/<blockquote class="own-words" lang="ar" dir="rtl">أبحث/)
    expect(seen.html).toContain('<span class="theirs" lang="ar" dir="rtl">موعد قريب</span>')
    expect(wordsOf(seen)).toContain('(arabo)')
    expect(await htmlFaults(seen.html)).toEqual([])
  })
})
