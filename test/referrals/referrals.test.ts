import { eq } from '../../db/drizzle.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit, dossiers, letters, referrals, staff } from '../../db/schema.ts'
import { findById, keyOf, openDossier } from '../../src/dossiers/dossiers.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { firstBreak } from '../../src/events/audit.ts'
import { openLetter } from '../../src/outbox/outbox.ts'
import { serviceOf } from '../../src/referrals/fields.ts'
import { letterPdf } from '../../src/referrals/letter.ts'
import { keptOf } from '../../src/referrals/referrals.ts'
import { testApp, type Fields, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { readPdf } from '../helpers/pdf.ts'
import { fileRequest, type Filed } from '../helpers/requests.ts'
import { wordsOf } from '../helpers/talk.ts'

let home: TestApp
let desk: Visitor
beforeAll(async () => {
  home = await testApp({ settings: { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'Sportello <non-rispondere@example.org>', PUBLIC_ORIGIN: 'http://localhost' } })
  desk = await home.operator('pua-bitonto')
})
afterAll(() => home.close())

/** Rosa Betulla asks for a house, says something that touches her health, and tells nobody else. */
const filed = { answers: { natura_atto: 'istanza', o_bisogni: ['casa'], o_seguito: 'si', c_dove: 'ospite', autorizza_condivisione: ['ignoto'] } }
const byMail = { canale_contatto: 'email', email: 'rosa.betulla@example.org' }
const agreed = { accordo: 'si', modo: 'telefono', giorno: '2026-11-20', parole: 'Va bene, chiamateli' }
const address = ({ number }: Filed) => `/operatori/richieste/${inAddress(number)}`
const own = ({ number }: Filed) => `/operatori/affidamenti/${inAddress(number)}`
const read = ({ id }: Filed) => home.app.db.select().from(dossiers).where(eq(dossiers.id, id)).get()
const referred = ({ id }: Filed) => home.app.db.select().from(referrals).where(eq(referrals.dossier, id)).all()
const version = (request: Filed) => String(read(request)?.revision)
const lastKind = ({ id }: Filed) => openDossier(home.app, findById(home.app.db, id)!).story.at(-1)?.kind

/** A request that somebody of the desk has opened. */
function opened(wishes = filed): Filed {
  const request = fileRequest(home.app, wishes)
  home.app.db.update(dossiers).set({ status: 'in_pre_valutazione' }).where(eq(dossiers.id, request.id)).run()
  return request
}
const refer = (request: Filed, servizio: string, fields: Fields = {}) =>
  desk.post(`${address(request)}/affida`, { servizio, versione: version(request), motivo: 'Cerca compagnia il pomeriggio', ...agreed, ...fields })

/** Somebody of a service, signed in. */
async function memberOf(service: string): Promise<Visitor> {
  const member = await home.operator(null, 'operatore_servizio')
  home.app.db.update(staff).set({ service }).where(eq(staff.email, member.email)).run()
  return member
}

/** What the letter says: its address and its PIN. */
function letterOf(request: Filed) {
  const referral = referred(request).at(-1)
  const { link } = keptOf(keyOf(home.app, request.id), referral!)
  return { path: `/affidamento/${link?.token}`, pin: link?.pin ?? '' }
}

describe('before it goes', () => {
  test('the desk sees what the service will see, and nothing else of the answers', async () => {
    const request = opened()
    const choose = await desk.get(`${address(request)}/affida`)
    expect(await htmlFaults(choose.html)).toEqual([])
    expect(wordsOf(choose)).toContain('La Betulla Azzurra (esempio)')
    expect(wordsOf(choose)).not.toContain('dei Tigli')
    const form = await desk.get(`${address(request)}/affida?servizio=ets-esempio-betulla`)
    expect(await htmlFaults(form.html)).toEqual([])
    expect(wordsOf(form)).toContain('Rosa Betulla')
    expect(wordsOf(form)).not.toMatch(/gatto|Un servizio pubblico/)
  })

  test('without the yes of the person nothing goes, and nothing typed is lost', async () => {
    const request = opened()
    const all: Fields[] = [{ accordo: '' }, { modo: '' }, { giorno: '2026-11-24' }, { giorno: '2026-02-31' }]
    for (const lacking of all) {
      const seen = await refer(request, 'ets-esempio-betulla', lacking)
      expect([seen.status, seen.html.includes('Cerca compagnia il pomeriggio'), referred(request).length]).toEqual([422, true, 0])
      expect(await htmlFaults(seen.html)).toEqual([])
    }
    expect((await refer(request, 'ets-esempio-betulla', { motivo: ' ' })).status).toBe(422)
    expect(read(request)?.status).toBe('in_pre_valutazione')
  })

  test('who said in the request that we may speak with such services is not asked again', async () => {
    const request = opened({ answers: { ...filed.answers, autorizza_condivisione: ['associazioni'] } })
    const none = { accordo: '', modo: '', giorno: '', parole: '' }
    expect((await refer(request, 'csm-esempio-nord', none)).status).toBe(422)
    expect((await refer(request, 'ets-esempio-betulla', none)).location).toBe(`${address(request)}?fatto=affida`)
    expect(referred(request)[0]?.consentAt).toBe(read(request)?.receivedAt)
  })

  test('of two who send it at once, or from another status, the second is told', async () => {
    const request = opened()
    const stale = version(request)
    expect((await refer(request, 'ets-esempio-betulla')).status).toBe(303)
    const late = await refer(request, 'csm-esempio-nord', { versione: stale })
    expect([late.status, await htmlFaults(late.html), late.html.includes('Cerca compagnia il pomeriggio')]).toEqual([409, [], true])
    expect(wordsOf(late)).toMatch(/Intanto è successo questo Affidata a un servizio\s?, Quercia \d+/)
    expect(referred(request)).toHaveLength(1)
    expect((await (await home.operator('pua-altamura')).get(`${address(request)}/affida`)).status).toBe(404)
  })
})

describe('a service with an account', () => {
  test('sees only its fields, accepts, and finishes with a reason; the desk finds it on top', async () => {
    const request = opened()
    const csm = await memberOf('csm-esempio-nord')
    await refer(request, 'csm-esempio-nord')
    expect(read(request)).toMatchObject({ status: 'assegnata', service: 'csm-esempio-nord' })
    expect((await csm.get('/operatori/affidamenti')).html).toContain(request.number)
    const page = await csm.get(own(request))
    expect(await htmlFaults(page.html)).toEqual([])
    for (const words of ['Rosa Betulla', 'Cerca compagnia il pomeriggio', '080 555 0100']) expect(wordsOf(page)).toContain(words)
    expect(page.html).not.toMatch(/gatto|Dove vivi|Va bene, chiamateli|ISEE/)
    await csm.post(own(request), { passo: 'affidamento_accolto', versione: version(request) })
    expect(read(request)?.status).toBe('in_lavorazione')
    expect((await csm.post(own(request), { passo: 'affidamento_concluso', versione: version(request) })).status).toBe(422)
    expect((await csm.post(own(request), { passo: 'affidamento_concluso', versione: version(request), motivo: 'Ha trovato un gruppo' })).status).toBe(303)
    expect([read(request)?.status, read(request)?.arrivedAt !== null, referred(request)[0]?.state]).toEqual(['in_lavorazione', true, 'concluso'])
    expect((await csm.get(own(request))).status).toBe(404)
  })

  test('refusing needs a reason, and brings it back to the desk; the person reads that something is new, and no reason', async () => {
    const request = opened({ answers: { ...filed.answers, ...byMail } })
    const csm = await memberOf('csm-esempio-nord')
    await refer(request, 'csm-esempio-nord')
    const mute = await csm.post(own(request), { passo: 'affidamento_rifiutato', versione: version(request), motivo: '' })
    expect([mute.status, await htmlFaults(mute.html)]).toEqual([422, []])
    await csm.post(own(request), { passo: 'affidamento_rifiutato', versione: version(request), motivo: 'Non abbiamo posto' })
    expect(read(request)).toMatchObject({ status: 'in_pre_valutazione', service: null, arrivedAt: home.app.now().toISOString() })
    const told = home.app.db.select().from(letters).where(eq(letters.dossier, request.id)).all().map((letter) => openLetter(home.app, { ...letter, tries: 1 }))
    expect(told.map(({ to, subject }) => [to, subject])).toEqual([1, 2].map(() => [byMail.email, "C'è una novità sulla tua richiesta"]))
    expect(told.map(({ text }) => text).join()).not.toMatch(/servizio|Pini|posto/)
    const person = await follow(request)
    expect(wordsOf(person)).toContain('Questo servizio non può occuparsene')
    expect(person.html).not.toMatch(/Non abbiamo posto|dei Pini/)
    expect(wordsOf(await desk.get(address(request)))).toContain('Non abbiamo posto')
  })

  test('another service, and an old page, get nothing; the try is in the log', async () => {
    const request = opened()
    const [csm, serd] = [await memberOf('csm-esempio-nord'), await memberOf('serd-esempio')]
    await refer(request, 'csm-esempio-nord')
    expect((await serd.get('/operatori/affidamenti')).html).not.toContain(request.number)
    expect([(await serd.get(own(request))).status, (await serd.post(own(request), { passo: 'affidamento_accolto', versione: version(request) })).status]).toEqual([404, 404])
    expect(home.app.db.select().from(audit).where(eq(audit.subject, request.number)).all().at(-1)).toMatchObject({ action: 'lettura', outcome: 'refused' })
    expect((await csm.post(own(request), { passo: 'affidamento_accolto', versione: '99' })).status).toBe(409)
    expect((await csm.post(own(request), { passo: 'affidamento_ritirato', versione: version(request), motivo: 'x' })).status).toBe(409)
    expect((await csm.get(address(request))).status).toBe(404)
    expect(read(request)?.status).toBe('assegnata')
  })

  test('what the desk takes back, or the person withdraws, is not seen any more', async () => {
    const [one, other] = [opened(), opened()]
    const csm = await memberOf('csm-esempio-nord')
    await refer(one, 'csm-esempio-nord')
    await refer(other, 'csm-esempio-nord')
    await csm.post(own(other), { passo: 'affidamento_accolto', versione: version(other) })
    const mute = await desk.post(`${address(one)}/affida/ritira`, { versione: version(one), motivo: '' })
    expect([mute.status, await htmlFaults(mute.html), mute.html.includes('#affidamento_ritirato-motivo')]).toEqual([422, [], true])
    await desk.post(`${address(one)}/affida/ritira`, { versione: version(one), motivo: 'Non è più d’accordo' })
    expect([read(one)?.status, referred(one)[0]?.state, lastKind(one)]).toEqual(['in_pre_valutazione', 'ritirato', 'affidamento_ritirato'])
    const person = await follower(other)
    await person.post('/la-mia-richiesta/passi', { passo: 'ritira', versione: version(other) })
    for (const gone of [one, other]) expect((await csm.get(own(gone))).status).toBe(404)
    expect((await csm.post(own(other), { passo: 'affidamento_concluso', versione: version(other), motivo: 'x' })).status).toBe(404)
    expect(read(other)?.status).toBe('ritirata')
  })
})

describe('a service without an account', () => {
  test('gets a letter without a name, opens its link with the PIN on any device, and answers there', async () => {
    const request = await letterSent()
    const { path, pin } = letterOf(request)
    const printed = await desk.get(`${address(request)}/affida/lettera.pdf`)
    expect([printed.status, printed.headers.get('Content-Type'), printed.headers.get('Cache-Control')]).toEqual([200, 'application/pdf', 'no-store'])
    expect((await desk.get(address(request))).html).not.toContain(pin)
    const [phone, computer] = [home.visitor(), home.visitor()]
    const door = await phone.get(path)
    expect([door.status, await htmlFaults(door.html)]).toEqual([200, []])
    expect(door.html).not.toMatch(new RegExp(`Rosa|${request.number}|Betulla`))
    for (const device of [phone, computer]) expect((await device.post(path, { pin: ` ${pin.slice(-4).toLowerCase()} ` })).location).toBe(path)
    const page = await phone.get(path)
    expect(await htmlFaults(page.html)).toEqual([])
    expect(wordsOf(page)).toContain('Rosa Betulla')
    expect(page.html).not.toMatch(/gatto|Va bene, chiamateli/)
    await phone.post(`${path}/risposta`, { passo: 'affidamento_accolto', versione: version(request) })
    expect(read(request)?.status).toBe('in_lavorazione')
    const last = await computer.post(`${path}/risposta`, { passo: 'affidamento_concluso', versione: version(request), motivo: 'Fatto' })
    expect([last.location, referred(request)[0]?.state, (await phone.get(path)).status]).toEqual(['/affidamento/grazie', 'concluso', 404])
    expect(home.app.db.select().from(audit).where(eq(audit.subject, request.number)).all()).toEqual(expect.arrayContaining([expect.objectContaining({ role: 'servizio', action: 'affidamento_pin' }), expect.objectContaining({ action: 'affidamento_lettera' })]))
  })

  test('the letter is real text, with address, PIN and number; neither person nor need', async () => {
    const service = serviceOf(home.app.content, 'ets-esempio-betulla')
    const at = '2026-11-23T09:00:00Z'
    const bytes = await letterPdf({ service: service!, number: '2026/0000001', authority: 'Ente', desk: undefined, link: { token: 'x', pin: 'ABCD-2345', wrong: 0 }, address: 'http://localhost/affidamento/abc', offeredAt: at, expiresAt: at, voice: home.app.templates.voice('it') })
    const { words, tags } = await readPdf(bytes)
    for (const said of ['2026/0000001', 'ABCD-2345', 'La Betulla Azzurra', '23 novembre 2026']) expect(words).toContain(said)
    expect(words.replaceAll(' ', '')).toContain('http://localhost/affidamento/abc')
    expect(tags).toContain('Figure')
    expect(words).not.toContain('?')
  })

  test('wrong PINs from many devices close the link, even to the right one; a new letter opens again', async () => {
    const request = await letterSent()
    const { path, pin } = letterOf(request)
    for (let n = 0; n < 9; n += 1) expect((await home.visitor().post(path, { pin: n ? 'AAAA' : '' })).status).toBe(422)
    expect((await home.visitor().post(path, { pin: 'AAAA' })).status).toBe(404)
    expect((await home.visitor().post(path, { pin })).status).toBe(404)
    expect(wordsOf(await desk.get(address(request)))).toContain('sbagliato troppe volte')
    await desk.post(`${address(request)}/affida/lettera`)
    const fresh = letterOf(request)
    expect([(await home.visitor().get(path)).status, (await home.visitor().post(fresh.path, { pin: fresh.pin })).status]).toEqual([404, 303])
  })

  test('once the person withdrew, the letter opens nothing any more, not even when the request is opened again and goes on', async () => {
    const request = await letterSent()
    const { path, pin } = letterOf(request)
    await home.visitor().post(path, { pin })
    await desk.post(`${address(request)}/affida/risposta`, { passo: 'affidamento_accolto', versione: version(request) })
    const person = await follower(request)
    for (const passo of ['ritira', 'riapri_persona']) await person.post('/la-mia-richiesta/passi', { passo, versione: version(request) })
    home.app.db.update(dossiers).set({ status: 'in_uvm' }).where(eq(dossiers.id, request.id)).run()
    expect([(await home.visitor().post(path, { pin })).status, referred(request)[0]?.state, read(request)?.service]).toEqual([404, 'ritirato', null])
  })

  test('an address that never was, one that is over and one taken back look alike', async () => {
    const [late, back] = [await letterSent(), await letterSent()]
    const [lateLink, backLink] = [letterOf(late), letterOf(back)]
    const inside = home.visitor()
    await inside.post(backLink.path, { pin: backLink.pin })
    await desk.post(`${address(back)}/affida/ritira`, { versione: version(back), motivo: 'Ha cambiato idea' })
    home.app.db.update(referrals).set({ expiresAt: home.app.now().toISOString() }).where(eq(referrals.dossier, late.id)).run()
    const never = await home.visitor().get(`/affidamento/${'x'.repeat(43)}`)
    expect([never.status, await htmlFaults(never.html)]).toEqual([404, []])
    for (const { path, pin } of [lateLink, backLink]) {
      expect((await inside.get(path)).html).toBe(never.html)
      expect((await home.visitor().post(path, { pin })).html).toBe(never.html)
    }
    expect((await inside.post(`${backLink.path}/risposta`, { passo: 'affidamento_accolto', versione: version(back), motivo: 'Eccoci' })).html).toContain('Eccoci')
    expect(read(back)?.status).toBe('in_pre_valutazione')
  })

  test('the PIN opens only its own letter, for half an hour; without it nothing is answered', async () => {
    const [one, other] = [await letterSent(), await letterSent()]
    const [first, second] = [letterOf(one), letterOf(other)]
    const device = home.visitor()
    await device.post(first.path, { pin: first.pin })
    expect((await device.get(second.path)).html).not.toContain('Rosa')
    expect((await device.post(second.path, { pin: first.pin })).status).toBe(422)
    await home.visitor().post(`${second.path}/risposta`, { passo: 'affidamento_accolto', versione: version(other) })
    expect(read(other)?.status).toBe('assegnata')
    home.clock.forward(31)
    expect((await device.get(first.path)).html).not.toContain('Rosa')
    home.clock.forward(-31)
  })

  test('who cannot use the link answers by phone: the desk writes it down', async () => {
    const request = await letterSent()
    await desk.post(`${address(request)}/affida/risposta`, { passo: 'affidamento_accolto', versione: version(request) })
    expect([read(request)?.status, referred(request)[0]?.state]).toEqual(['in_lavorazione', 'accolto'])
    const page = await desk.get(address(request))
    expect(await htmlFaults(page.html)).toEqual([])
    expect(wordsOf(page)).toContain('Il servizio ha accettato')
    const person = await follow(request)
    for (const words of ['Chi se ne occupa', 'La Betulla Azzurra', '080 000 0007']) expect(wordsOf(person)).toContain(words)
    expect(await htmlFaults(person.html)).toEqual([])
    expect(firstBreak(home.app.db)).toBeUndefined()
  })
})

describe('two people at once on a referral', () => {
  const typed = 'Ho sentito la signora: non vuole più'

  test('the second who takes it back, or writes an answer down, sees what the first did and keeps the words', async () => {
    const request = await letterSent()
    const versione = version(request)
    await desk.post(`${address(request)}/affida/risposta`, { passo: 'affidamento_accolto', versione })
    const back = await desk.post(`${address(request)}/affida/ritira`, { versione, motivo: typed })
    const answer = await desk.post(`${address(request)}/affida/risposta`, { passo: 'affidamento_rifiutato', versione, motivo: typed })
    for (const seen of [back, answer]) {
      expect([seen.status, await htmlFaults(seen.html), seen.html.includes(typed)]).toEqual([409, [], true])
      expect(wordsOf(seen)).toMatch(/Intanto è successo questo Il servizio ha accettato\s?, Quercia \d+/)
    }
    expect([read(request)?.status, referred(request)[0]?.state]).toEqual(['in_lavorazione', 'accolto'])
    expect((await desk.post(`${address(request)}/affida/ritira`, { versione: version(request), motivo: typed })).status).toBe(303)
    const gone = await desk.post(`${address(request)}/affida/ritira`, { versione, motivo: 'Un altro motivo' })
    expect([gone.status, gone.html.includes('Un altro motivo'), wordsOf(gone).includes('Affidamento ritirato')]).toEqual([409, true, true])
    expect((await desk.post(`${address(request)}/affida/lettera`, { versione })).status).toBe(409)
  })

  test('so do two of one service: where the answer is not due any more, or the request is gone, the words are given back', async () => {
    const request = opened()
    const [one, other] = [await memberOf('csm-esempio-nord'), await memberOf('csm-esempio-nord')]
    await refer(request, 'csm-esempio-nord')
    const versione = version(request)
    await one.post(own(request), { passo: 'affidamento_accolto', versione })
    const late = await other.post(own(request), { passo: 'affidamento_rifiutato', versione, motivo: typed })
    expect([late.status, await htmlFaults(late.html), late.html.includes(typed), wordsOf(late).includes('Accettato')]).toEqual([409, [], true, true])
    await one.post(own(request), { passo: 'affidamento_concluso', versione: version(request), motivo: 'Fatto' })
    const gone = await other.post(own(request), { passo: 'affidamento_concluso', versione, motivo: typed })
    expect([gone.status, await htmlFaults(gone.html), gone.html.includes(typed)]).toEqual([404, [], true])
  })

  test('the page of a request that cannot be referred now says why, and leads on', async () => {
    const [fresh, sent] = [fileRequest(home.app, filed), await letterSent()]
    const first = await desk.get(`${address(fresh)}/affida`)
    expect([await htmlFaults(first.html), first.html.includes(`${address(fresh)}#fare`), wordsOf(first).includes('Prendi la richiesta')]).toEqual([[], true, true])
    const second = await desk.get(`${address(sent)}/affida`)
    expect([await htmlFaults(second.html), second.html.includes(`${address(sent)}#servizio`), wordsOf(second).includes('È già affidata a Associazione La Betulla Azzurra')]).toEqual([[], true, true])
  })
})

async function letterSent(): Promise<Filed> {
  const request = opened()
  await refer(request, 'ets-esempio-betulla')
  return request
}

async function follower({ number, code }: Filed): Promise<Visitor> {
  const person = home.visitor()
  await person.post('/la-mia-richiesta', { numero: number, codice: code })
  return person
}
const follow = async (request: Filed) => (await follower(request)).get('/la-mia-richiesta')
