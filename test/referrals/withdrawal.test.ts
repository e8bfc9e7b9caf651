import { eq } from '../../db/drizzle.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audit, dossiers, letters, referrals, staff } from '../../db/schema.ts'
import { keyOf, openDossier } from '../../src/dossiers/dossiers.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { firstBreak } from '../../src/events/audit.ts'
import { keptOf } from '../../src/referrals/referrals.ts'
import { testApp, type Fields, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { follow } from '../helpers/missing.ts'
import { fileRequest, type Filed } from '../helpers/requests.ts'
import { wordsOf } from '../helpers/talk.ts'

let home: TestApp
let desk: Visitor
beforeAll(async () => {
  home = await testApp({ settings: { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'Sportello <non-rispondere@example.org>', PUBLIC_ORIGIN: 'http://localhost' } })
  desk = await home.operator('pua-bitonto')
})
afterAll(() => home.close())

const page = '/la-mia-richiesta'
const address = ({ number }: Filed) => `/operatori/richieste/${inAddress(number)}`
const read = ({ id }: Filed) => home.app.db.select().from(dossiers).where(eq(dossiers.id, id)).get() ?? expect.unreachable()
const last = ({ id }: Filed) => home.app.db.select().from(referrals).where(eq(referrals.dossier, id)).all().at(-1) ?? expect.unreachable()
const version = (request: Filed) => String(read(request).revision)
const agreed = { accordo: 'si', modo: 'telefono', giorno: '2026-11-23' }
const refer = (request: Filed, servizio: string, fields: Fields = agreed) => desk.post(`${address(request)}/affida`, { servizio, versione: version(request), motivo: 'Cerca compagnia', ...fields })
const takeBack = (person: Visitor, request: Filed, affidamento = String(last(request).id)) => person.post(`${page}/consenso`, { affidamento })

/** Rosa Betulla said in the request that we may speak with associations; she is referred to one, which opens its link. */
async function referred(servizio = 'ets-esempio-betulla') {
  const request = fileRequest(home.app, { answers: { natura_atto: 'istanza', autorizza_condivisione: ['associazioni'], canale_contatto: 'email', email: 'rosa.betulla@example.org' } })
  home.app.db.update(dossiers).set({ status: 'in_pre_valutazione' }).where(eq(dossiers.id, request.id)).run()
  expect((await refer(request, servizio)).status).toBe(303)
  return { request, person: await follow(home, request) }
}
function linkOf(request: Filed) {
  const { link } = keptOf(keyOf(home.app, request.id), last(request))
  return { path: `/affidamento/${link?.token}`, pin: link?.pin ?? '' }
}
const told = ({ id }: Filed) => home.app.db.select().from(letters).where(eq(letters.dossier, id)).all().length

test('the person takes the yes back alone: the link dies, the desk finds the request on top, and it is asked again before it goes there anew', async () => {
  const { request, person } = await referred()
  const { path, pin } = linkOf(request)
  const service = home.visitor()
  await service.post(path, { pin })
  await service.post(`${path}/risposta`, { passo: 'affidamento_accolto', versione: version(request) })
  const [shown, before] = [await person.get(page), told(request)]
  expect([await htmlFaults(shown.html), wordsOf(shown).includes('Non voglio più che questo servizio veda la mia richiesta')]).toEqual([[], true])
  expect((await takeBack(person, request)).location).toBe(`${page}?fatto=consenso_ritirato`)
  const after = await person.get(`${page}?fatto=consenso_ritirato`)
  expect([await htmlFaults(after.html), wordsOf(after).includes('Hai tolto il tuo sì'), after.html.includes('Betulla Azzurra'), told(request)]).toEqual([[], true, false, before])
  expect([last(request).state, read(request).service, read(request).arrivedAt !== null, (await service.get(path)).status, (await home.visitor().post(path, { pin })).status]).toEqual(['ritirato', null, true, 404, 404])
  const sheet = await desk.get(address(request))
  expect([await htmlFaults(sheet.html), wordsOf(sheet).includes('La persona ha tolto il consenso dalla sua pagina, il 23 novembre 2026')]).toEqual([[], true])
  expect((await desk.get('/operatori/richieste?coda=risposte')).html).toContain(request.number)
  expect(home.app.db.select().from(audit).where(eq(audit.subject, request.number)).all()).toEqual(expect.arrayContaining([expect.objectContaining({ action: 'consenso_ritirato', role: 'cittadino', operator: null })]))
  home.app.db.update(dossiers).set({ status: 'in_pre_valutazione' }).where(eq(dossiers.id, request.id)).run()
  for (const old of [{}, { ...agreed, giorno: '2026-11-22' }]) expect((await refer(request, 'ets-esempio-betulla', old)).status).toBe(422)
  expect([(await refer(request, 'ets-esempio-glicine', {})).status, firstBreak(home.app.db)]).toEqual([303, undefined])
})

test('what was not answered yet goes back to where it was; it holds also if the service answers at the same moment', async () => {
  const { request, person } = await referred('csm-esempio-nord')
  const csm = await home.operator(null, 'operatore_servizio')
  home.app.db.update(staff).set({ service: 'csm-esempio-nord' }).where(eq(staff.email, csm.email)).run()
  const own = `/operatori/affidamenti/${inAddress(request.number)}`
  const [answer, back] = await Promise.all([csm.post(own, { passo: 'affidamento_accolto', versione: version(request) }), takeBack(person, request)])
  expect([303, 404, 409]).toContain(answer.status)
  expect([back.status, last(request).state, read(request).service, (await csm.get(own)).status]).toEqual([303, 'ritirato', null, 404])
  const other = await referred()
  await takeBack(other.person, other.request)
  expect(read(other.request).status).toBe('in_pre_valutazione')
})

test("twice, another request's, or without the code: nothing is written, and the person sees how it stands", async () => {
  const [one, other] = [await referred(), await referred()]
  const { revision } = read(other.request)
  for (const affidamento of [String(last(other.request).id), '', '999999', '1e3', '__proto__']) {
    const seen = await takeBack(one.person, one.request, affidamento)
    expect([seen.status, await htmlFaults(seen.html)]).toEqual([409, []])
  }
  expect((await takeBack(home.visitor(), other.request)).location).toBe(page)
  await takeBack(one.person, one.request)
  expect([(await takeBack(one.person, one.request)).status, last(one.request).state, last(other.request).state, read(other.request).revision]).toEqual([409, 'ritirato', 'offerto', revision])
})

test('at the counter staff record how and when the person said so; the person is told; of two, the second sees it', async () => {
  const { request, person } = await referred()
  const [versione, before] = [version(request), told(request)]
  const withdraw = (fields: Fields = {}) => desk.post(`${address(request)}/affida/consenso`, { versione, modo: 'di_persona', giorno: '2026-11-23', ...fields })
  const wrong: Fields[] = [{ modo: '' }, { modo: 'da_qui' }, { giorno: '2026-11-24' }, { giorno: 'ieri' }]
  for (const fields of wrong) {
    const seen = await withdraw(fields)
    expect([seen.status, await htmlFaults(seen.html), last(request).state]).toEqual([422, [], 'offerto'])
  }
  expect((await withdraw()).location).toBe(`${address(request)}?fatto=consenso_ritirato`)
  expect([last(request).state, read(request).status, openDossier(home.app, read(request)).story.at(-1)?.kind, told(request)]).toEqual(['ritirato', 'in_pre_valutazione', 'consenso_ritirato', before + 1])
  expect(wordsOf(await desk.get(address(request)))).toContain('La persona ha tolto il consenso di persona, il 23 novembre 2026')
  expect(wordsOf(await person.get(page))).toContain('Da adesso non vede più la tua richiesta')
  const late = await withdraw()
  expect([late.status, await htmlFaults(late.html), wordsOf(late).includes('La persona ha tolto il consenso a un servizio')]).toEqual([409, [], true])
  expect((await (await home.operator('pua-altamura')).post(`${address(request)}/affida/consenso`, { versione, modo: 'telefono', giorno: '2026-11-23' })).status).toBe(404)
})

test('what the person typed on a page that somebody overtook is not lost', async () => {
  const { request, person } = await referred()
  const seen = await person.post(`${page}/passi`, { passo: 'ritira', versione: '0', motivo: 'Ho trovato casa da mia sorella' })
  expect([seen.status, seen.html.includes('Ho trovato casa da mia sorella'), await htmlFaults(seen.html), read(request).status]).toEqual([409, true, [], 'assegnata'])
})
