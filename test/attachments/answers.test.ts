import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { and, eq } from '../../db/drizzle.ts'
import { attachments, audit, dossiers, events } from '../../db/schema.ts'
import { testApp, type TestApp } from '../helpers/app.ts'
import { pdf, photo } from '../helpers/files.ts'
import { htmlFaults } from '../helpers/html.ts'
import { addressOf, askFor, decide, withFiles, wordsOf, type Case } from '../helpers/missing.ts'
import { fileRequest } from '../helpers/requests.ts'

let home: TestApp
beforeAll(async () => {
  home = await testApp()
})
afterAll(() => home.close())

const rowOf = ({ request }: Case) => home.app.db.select().from(dossiers).where(eq(dossiers.id, request.id)).get()
const answersOf = ({ request }: Case) => home.app.db.select().from(events).where(and(eq(events.dossier, request.id), eq(events.kind, 'risposta'))).all()

describe('what may be answered, and how', () => {
  test('every item says how; help is always one of the ways, and so is the desk', () => {
    for (const { code, ways } of home.app.content.missingItems) expect(ways, code).toEqual(expect.arrayContaining(['porto', 'aiuto']))
  })

  test('papers of identity, verbali and court papers are shown at the desk: no file of them is taken', async () => {
    const shown = ['documento_identita', 'nomina_rappresentante', 'provvedimento_minori', 'riconoscimento_esiste']
    expect(home.app.content.missingItems.filter(({ code, ways }) => shown.includes(code) && ways.includes('file'))).toEqual([])
    const one = await askFor(home, ['documento_identita'])
    const page = await one.person.get(addressOf('documento_identita'))
    expect([page.html.includes('type="file"'), wordsOf(page).includes('Non ne teniamo una copia')]).toEqual([false, true])
    expect((await one.person.post(addressOf('documento_identita'), withFiles([['carta.jpg', await photo()]]))).status).toBe(422)
    expect(answersOf(one)).toEqual([])
  })

  test('the page of an item says why, where to get it and what else to do; its title names nothing', async () => {
    const { person } = await askFor(home, ['delega', 'telefono', 'firma'])
    for (const item of ['delega', 'telefono', 'firma']) {
      const page = await person.get(addressOf(item))
      expect([page.status, page.headers.get('Cache-Control'), await htmlFaults(page.html)]).toEqual([200, 'no-store', []])
      for (const words of ['Perché', 'Dove si trova', 'Se non lo trovi', 'mi serve aiuto', 'allo sportello']) expect(wordsOf(page)).toContain(words)
      expect(/<title>[^<]*/.exec(page.html)?.[0]).toBe('<title>Rispondi – Approdo')
    }
  })
})

