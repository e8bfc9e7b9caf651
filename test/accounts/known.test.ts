import { Secret, TOTP } from 'otpauth'
import { eq } from '../../db/drizzle.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit, staff } from '../../db/schema.ts'
import { inviteAgain } from '../../src/accounts/accounts.ts'
import { mostKnownTries } from '../../src/accounts/known.ts'
import { browse, password, testApp, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'

let home: TestApp
beforeAll(async () => { home = await testApp() })
afterAll(() => home.close())

const [door, step, setUp, access] = ['/operatori/accedi', '/operatori/secondo-passo', '/operatori/secondo-passo/imposta', '/operatori/accessi']
const note = 'approdo_browser'
type Held = Visitor & { cookies: Map<string, string> }
const browser = (cookies: [string, string][] = [], service = home): Held => {
  const held = new Map(cookies)
  return Object.assign(browse((request) => service.web.request(request), 'http://localhost', held), { cookies: held })
}
const knock = async (who: Visitor, email: string, said = password) => (await who.post(door, { email, password: said })).status
const guess = async (who: Visitor, email: string, times: number) => {
  const seen = []
  for (let i = 0; i < times; i += 1) seen.push(await knock(who, email, 'una frase sbagliata'))
  return seen
}
const stranger = (email: string) => guess(browser(), email, 10)
/** What ten wrong tries of strangers leave behind: a password takes long to check, on purpose. */
const shut = (email: string) => void home.app.db.update(staff).set({ lockedUntil: new Date(home.clock.now.getTime() + 15 * 60_000).toISOString() }).where(eq(staff.email, email)).run()
const rowOf = (email: string) => home.app.db.select().from(staff).where(eq(staff.email, email)).get() ?? expect.unreachable()
const forgotten = (email: string) => home.app.db.select().from(audit).where(eq(audit.action, 'browser_dimenticato')).all().filter(({ subject }) => subject === `persona ${rowOf(email).id}`)

/** A member of staff, and the browser they signed in from yesterday: its session has ended. */
async function usual(service = home) {
  const { email } = await service.operator('pua-bitonto')
  const own = browser([], service)
  await own.post(door, { email, password })
  await own.post('/operatori/esci')
  return { email, own }
}

describe('the browser that one signs in from', () => {
  test('a stranger who tries passwords keeps out strangers, not the member at their usual computer', async () => {
    const { email, own } = await usual()
    expect((await stranger(email)).at(-1)).toBe(429)
    expect(await knock(browser(), email)).toBe(429)
    expect(await knock(own, email)).toBe(303)
    expect((await own.get('/operatori/richieste')).status).toBe(200)
    // And the stranger has gained no new tries by it.
    expect(await knock(browser(), email)).toBe(429)
    expect(rowOf(email).lockedUntil).not.toBeNull()
  })

  test('who is inside changes the password meanwhile', async () => {
    const { email, own } = await usual()
    await knock(own, email)
    shut(email)
    expect((await own.post(`${access}/password`, { attuale: password, nuova: 'sette cani in giardino' })).location).toBe(`${access}?fatto=password`)
    await own.post('/operatori/esci')
    expect(await knock(own, email, 'sette cani in giardino')).toBe(303)
  })

  test('the limit of tries a minute is counted apart too, for each address and each e-mail', async () => {
    const service = await testApp({ own: true, triesPerMinute: 12 })
    const { email, own } = await usual(service)
    const outside = browser([], service)
    expect((await guess(outside, email, 13)).at(-1)).toBe(429)
    expect(await knock(own, email)).toBe(303)
  })

  test('the cookie outlives the browser, is not for scripts nor for other sites, and says in clear nothing of who it is', async () => {
    const { email } = await usual()
    const seen = await browser().post(door, { email, password })
    const line = seen.headers.getSetCookie().find((one) => one.startsWith(note)) ?? ''
    expect(line).toMatch(/Max-Age=7776000.*HttpOnly.*SameSite=Lax/)
    const [, value = ''] = /=([^;]*)/.exec(line) ?? []
    expect(Buffer.from(value, 'base64url').toString('latin1')).not.toMatch(/"id"|quercia|example/i)
    expect((await browser().get(door)).headers.getSetCookie()).toEqual([])
  })

  test('a computer of the desk knows all who share it', async () => {
    const [one, other] = [await usual(), await usual()]
    await knock(one.own, other.email)
    for (const { email } of [one, other]) shut(email)
    for (const { email } of [one, other]) expect(await knock(one.own, email)).toBe(303)
  })

  test('who uses a code is known after it, not after the password; then a stranger at the code keeps out nobody', async () => {
    const { email, own } = await usual()
    await knock(own, email)
    const secret = (/dir="ltr">((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})</.exec((await own.get(setUp)).html)?.[1] ?? '').replaceAll(' ', '')
    const code = () => new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 }).generate({ timestamp: home.clock.now.getTime() })
    await own.post(setUp, { codice: code() })
    home.clock.forward(2)
    const thief = browser()
    await knock(thief, email)
    expect([...thief.cookies.keys()]).toEqual(['approdo_operatore'])
    for (let i = 0; i < 10; i += 1) await thief.post(step, { codice: '000000' })
    expect(await knock(browser(), email)).toBe(429)
    expect(await knock(own, email)).toBe(303)
    expect((await own.post(step, { codice: code() })).location).toBe('/operatori')
  })
})

