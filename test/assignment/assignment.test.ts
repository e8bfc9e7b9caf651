import { eq } from '../../db/drizzle.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dossiers, staff } from '../../db/schema.ts'
import { assignNew, choose, type Candidate } from '../../src/assignment/automatic.ts'
import { openDossier } from '../../src/dossiers/dossiers.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { firstBreak } from '../../src/events/audit.ts'
import { seal } from '../../src/vault/vault.ts'
import { testApp, type Fields, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { fileRequest, type Filed } from '../helpers/requests.ts'
import { wordsOf } from '../helpers/talk.ts'

type Operator = Visitor & { name: string; email: string }
let home: TestApp
let oak: Operator
let elm: Operator
/** A service with two who work at the desk of Bitonto. */
async function open(own = false) {
  home = await testApp({ own })
  oak = await home.operator('pua-bitonto')
  elm = await home.operator('pua-bitonto', 'assistente_sociale')
}

const address = ({ number }: Filed) => `/operatori/richieste/${inAddress(number)}`
const row = ({ id }: Filed) => home.app.db.select().from(dossiers).where(eq(dossiers.id, id)).get()
const idOf = ({ email }: Operator) => home.app.db.select({ id: staff.id }).from(staff).where(eq(staff.email, email)).get()?.id ?? 0
const story = (request: Filed) => openDossier(home.app, row(request) ?? request).story.map(({ kind, detail }) => [kind, detail.operatorName, detail.reason])
const wish = (who: Operator, request: Filed, modo: string, fields: Fields = {}) => who.post(`${address(request)}/affidamento`, { modo, versione: String(row(request)?.revision), ...fields })
/** A request that a colleague has taken. */
async function takenBy(who: Operator): Promise<Filed> {
  const request = fileRequest(home.app)
  await who.post(`${address(request)}/decisioni`, { decisione: 'prendi', versione: '0' })
  return request
}

let shared: TestApp
beforeAll(async () => {
  await open()
  shared = home
})
afterAll(() => shared.close())

describe('who follows a request', () => {
  test('it is left and taken; the story tells who, the person sees nothing', async () => {
    const request = await takenBy(oak)
    const person = home.visitor()
    await person.post('/la-mia-richiesta', { numero: request.number, codice: request.code })
    const before = wordsOf(await person.get('/la-mia-richiesta'))
    expect((await wish(oak, request, 'lascia')).location).toBe(`${address(request)}?fatto=lascia`)
    expect(row(request)?.operator).toBeNull()
    await wish(elm, request, 'prende')
    expect(row(request)).toMatchObject({ operator: idOf(elm), status: 'in_pre_valutazione' })
    expect(story(request).map(([kind]) => kind)).toEqual(['inviata', 'prendi', 'lascia', 'prende'])
    expect(wordsOf(await person.get('/la-mia-richiesta'))).toBe(before)
    expect((await person.get('/la-mia-richiesta/dati.json')).html).not.toMatch(/Quercia|"lascia|"prende/)
    expect(firstBreak(home.app.db)).toBeUndefined()
  })

  test('to take over from a colleague a reason is typed; without one the page says why, and nothing changes', async () => {
    const request = await takenBy(oak)
    const refused = await wish(elm, request, 'subentra')
    expect([refused.status, wordsOf(refused).includes('Scrivi perché'), row(request)?.operator]).toEqual([422, true, idOf(oak)])
    expect(await htmlFaults(refused.html)).toEqual([])
    await wish(elm, request, 'subentra', { motivo: 'Quercia è in ferie' })
    expect(row(request)?.operator).toBe(idOf(elm))
    expect(story(request).at(-1)).toEqual(['subentra', undefined, 'Quercia è in ferie'])
  })

  test('it is given to a colleague who can see it, and to nobody else', async () => {
    const request = await takenBy(oak)
    const [far, admin] = [await home.operator('pua-altamura'), await home.operator(null, 'amministratore_sistema')]
    const { html } = await oak.get(address(request))
    expect(html).toContain(elm.name)
    expect(html).not.toContain(far.name)
    for (const who of [far, admin]) expect((await wish(oak, request, 'passa', { collega: String(idOf(who)) })).status).toBe(422)
    expect((await wish(oak, request, 'passa', { collega: String(idOf(elm)) })).status).toBe(303)
    expect(story(request).at(-1)).toEqual(['passa', elm.name, undefined])
  })

  test('who has not the right gives it to nobody, and another desk finds nothing', async () => {
    const request = await takenBy(oak)
    const [nurse, far] = [await home.operator('pua-bitonto', 'infermiere'), await home.operator('pua-altamura')]
    expect((await nurse.get(address(request))).html).not.toContain('affida-collega')
    expect((await wish(nurse, request, 'passa', { collega: String(idOf(elm)), motivo: 'perché sì' })).status).toBe(409)
    expect((await wish(far, request, 'subentra', { motivo: 'perché sì' })).status).toBe(404)
    expect(row(request)?.operator).toBe(idOf(oak))
  })

  test.each(['', 'chiudi', '__proto__'])('a way that does not exist (%s) is no way', async (modo) => {
    const request = await takenBy(oak)
    expect((await wish(oak, request, modo)).status).toBe(400)
  })

  test('a case manager who leaves a request goes back to the list', async () => {
    const request = await takenBy(oak)
    const manager = await home.operator('pua-bitonto', 'case_manager')
    await wish(oak, request, 'passa', { collega: String(idOf(manager)) })
    expect((await manager.get(address(request))).status).toBe(200)
    expect((await wish(manager, request, 'lascia')).location).toBe('/operatori/richieste')
  })
})

describe('two people at once', () => {
  test('the second who decides sees what the first did, with their own words kept, and nothing is overwritten', async () => {
    const request = await takenBy(oak)
    const versione = String(row(request)?.revision)
    await oak.post(`${address(request)}/decisioni`, { decisione: 'chiudi', versione, messaggio: 'Vieni quando vuoi, siamo aperti.' })
    const second = await elm.post(`${address(request)}/decisioni`, { decisione: 'chiudi', versione, messaggio: 'Le avevo scritto tutt altro.' })
    expect(second.status).toBe(409)
    for (const words of ['Intanto è successo questo', `${oak.name}, 23 novembre 2026`, 'Vieni quando vuoi', 'Le avevo scritto tutt altro.']) expect(wordsOf(second)).toContain(words)
    expect(await htmlFaults(second.html)).toEqual([])
    expect(story(request).filter(([kind]) => kind === 'chiudi')).toHaveLength(1)
  })

  test('the second who takes over sees who did it first, and their reason is kept', async () => {
    const request = await takenBy(oak)
    const third = await home.operator('pua-bitonto')
    const versione = String(row(request)?.revision)
    await wish(elm, request, 'subentra', { motivo: 'turno di Olmo' })
    const late = await third.post(`${address(request)}/affidamento`, { modo: 'subentra', versione, motivo: 'la conosco già' })
    expect([late.status, row(request)?.operator]).toEqual([409, idOf(elm)])
    expect(late.html).toContain('turno di Olmo')
    expect(late.html).toContain('value="la conosco già"')
    expect(await htmlFaults(late.html)).toEqual([])
  })

  test('who opens a page to work is seen by the others; the sign stops nobody, ends after ten minutes, and typing renews it', async () => {
    const request = fileRequest(home.app)
    const sign = `Sta scrivendo ${oak.name}`
    const seen = async () => wordsOf(await elm.get(address(request))).includes(sign)
    await oak.get(address(request))
    expect(await seen()).toBe(true)
    home.clock.forward(8)
    await oak.post(`${address(request)}/scrive`)
    home.clock.forward(8)
    expect(await seen()).toBe(true)
    expect((await elm.post(`${address(request)}/decisioni`, { decisione: 'prendi', versione: '0' })).status).toBe(303)
    home.clock.forward(3)
    expect(await seen()).toBe(false)
  })

  test("who only looks at a colleague's request leaves no sign", async () => {
    const request = await takenBy(oak)
    home.clock.forward(11)
    await elm.get(address(request))
    expect(wordsOf(await oak.get(address(request)))).not.toContain('Sta scrivendo')
  })
})

describe('requests given out by themselves', () => {
  const someone = (id: number, more: Partial<Candidate> = {}): Candidate => ({ id, open: 0, last: null, languages: [], ...more })

  test.each([
    ['none', [someone(1)], 'it', undefined],
    ['turn', [someone(1, { last: 9 }), someone(2, { last: 4, open: 7 })], 'it', 2],
    ['load', [someone(1, { open: 3 }), someone(2, { open: 2, last: 9 })], 'it', 2],
    ['language', [someone(1), someone(2, { open: 5, languages: ['ar'] })], 'ar', 2],
    ['language', [someone(1, { open: 5 }), someone(2)], 'uk', 2],
    ['turn', [], 'it', undefined],
  ] as const)('by %s', (by, people, lang, chosen) => {
    expect(choose(by, [...people], lang)).toBe(chosen)
  })

  /** The desk of Bitonto, with its setting changed for this service alone. */
  function setDesk(by: 'turn' | 'language') {
    const desk = home.app.content.territory.desks.find(({ slug }) => slug === 'pua-bitonto')
    if (!desk) throw new Error('no desk')
    desk.assign = { by }
  }

  test('no desk does it unless it says so', async () => {
    await open(true)
    const request = fileRequest(home.app)
    expect(assignNew(home.app)).toBe(0)
    expect(row(request)?.operator).toBeNull()
  })

  test('in turn, each gets one; the status stays, the story says that nobody did it', async () => {
    await open(true)
    setDesk('turn')
    const three = [fileRequest(home.app), fileRequest(home.app), fileRequest(home.app)]
    expect(assignNew(home.app)).toBe(3)
    expect(three.map((request) => row(request)?.operator)).toEqual([idOf(oak), idOf(elm), idOf(oak)])
    expect(three.map((request) => row(request)?.status)).toEqual(['protocollata', 'protocollata', 'protocollata'])
    expect(story(three[0] ?? fileRequest(home.app)).at(-1)).toEqual(['passa_auto', oak.name, 'A turno'])
  })

  test('to who speaks the language of the person; what is given back is not given out again', async () => {
    await open(true)
    setDesk('language')
    home.app.db.update(staff).set({ languages: '|fr|ar|' }).where(eq(staff.id, idOf(elm))).run()
    const request = fileRequest(home.app)
    const { filed, key } = openDossier(home.app, request)
    home.app.db.update(dossiers).set({ sealed: seal(key, 'dossier', { ...filed, lang: 'ar' }) }).where(eq(dossiers.id, request.id)).run()
    assignNew(home.app)
    expect(row(request)?.operator).toBe(idOf(elm))
    await wish(elm, request, 'lascia')
    expect([assignNew(home.app), row(request)?.operator]).toEqual([0, null])
  })
})