describe('answering', () => {
  test('a fact is written; the desk sees who answered, and it is our turn', async () => {
    const one = await askFor(home, ['telefono'])
    expect(rowOf(one)?.waitingSince).toBeNull()
    const done = await one.person.post(addressOf('telefono'), { modo: 'manda', testo: 'Chiama mia sorella: 080 555 0177' })
    expect([done.status, done.location]).toEqual([303, '/la-mia-richiesta?fatto=risposta'])
    const status = await one.person.get('/la-mia-richiesta?fatto=risposta')
    for (const words of ['Hai risposto a tutto. Adesso tocca a noi.', 'Hai scritto', 'Chiama mia sorella: 080 555 0177', 'Ci manca qualcosa']) expect(wordsOf(status)).toContain(words)
    expect(await htmlFaults(status.html)).toEqual([])
    const now = home.clock.now.toISOString()
    expect(rowOf(one)).toMatchObject({ status: 'integrazione_richiesta', waitingSince: now, updatedAt: now, revision: 3 })
    const queue = (await one.desk.get('/operatori/richieste')).html
    expect(wordsOf({ html: queue.slice(queue.indexOf(one.request.number)) }).slice(0, 60)).toContain('Ha risposto')
    const sheet = await one.desk.get(one.sheet)
    for (const words of ['Che cosa ha risposto', 'Ha scritto', 'Chiama mia sorella: 080 555 0177', 'La persona ha risposto']) expect(wordsOf(sheet)).toContain(words)
    expect(await htmlFaults(sheet.html)).toEqual([])
    expect((await decide(one, 'arrivata', { motivo: 'Numero nuovo' })).status).toBe(303)
  })

  test('who has answered comes before who has not, whatever the day; danger still comes first', async () => {
    const service = await testApp({ own: true })
    const urgent = await askFor(service, ['telefono'], { answers: { c_dove: 'strada' } })
    const waiting = fileRequest(service.app)
    service.clock.forward(60 * 24)
    const answered = await askFor(service, ['telefono'], {}, await service.operator('pua-bitonto'))
    await answered.person.post(addressOf('telefono'), { modo: 'porto' })
    const { html } = await answered.desk.get('/operatori/richieste')
    const order = [urgent.request, answered.request, waiting].map(({ number }) => html.indexOf(number))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(order).not.toContain(-1)
  })

  test('"lo porto io" and "mi serve aiuto" are answers; words beside them are not lost; what is left is still asked', async () => {
    const one = await askFor(home, ['firma', 'delega', 'telefono'])
    await one.person.post(addressOf('firma'), { modo: 'porto' })
    await one.person.post(addressOf('delega'), { modo: 'aiuto' })
    const status = wordsOf(await one.person.get('/la-mia-richiesta?fatto=risposta'))
    for (const words of ['Lo porti tu allo sportello', 'Hai chiesto aiuto', 'Abbiamo ricevuto la tua risposta.']) expect(status).toContain(words)
    expect(status).not.toContain('Hai risposto a tutto')
    expect(wordsOf(await one.desk.get(one.sheet))).toMatch(/Lo porta allo sportello.*Chiede aiuto/)
    await one.person.post(addressOf('telefono'), { modo: 'porto', testo: 'Passo martedì' })
    expect(wordsOf(await one.person.get('/la-mia-richiesta'))).toMatch(/Hai risposto a tutto.*Lo dici tu allo sportello.*Passo martedì/)
  })

  test('photos and PDF: the person sees their names; the desk opens them, and that is logged', async () => {
    const one = await askFor(home, ['delega'])
    const paper = pdf()
    expect((await one.person.post(addressOf('delega'), withFiles([['pagina 1.jpg', await photo()], ['pagina 2.PDF', paper]]))).status).toBe(303)
    expect(wordsOf(await one.person.get('/la-mia-richiesta'))).toMatch(/Hai mandato.*pagina 1\.jpg.*pagina 2\.PDF/)
    const sheet = (await one.desk.get(one.sheet)).html
    const [first = '', second = ''] = new Set([...sheet.matchAll(/href="(\/operatori\/richieste\/[\d-]+\/file\/\d+)"/g)].map(([, href]) => href))
    const [image, document] = [await one.desk.get(first), await one.desk.get(second)]
    expect([image.status, image.headers.get('Content-Type'), image.headers.get('Content-Disposition')]).toEqual([200, 'image/jpeg', expect.stringMatching(/^inline; filename="2026-\d{7}-\d+\.jpg"$/)])
    expect([document.headers.get('Content-Type'), document.headers.get('Content-Disposition')]).toEqual(['application/pdf', expect.stringMatching(/^attachment; /)])
    for (const { headers } of [image, document]) {
      expect([headers.get('X-Content-Type-Options'), headers.get('Content-Security-Policy'), headers.get('Cache-Control')]).toEqual(['nosniff', expect.stringMatching(/default-src 'none'.*sandbox/), 'no-store'])
    }
    const log = home.app.db.select().from(audit).where(and(eq(audit.subject, one.request.number), eq(audit.action, 'file'))).all()
    expect(log.map(({ outcome, role }) => [outcome, role])).toEqual([['ok', 'front_office'], ['ok', 'front_office']])
    expect(document.html).toBe(paper.toString('latin1'))
  })

  test('the same post twice, even at once, is one answer; another is added, and both are read', async () => {
    const one = await askFor(home, ['curriculum'])
    const bytes = await photo()
    const send = () => one.person.post(addressOf('curriculum'), withFiles([['vita.jpg', bytes]], { modo: 'manda', testo: 'Ho fatto il fornaio' }))
    expect((await Promise.all([send(), send()])).map(({ status }) => status)).toEqual([303, 303])
    await send()
    expect([answersOf(one).length, home.app.db.select().from(attachments).where(eq(attachments.dossier, one.request.id)).all().length, rowOf(one)?.revision]).toEqual([1, 1, 3])
    await one.person.post(addressOf('curriculum'), { modo: 'manda', testo: 'E anche il pasticciere' })
    expect(wordsOf(await one.person.get(addressOf('curriculum')))).toMatch(/Hai già risposto.*il fornaio.*vita\.jpg.*il pasticciere/)
    await one.person.post(addressOf('curriculum'), { modo: 'porto' })
    await one.person.post(addressOf('curriculum'), { modo: 'porto' })
    expect(answersOf(one)).toHaveLength(3)
  })

  test('501 letters are too many: they stay in the field; 500 with emoji and line breaks are not', async () => {
    const one = await askFor(home, ['bisogno_meglio'])
    const long = 'à'.repeat(501)
    const refused = await one.person.post(addressOf('bisogno_meglio'), { modo: 'manda', testo: long })
    expect([refused.status, refused.html.includes(`>${long}</textarea>`), await htmlFaults(refused.html), refused.html.includes('href="#testo"')]).toEqual([422, true, [], true])
    expect(answersOf(one)).toEqual([])
    expect((await one.person.post(addressOf('bisogno_meglio'), { modo: 'manda', testo: `${'🙂'.repeat(498)}\r\na` })).status).toBe(303)
  })

  test('an empty answer is asked again, not kept', async () => {
    const one = await askFor(home, ['telefono'])
    for (const fields of [{ modo: 'manda', testo: '   ' }, { modo: 'boh' }, {}] as Record<string, string>[]) {
      const page = await one.person.post(addressOf('telefono'), fields)
      expect([page.status, wordsOf(page).includes('Manca la risposta')]).toEqual([422, true])
    }
    expect(answersOf(one)).toEqual([])
  })

  test('words that look like code stay words, for the person and for the desk', async () => {
    const one = await askFor(home, ['telefono'])
    await one.person.post(addressOf('telefono'), { modo: 'manda', testo: '<script>alert(1)</script>' })
    for (const page of [await one.person.get('/la-mia-richiesta'), await one.desk.get(one.sheet)]) {
      expect([page.html.includes('&lt;script&gt;alert'), page.html.includes('<script>alert')]).toEqual([true, false])
    }
  })

  test('an operator who decides on an old page is told that the person has answered', async () => {
    const one = await askFor(home, ['telefono'])
    const versione = /name="versione" value="(\d+)"/.exec((await one.desk.get(one.sheet)).html)?.[1] ?? ''
    await one.person.post(addressOf('telefono'), { modo: 'porto' })
    const late = await one.desk.post(`${one.sheet}/decisioni`, { decisione: 'arrivata', versione, motivo: 'Sentita a voce' })
    expect([late.status, wordsOf(late).includes('o la persona ha risposto')]).toEqual([409, true])
  })

  test('once the desk confirms nothing is asked; asked again, an item starts from nothing, and the desk still reads the first answer', async () => {
    const one = await askFor(home, ['telefono'])
    await one.person.post(addressOf('telefono'), { modo: 'manda', testo: 'Il primo numero' })
    await decide(one, 'arrivata', { motivo: 'Arrivato' })
    expect((await one.person.get(addressOf('telefono'))).status).toBe(404)
    await decide(one, 'integra', { elementi: 'telefono', entro: '2027-01-10' })
    expect(wordsOf(await one.person.get(addressOf('telefono')))).not.toContain('Hai già risposto')
    expect(wordsOf(await one.desk.get(one.sheet))).toContain('Il primo numero')
  })
})
