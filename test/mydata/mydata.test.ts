import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eq } from '../../db/drizzle.ts'
import { audit } from '../../db/schema.ts'
import { openDossier } from '../../src/dossiers/dossiers.ts'
import type { MyData } from '../../src/mydata/mydata.ts'
import { firstBreak } from '../../src/events/audit.ts'
import { browse, testApp, type TestApp, type Visitor } from '../helpers/app.ts'
import { pdf } from '../helpers/files.ts'
import { htmlFaults } from '../helpers/html.ts'
import { addressOf, askFor, decide, follow, withFiles, type Case } from '../helpers/missing.ts'
import { readPdf } from '../helpers/pdf.ts'
import { fileRequest } from '../helpers/requests.ts'
import { wordsOf } from '../helpers/talk.ts'

const paths = ['/la-mia-richiesta/dati.json', '/la-mia-richiesta/dati.pdf'] as const

let home: TestApp
let one: Case
beforeAll(async () => {
  home = await testApp()
  one = await lived(home)
})
afterAll(() => home.close())

/** A request to which much happened: asked, answered with a file, contacts changed, and something that only staff may read. */
async function lived(service: TestApp): Promise<Case> {
  const story = await askFor(service, ['delega', 'telefono'], { answers: { natura_atto: 'istanza' } })
  await story.person.post(addressOf('telefono'), { modo: 'manda', testo: 'Chiama il vicino, Larice' })
  await story.person.post(addressOf('delega'), withFiles([['foglio di Rosa.pdf', pdf()]]))
  await story.person.post('/la-mia-richiesta/contatti', { 'canale_contatto.risposta': 'email', 'email.risposta': 'rosa@example.org' })
  await decide(story, 'arrivata', { motivo: 'NOTA INTERNA DEGLI OPERATORI' })
  await decide(story, 'chiudi', { messaggio: 'Ciao Rosa, ci vediamo martedì.' })
  return story
}

const dataOf = async (person: Visitor) => JSON.parse((await person.get(paths[0])).html) as MyData