describe('a cookie that was stolen, forged, or is of before', () => {
  test('helps to guess five times in all, even while its owner comes and goes; then it is like none', async () => {
    const { email, own } = await usual()
    const copy = browser([...own.cookies])
    expect(await guess(copy, email, mostKnownTries - 1)).toEqual([422, 422, 422, 422])
    expect([...copy.cookies.keys()]).toEqual([note])
    expect(await knock(own, email)).toBe(303)
    const kept: [string, string][] = [...copy.cookies]
    expect(await guess(copy, email, 1)).toEqual([422])
    expect([[...copy.cookies], forgotten(email).length]).toEqual([[], 1])
    shut(email)
    expect(await knock(browser(kept), email)).toBe(429)
    expect(await knock(own, email)).toBe(303)
  })

  test('a hundred tries at once with it are counted one by one', async () => {
    const { email, own } = await usual()
    const kept: [string, string][] = [...own.cookies]
    const seen = await Promise.all(Array.from({ length: 20 }, () => knock(browser(kept), email, 'una frase sbagliata')))
    expect(seen.filter((status) => status === 422)).toHaveLength(mostKnownTries + 9)
    expect(forgotten(email)).toHaveLength(1)
  })

  test("somebody else's is worth nothing, and says nothing of who exists", async () => {
    const [{ email }, { own }] = [await usual(), await usual()]
    shut(email)
    await stranger('nessuno.qui@example.org')
    const [known, unknown] = [await own.post(door, { email, password }), await own.post(door, { email: 'nessuno.qui@example.org', password })]
    expect([known.status, known.html, known.headers.getSetCookie()]).toEqual([429, unknown.html, unknown.headers.getSetCookie()])
    expect(await htmlFaults(known.html)).toEqual([])
  })

  test('forged, with one sign changed, or sealed with the key of another house: like none', async () => {
    const [{ email, own }, elsewhere] = [await usual(), await usual(await testApp({ own: true }))]
    const value = own.cookies.get(note) ?? ''
    // Of the last sign of base64 some bits say nothing: the one before it is changed.
    const changed = [0, 20, 40, value.length - 2].map((at) => value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1))
    shut(email)
    for (const forged of ['', 'x', '[]', '{"id":1}', 'A'.repeat(4000), '%00', ...changed, elsewhere.own.cookies.get(note) ?? '']) expect(await knock(browser([[note, forged]]), email), forged).toBe(429)
    expect(await knock(own, email)).toBe(303)
  })

  test('is worth nothing after a new password, a new link, a second factor taken away, or three months', async () => {
    const { email, own } = await usual()
    const stale: [string, string][] = [...own.cookies]
    const isKnown = async (cookies: [string, string][], said = password) => {
      shut(email)
      const { status } = await browser(cookies).post(door, { email, password: said })
      home.clock.forward(16)
      return status === 303
    }
    expect(await isKnown(stale)).toBe(true)
    await knock(own, email)
    await own.post(`${access}/password`, { attuale: password, nuova: 'sette cani in giardino' })
    expect(await isKnown(stale, 'sette cani in giardino')).toBe(false)
    const renewed: [string, string][] = [...own.cookies]
    expect(await isKnown(renewed, 'sette cani in giardino')).toBe(true)
    await browser().post(`/operatori/invito/${inviteAgain(home.app, rowOf(email).id, rowOf(email))}`, { password })
    expect(await isKnown(renewed)).toBe(false)
    await knock(own, email)
    home.clock.forward(91 * 24 * 60)
    expect(await isKnown([...own.cookies])).toBe(false)
  })

  test('of who was switched off: like an e-mail that nobody has', async () => {
    const { email, own } = await usual()
    home.app.db.update(staff).set({ active: false }).where(eq(staff.email, email)).run()
    expect(await guess(own, email, 10)).toEqual([...Array<number>(9).fill(422), 429])
    expect(await knock(own, email)).toBe(429)
  })
})
