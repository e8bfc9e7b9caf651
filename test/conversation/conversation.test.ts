import { describe, expect, test } from 'vitest'
import { sql } from '../../db/drizzle.ts'
import { testApp, type Fields } from '../helpers/app.ts'
import { openQuestion, talk, wordsOf } from '../helpers/talk.ts'

const one = (risposta: string): Fields => ({ risposta })

/** From the first question to the fourth, asking for somebody or for oneself. */
async function started(forWhom = 'me') {
  const service = await testApp()
  const person = service.visitor()
  await person.post('/orientamento/o_pericolo', one('no'))
  await person.post('/orientamento/o_per_chi', one(forWhom))
  const last = await person.post('/orientamento/o_comune', one('A893'))
  return { ...service, person, last }
}

describe('the way back', () => {
  test('every turn has an address that says only its number, and opens that turn again', async () => {
    const { person, last } = await started()
    expect(last.location).toBe('/orientamento?passo=4#domanda')
    expect(openQuestion(await person.get('/orientamento?passo=4'))).toBe('o_eta')
    expect(openQuestion(await person.get('/orientamento?passo=3'))).toBe('o_comune')
    expect(openQuestion(await person.get('/orientamento?passo=2'))).toBe('o_per_chi')
  })

  test.each(['', '0', '-1', '1e99', 'constructor', '99'])('a step that is none (%s) shows where we are', async (step) => {
    const { person } = await started()
    expect(openQuestion(await person.get(`/orientamento?passo=${step}`))).toBe('o_eta')
  })

  test('a question in one\'s own words leads back to the question left open, and nowhere else', async () => {
    const { person } = await started()
    expect((await person.post('/cerca', { testo: 'casa', da: '/orientamento' })).html).toContain('class="link back" href="/orientamento"')
    expect((await person.post('/cerca', { testo: 'casa', da: 'https://example.org' })).html).not.toContain('class="link back"')
  })
})

test('after half an hour of silence the page says that the answers are gone', async () => {
  const { person, clock } = await started()
  clock.forward(35)
  const page = await person.post('/orientamento/o_eta', one('30-64'))
  expect(page.status).toBe(409)
  expect(wordsOf(page)).toContain('Le risposte di prima non ci sono più')
  expect(openQuestion(page)).toBe('o_pericolo')
})

test('under 18 and alone, the main way on is to talk with a person', async () => {
  const { person } = await started()
  await person.post('/orientamento/o_eta', one('<18'))
  const { page } = await talk(person, '/orientamento', { o_bisogni: one('famiglia'), o_come: one('leggo') })
  expect(page.html).toContain('class="btn btn-primary" href="/sportelli"')
  expect(page.html).toContain('class="link" href="/richiesta"')
})

test('who asks for another person reads whom the proposals speak to', async () => {
  const { person } = await started('familiare')
  const { page } = await talk(person, '/orientamento', { o_bisogni: one('lavoro'), o_come: one('leggo') })
  expect(wordsOf(page)).toContain('«tu» vuol dire la persona per cui chiedi')
})

test('who has no title for an adult is told before giving data of the person', async () => {
  const person = (await testApp()).visitor()
  await person.post('/richiesta/inizia', { atto: 'istanza' })
  await person.post('/richiesta/o_per_chi', one('familiare'))
  await person.post('/richiesta/titolo', one('nessuno'))
  const page = await person.get('/richiesta')
  expect(wordsOf(page)).toContain('Puoi aiutare anche senza una delega')
  expect(page.html).not.toContain('persona_data_nascita')
})

test('orientation stores nothing: after a whole talk no row was written, and no address says what was answered', async () => {
  const { app, visitor } = await testApp({ own: true })
  const rows = () => ['dossiers', 'resumes', 'letters', 'handoffs', 'attachments', 'drafts', 'events', 'audit', 'sessions', 'protocol'].map((table) => app.db.get<[number]>(sql.raw(`SELECT count(*) FROM ${table}`)))
  const before = rows()
  const person = visitor()
  await person.post('/orientamento/inizia', { bisogno: 'casa' })
  const answers = { o_pericolo: one('si'), o_per_chi: one('familiare'), o_comune: one('A893'), o_eta: one('18-29'), c_dove: one('strada'), o_scadenza: one('ospedale'), o_seguito: one('si'), o_servizio: one('serd'), o_come: one('leggo') }
  const { page } = await talk(person, '/orientamento', answers)
  expect(page.html).toContain('id="proposte"')
  await person.post('/orientamento/scelte', { famiglia: 'housing-first' })
  await person.post('/cerca', { testo: 'dormo in strada con mio figlio' })
  expect(rows()).toEqual(before)
  const addresses = [...page.html.matchAll(/(?:href|action|hx-post)="([^"]*)"/g)].map(([, address = '']) => address)
  expect(addresses.filter((address) => /[?&](?!passo=)|serd|ospedale|strada|18-29|A893/.test(address))).toEqual([])
  // What reveals a condition is on the page only as the card of its group.
  const proposals = page.html.slice(page.html.indexOf('id="proposte"'))
  expect(proposals).toContain('/aiuti/abitare-con-un-sostegno')
  expect(proposals).not.toMatch(/rientro-dp|mediazione-abitare-dp|dipendenz/i)
})