describe('I want all that you have of me', () => {
  test('the page of my request offers it, to read and to take elsewhere', async () => {
    const page = await one.person.get('/la-mia-richiesta')
    expect(await htmlFaults(page.html)).toEqual([])
    expect(wordsOf(page)).toContain('Scarica i tuoi dati')
    for (const path of paths) expect(page.html).toContain(`href="${path}" download`)
  })

  test('but not at the screen of many: nothing of mine is left there', async () => {
    const kiosk = home.visitor()
    await kiosk.get('/totem')
    await kiosk.post('/la-mia-richiesta', { numero: one.request.number, codice: one.request.code })
    const page = await kiosk.get('/la-mia-richiesta')
    expect(page.html).toContain(one.request.number)
    expect(page.html).not.toMatch(/dati\.(pdf|json)/)
  })

  test('as data: these keys and no other, version 1 of the schema', async () => {
    const seen = await one.person.get(paths[0])
    expect([seen.status, seen.headers.get('Content-Type'), seen.headers.get('Cache-Control')]).toEqual([200, 'application/json; charset=utf-8', 'no-store'])
    expect(seen.headers.get('Content-Disposition')).toBe('attachment; filename="richiesta-2026-0000001.json"')
    const data = JSON.parse(seen.html) as MyData
    expect(data.schema).toEqual({ nome: 'approdo-i-miei-dati', versione: 1 })
    expect(Object.keys(data)).toEqual(['schema', 'scaricato_il', 'ufficio', 'richiesta', 'risposte', 'contatti', 'proposte', 'storia', 'aperture', 'file', 'ricevuta', 'usi'])
    expect(Object.keys(data.richiesta)).toEqual(['numero', 'atto', 'chi_chiede', 'per_un_altra_persona', 'arrivata_il', 'risposta_entro', 'cambiata_il', 'chiusa_il', 'stato', 'identificazione', 'canale',
      'compilata_allo_sportello', 'cominciata_dalla_richiesta', 'lingua', 'sportello_scelto_perche', 'segnali', 'versioni'])
    expect(data.richiesta).toMatchObject({
      numero: '2026/0000001', atto: { codice: 'istanza', testo: 'Richiesta di aiuto' }, arrivata_il: '2026-11-23T09:00:00.000Z', risposta_entro: '2026-12-23', chiusa_il: '2026-11-23T09:00:00.000Z',
      stato: { codice: 'chiusa_orientamento' }, identificazione: { codice: 'dichiarata' }, compilata_allo_sportello: false, chi_chiede: { codice: 'persona_istanza' },
    })
    expect(data.file).toEqual([{ nome: 'foglio di Rosa.pdf', tipo: 'application/pdf', byte: pdf().length, arrivato_il: '2026-11-23T09:00:00.000Z', risponde_a: { codice: 'delega', testo: expect.stringMatching(/delega/i) } }])
    expect(data.aperture).toEqual([{ copiata: false, giorno: '23 novembre 2026', ufficio: expect.stringContaining('Bitonto'), volte: expect.any(Number) }])
    expect(data.ricevuta?.impronta_sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  test('every answer has its code, its question and its words; contacts are those of now', async () => {
    const data = await dataOf(one.person)
    const answered = Object.keys(openDossier(home.app, one.request).filed.answers)
    expect(data.risposte.map(({ codice }) => codice)).toEqual(expect.arrayContaining(answered))
    for (const answer of data.risposte) expect([answer.domanda.length > 0, answer.testo.length > 0, answer.uso !== null], answer.codice).toEqual([true, true, true])
    expect(data.risposte.find(({ codice }) => codice === 'o_bisogni')).toEqual({ codice: 'o_bisogni', domanda: expect.any(String), risposta: ['casa'], testo: [expect.stringContaining('casa')], dato_delicato: false, uso: 'bisogno' })
    expect(data.risposte.find(({ codice }) => codice === 'telefono')?.risposta).toBe('080 555 0100')
    expect(data.contatti.map(({ codice, risposta, cambiato_il }) => [codice, risposta, cambiato_il])).toEqual(expect.arrayContaining([['email', 'rosa@example.org', '2026-11-23T09:00:00.000Z']]))
    expect(data.contatti.map(({ codice }) => codice)).not.toContain('telefono')
  })

  test('the story is the one I see, with what I wrote and what was written to me', async () => {
    const { storia } = await dataOf(one.person)
    expect(storia.map(({ titolo }) => titolo)).toEqual(['Ricevuta', 'La stiamo leggendo', 'Ci manca qualcosa', 'Hai risposto', 'Hai risposto', 'Hai cambiato i contatti', 'La stiamo leggendo', 'Risposta data'])
    expect(storia.map(({ le_tue_parole }) => le_tue_parole).filter(Boolean)).toEqual(['Chiama il vicino, Larice'])
    expect(storia.at(-1)?.messaggio).toBe('Ciao Rosa, ci vediamo martedì.')
    expect(storia[2]).toMatchObject({ entro: '2026-12-20', chiesto: expect.arrayContaining(['Un modo per parlarti']) })
  })

  test('every use has its law, who reads it and how long it stays', async () => {
    const { usi, risposte } = await dataOf(one.person)
    expect(usi.map(({ codice }) => codice)).toEqual(expect.arrayContaining([...new Set(risposte.map(({ uso }) => uso)), 'atto']))
    for (const use of usi) expect([use.base_giuridica.length > 10, use.chi_legge.length > 10, use.quanto_resta.length > 3, Object.keys(use.conservazione ?? {})]).toEqual([true, true, true, ['codice', 'testo', 'mesi', 'fonte']])
  })

  test('as a PDF: real text in Italian, tagged, with the same things', async () => {
    const address = paths[1]
    const bytes = Buffer.from(await (await raw(home, one, address)).arrayBuffer())
    const { words, tags, info, marked } = await readPdf(bytes)
    for (const expected of ['I dati della tua richiesta', '2026/0000001', 'Cerco una casa per me e per il mio gatto.', 'rosa@example.org', 'Ciao Rosa, ci vediamo martedì.', 'foglio di Rosa.pdf', 'Chiama il vicino, Larice', 'Articolo 6', 'Bitonto', 'Fino a 10 anni']) {
      expect(words).toContain(expected)
    }
    expect(words).not.toMatch(/mydata\.|staff\.|receipt\./)
    for (const tag of ['H1', 'H2', 'H3', '"P"']) expect(tags).toContain(tag)
    expect((marked as unknown as Map<string, boolean>).get('Marked')).toBe(true)
    expect([info.Language, info.Title]).toEqual(['it-IT', 'I dati della tua richiesta'])
    expect(bytes.includes('pdfuaid')).toBe(true)
    const seen = await one.person.get(address)
    expect([seen.headers.get('Content-Type'), seen.headers.get('Cache-Control'), seen.headers.get('Content-Disposition')]).toEqual(['application/pdf', 'no-store', 'attachment; filename="richiesta-2026-0000001.pdf"'])
  })

  test('words in Arabic or Ukrainian are whole in the data, and do not spoil the PDF', async () => {
    const filed = fileRequest(home.app, { answers: { bisogno_parole_tue: 'Шукаю дім 🏠 أبحث عن بيت' } })
    const person = await follow(home, filed)
    expect((await dataOf(person)).risposte.find(({ codice }) => codice === 'bisogno_parole_tue')?.testo).toEqual(['Шукаю дім 🏠 أبحث عن بيت'])
    const { words } = await readPdf(Buffer.from(await (await raw(home, { request: filed }, paths[1])).arrayBuffer()))
    expect(words).toContain('????')
    expect(words).toContain('Alcune lettere di altre lingue')
  })
})

describe('what is not mine', () => {
  test('no note, no name of who works here, no reason written for colleagues is in either file', async () => {
    const json = (await one.person.get(paths[0])).html
    const { words } = await readPdf(Buffer.from(await (await raw(home, one, paths[1])).arrayBuffer()))
    for (const text of [json, words]) expect(text).not.toMatch(/NOTA INTERNA|Quercia|operatore1|example\.org\/|secretMac|"operator"/)
    expect(json).not.toMatch(/\b(staff|mydata)\.[a-z]+\./)
  })

  test('who may see only where it is, or only that it arrived, finds no such file', async () => {
    const relative = { o_per_chi: 'familiare', segnalante_tipo: 'familiare_convivente', persona_informata: 'si', persona_d_accordo: 'si', segnalante_nome: { cognome: 'Salice', nome: 'Marta' } }
    for (const filed of [fileRequest(home.app, { answers: relative }), fileRequest(home.app, { answers: { natura_atto: 'segnalazione' } })]) {
      const person = await follow(home, filed)
      expect(wordsOf(await person.get('/la-mia-richiesta'))).not.toContain('Scarica i tuoi dati')
      for (const path of paths) {
        const seen = await person.get(path)
        expect([seen.status, seen.headers.get('Content-Disposition')]).toEqual([404, null])
        expect(seen.html).not.toContain('Betulla')
      }
      expect(linesOf(filed.number).map(({ outcome }) => outcome)).toEqual(['refused', 'refused'])
    }
  })

  test('without number and code, after half an hour, or once the key is gone, the way leads to the door', async () => {
    const filed = fileRequest(home.app)
    const person = await follow(home, filed)
    for (const path of paths) expect((await home.visitor().get(path)).location).toBe('/la-mia-richiesta')
    expect((await person.get(paths[0])).status).toBe(200)
    home.app.keys.destroy([filed.id])
    for (const path of paths) expect((await person.get(path)).location).toBe('/la-mia-richiesta')
  })

  test('every download is a line of the log, of nobody who works here, and does not count as an opening', async () => {
    const filed = fileRequest(home.app)
    const person = await follow(home, filed)
    for (const path of paths) await person.get(path)
    expect(linesOf(filed.number)).toEqual([1, 2].map(() => expect.objectContaining({ operator: null, role: 'cittadino', outcome: 'ok' })))
    expect((await dataOf(person)).aperture).toEqual([])
    expect(firstBreak(home.app.db)).toBeUndefined()
    const auditor = await home.operator(null, 'dpo_auditor')
    expect((await auditor.get('/operatori/registro')).html).toContain('Scaricare i propri dati')
  })
})

const linesOf = (number: string) => home.app.db.select().from(audit).where(eq(audit.subject, number)).all().filter(({ action }) => action === 'scarica')

/** The answer as bytes: text would break a PDF. */
async function raw(service: TestApp, { request }: Pick<Case, 'request'>, path: string): Promise<Response> {
  let last = new Response()
  const person = browse(async (asked) => {
    last = await service.web.request(asked)
    return last.clone()
  })
  await person.post('/la-mia-richiesta', { numero: request.number, codice: request.code })
  await person.get(path)
  return last
}
