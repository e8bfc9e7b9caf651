import jsQR from 'jsqr'
import { Secret, TOTP } from 'otpauth'
import { eq } from '../../db/drizzle.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit, recoveryCodes, sessions, staff } from '../../db/schema.ts'
import { labelOf } from '../../src/accounts/browser.ts'
import { roles } from '../../src/accounts/roles.ts'
import { browse, password, testApp, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'

let home: TestApp
beforeAll(async () => { home = await testApp() })
afterAll(() => home.close())

const [step, setUp, access, door] = ['/operatori/secondo-passo', '/operatori/secondo-passo/imposta', '/operatori/accessi', '/operatori/accedi']
const secretIn = (html: string) => (/dir="ltr">((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})</.exec(html)?.[1] ?? '').replaceAll(' ', '')
const codesIn = (html: string) => html.match(/[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/g) ?? []
/** What the app on the phone shows, now or so many seconds from now. */
const shown = (secret: string, seconds = 0, service = home) => new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 }).generate({ timestamp: service.clock.now.getTime() + seconds * 1000 })
const rowOf = (email: string) => home.app.db.select().from(staff).where(eq(staff.email, email)).get()
const lines = (action: string) => home.app.db.select().from(audit).where(eq(audit.action, action)).all()

/** A member of staff with a second factor. */
async function withFactor(desk = 'pua-bitonto') {
  const member = await home.operator(desk)
  const secret = secretIn((await member.get(setUp)).html)
  const { html } = await member.post(setUp, { codice: shown(secret) })
  home.clock.forward(2)
  return { member, email: member.email, secret, codes: codesIn(html) }
}

async function knock(email: string, visitor = home.visitor()): Promise<Visitor> {
  await visitor.post(door, { email, password })
  return visitor
}

describe('the second factor', () => {
  test('is set up from a QR code or a secret to copy, gives ten codes once, and is sealed', async () => {
    const member = await home.operator('pua-bitonto')
    const page = await member.get(setUp)
    const secret = secretIn(page.html)
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect((await member.get(setUp)).html).toContain(page.html.match(/class="qr-dark" d="([^"]+)"/)?.[1])
    expect(readQr(page.html)).toMatch(new RegExp(`^otpauth://totp/Approdo:.*secret=${secret}&`))
    expect((await member.post(setUp, { codice: '000000' })).status).toBe(422)
    const { html } = await member.post(setUp, { codice: shown(secret) })
    expect(new Set(codesIn(html)).size).toBe(10)
    expect([await htmlFaults(page.html), await htmlFaults(html)]).toEqual([[], []])
    expect(rowOf(member.email)?.secondFactor?.toString('latin1')).not.toContain(secret)
    expect(JSON.stringify(home.app.db.select().from(recoveryCodes).all())).not.toContain(codesIn(html)[0])
    expect((await member.get(access)).html).not.toContain(codesIn(html)[0])
  })

  test('who has it enters no room with the password alone, and every room with a code', async () => {
    const { email, secret } = await withFactor()
    const visitor = await knock(email)
    for (const room of ['/operatori', '/operatori/richieste', access, '/operatori/come-funziona']) expect((await visitor.get(room)).location).toBe(step)
    expect((await visitor.post(`${access}/password`, { attuale: password, nuova: 'una frase ben diversa' })).location).toBe(step)
    expect((await visitor.get(setUp)).location).toBe(step)
    expect(codesIn((await visitor.post(setUp, { codice: '000000' })).html)).toEqual([])
    expect(await htmlFaults((await visitor.get(step)).html)).toEqual([])
    expect((await visitor.post(step, { codice: shown(secret).replace(/(...)/, '$1 ') })).location).toBe('/operatori')
    expect((await visitor.get('/operatori/richieste')).status).toBe(200)
  })

  test('the code gives the browser a new session: who copied or planted the one before the code is left outside', async () => {
    const { email, secret } = await withFactor()
    const held = new Map<string, string>()
    const web = (request: Request) => home.web.request(request)
    const victim = browse(web, 'http://localhost', held)
    await knock(email, victim)
    const planted = new Map(held)
    expect((await victim.post(step, { codice: shown(secret) })).status).toBe(303)
    expect([...held.values()]).not.toEqual([...planted.values()])
    expect((await victim.get(access)).status).toBe(200)
    expect((await browse(web, 'http://localhost', planted).get(access)).location).toBe(door)
    const older = new Map(held)
    await victim.post(door, { email, password })
    expect((await browse(web, 'http://localhost', older).get(access)).location).toBe(door)
  })

  test('a code is good once, and for one step before or after', async () => {
    const { email, secret } = await withFactor()
    expect((await (await knock(email)).post(step, { codice: shown(secret, -60) })).status).toBe(422)
    expect((await (await knock(email)).post(step, { codice: shown(secret, 60) })).status).toBe(422)
    expect((await (await knock(email)).post(step, { codice: shown(secret, 30) })).status).toBe(303)
    expect((await (await knock(email)).post(step, { codice: shown(secret, 30) })).status).toBe(422)
    expect((await (await knock(email)).post(step, { codice: shown(secret) })).status).toBe(422)
  })

  test('a recovery code opens once, however it is typed, and only for its owner; new ones take the place of the old', async () => {
    const [{ member, email, secret, codes: [first = '', second = ''] }, other] = [await withFactor(), await withFactor()]
    expect((await (await knock(other.email)).post(step, { codice: first })).status).toBe(422)
    expect((await (await knock(email)).post(step, { codice: ` ${first.toLowerCase().replaceAll('-', ' ')} ` })).status).toBe(303)
    expect((await (await knock(email)).post(step, { codice: first })).status).toBe(422)
    expect((await member.get(access)).html).toContain('9 codici')
    expect((await member.post(`${access}/codici`, { codice: '000000' })).status).toBe(422)
    const [fresh = ''] = codesIn((await member.post(`${access}/codici`, { codice: shown(secret) })).html)
    expect((await (await knock(email)).post(step, { codice: second })).status).toBe(422)
    expect((await (await knock(email)).post(step, { codice: fresh })).status).toBe(303)
  })

  test('moves to another phone only with a code of the first; other sessions end', async () => {
    const { member, email, secret } = await withFactor()
    const elsewhere = await knock(email)
    await elsewhere.post(step, { codice: shown(secret) })
    home.clock.forward(2)
    const fresh = secretIn((await member.get(setUp)).html)
    expect(fresh).not.toBe(secret)
    expect((await member.post(setUp, { codice: shown(fresh) })).status).toBe(422)
    expect(codesIn((await member.post(setUp, { codice: shown(fresh), vecchio: shown(secret) })).html)).toHaveLength(10)
    expect((await elsewhere.get(access)).location).toBe(door)
    home.clock.forward(2)
    expect((await (await knock(email)).post(step, { codice: shown(secret) })).status).toBe(422)
    expect((await (await knock(email)).post(step, { codice: shown(fresh) })).status).toBe(303)
  })

  test('who lost phone and codes is helped by the administrator, who is logged', async () => {
    const { member, email } = await withFactor()
    const administrator = await home.operator(null, 'amministratore_sistema')
    await administrator.post(`/operatori/persone/${rowOf(email)?.id}/secondo-passo`)
    expect((await member.get(access)).location).toBe(door)
    expect((await (await knock(email)).get('/operatori/richieste')).status).toBe(200)
    expect(lines('azzera_secondo_passo').at(-1)).toMatchObject({ subject: `persona ${rowOf(email)?.id}`, outcome: 'ok' })
  })

  test('where it is asked of all, who has none sets it up first', async () => {
    const service = await testApp({ own: true, settings: { SECOND_FACTOR: 'richiesto' } })
    const member = await service.operator('pua-bitonto')
    expect((await member.get('/operatori/richieste')).location).toBe(step)
    expect((await member.get(step)).location).toBe(setUp)
    const { html } = await member.get(setUp)
    expect(html).not.toContain('class="staff-nav"')
    expect(codesIn((await member.post(setUp, { codice: shown(secretIn(html), 0, service) })).html)).toHaveLength(10)
    expect((await member.get('/operatori/richieste')).status).toBe(200)
  })
})

describe('ten wrong tries', () => {
  test('close an account and an e-mail that nobody has alike, for a quarter of an hour, and are logged', async () => {
    const { email } = await home.operator('pua-bitonto')
    const tryTen = async (who: string) => {
      const seen = []
      for (let i = 0; i < 10; i += 1) seen.push(await home.visitor().post(door, { email: who, password: 'una frase sbagliata' }))
      return seen
    }
    const [known, unknown] = [await tryTen(email), await tryTen('nessuno@example.org')]
    const words = (seen: typeof known, who: string) => seen.map(({ status, html }) => [status, html.replaceAll(who, 'x')])
    expect(words(known, email)).toEqual(words(unknown, 'nessuno@example.org'))
    expect(known.map(({ status }) => status)).toEqual([...Array<number>(9).fill(422), 429])
    expect(await htmlFaults(known.at(-1)?.html ?? '')).toEqual([])
    const closed = await home.visitor().post(door, { email, password })
    expect([closed.status, closed.html]).toEqual([429, known.at(-1)?.html])
    expect(lines('blocco').at(-1)?.subject).toBe(`persona ${rowOf(email)?.id}`)
    home.clock.forward(14)
    expect((await home.visitor().post(door, { email, password })).status).toBe(429)
    home.clock.forward(2)
    expect((await home.visitor().post(door, { email, password })).status).toBe(303)
  })

  test('at the code too: a right password in between gives no new tries', async () => {
    const { email, secret } = await withFactor()
    const seen = []
    for (let i = 0; i < 10; i += 1) seen.push((await (await knock(email)).post(step, { codice: '000000' })).status)
    expect(seen).toEqual([...Array<number>(9).fill(422), 429])
    const visitor = home.visitor()
    expect((await visitor.post(door, { email, password })).status).toBe(429)
    home.clock.forward(16)
    expect((await (await knock(email)).post(step, { codice: shown(secret) })).status).toBe(303)
    expect(rowOf(email)).toMatchObject({ wrongTries: 0, lockedUntil: null })
  })

  test('tries made all at once count one by one', async () => {
    const { email } = await home.operator('pua-bitonto')
    const seen = await Promise.all(Array.from({ length: 12 }, () => home.visitor().post(door, { email, password: 'una frase sbagliata' })))
    expect(seen.map(({ status }) => status).toSorted()).toEqual([...Array<number>(9).fill(422), 429, 429, 429])
  })
})

describe('my sessions', () => {
  test('are listed; one, or all others, are ended; those of others are not', async () => {
    const member = await home.operator('pua-bitonto')
    const [second, third, stranger] = [await knock(member.email), await knock(member.email), await home.operator('pua-bitonto')]
    const { html } = await member.get(access)
    expect(await htmlFaults(html)).toEqual([])
    const refs = [...html.matchAll(/name="accesso" value="(\w+)"/g)].map(([, ref = '']) => ref)
    expect(refs).toHaveLength(2)
    expect(home.app.db.select().from(sessions).all().some(({ tokenHash }) => refs.includes(tokenHash))).toBe(false)
    await stranger.post(`${access}/chiudi`, { accesso: refs[0] ?? '' })
    expect((await second.get(access)).status + (await third.get(access)).status).toBe(400)
    await member.post(`${access}/chiudi`, { accesso: refs[0] ?? '' })
    expect([(await second.get(access)).status, (await third.get(access)).status].toSorted()).toEqual([200, 303])
    await member.post(`${access}/chiudi-altri`)
    expect([(await second.get(access)).status, (await third.get(access)).status, (await member.get(access)).status, (await stranger.get(access)).status]).toEqual([303, 303, 200, 200])
  })

  test('a new password needs the one of now, and ends the other sessions', async () => {
    const member = await home.operator('pua-bitonto')
    const second = await knock(member.email)
    const wanted = 'sette cani in giardino'
    expect((await member.post(`${access}/password`, { attuale: 'non è questa', nuova: wanted })).status).toBe(422)
    expect((await member.post(`${access}/password`, { attuale: password, nuova: 'corta' })).status).toBe(422)
    expect((await member.post(`${access}/password`, { attuale: password, nuova: wanted })).location).toBe(`${access}?fatto=password`)
    expect([(await member.get(access)).status, (await second.get(access)).location]).toEqual([200, door])
    expect((await home.visitor().post(door, { email: member.email, password })).status).toBe(422)
    expect((await home.visitor().post(door, { email: member.email, password: wanted })).status).toBe(303)
  })

  test.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Windows'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0', 'Edge, Windows'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1', 'Safari, iPhone'],
    ['<script>alert(1)</script>', ''],
  ])('are known by browser and system: %s', (agent, label) => expect(labelOf(agent)).toBe(label))
})

describe('people and roles', () => {
  test('an invitation asks for what the role sees: desk, ambito or service', async () => {
    const administrator = await home.operator(null, 'amministratore_sistema')
    const ask = (ruolo: string, places: Record<string, string>) => administrator.post('/operatori/persone', { nome: 'Salice Blu', email: `${ruolo}@example.net`, ruolo, ...places })
    expect((await ask('operatore_servizio', { sportello: 'pua-bitonto', ambito: 'amb-bitonto' })).status).toBe(422)
    expect((await ask('infermiere', { servizio: 'csm-esempio-nord' })).status).toBe(422)
    expect((await ask('infermiere', { ambito: 'amb-inventato' })).status).toBe(422)
    expect((await ask('__proto__', { sportello: 'pua-bitonto' })).status).toBe(422)
    await ask('operatore_servizio', { servizio: 'csm-esempio-nord', ambito: 'amb-bitonto' })
    await ask('infermiere', { ambito: 'amb-bitonto' })
    await ask('dpo_auditor', { sportello: 'pua-bitonto', ambito: 'amb-bitonto', servizio: 'csm-esempio-nord' })
    expect(rowOf('operatore_servizio@example.net')).toMatchObject({ desk: null, ambito: null, service: 'csm-esempio-nord' })
    expect(rowOf('infermiere@example.net')).toMatchObject({ desk: null, ambito: 'amb-bitonto', service: null })
    expect(rowOf('dpo_auditor@example.net')).toMatchObject({ desk: null, ambito: null, service: null })
    expect(await htmlFaults((await administrator.get('/operatori/persone')).html)).toEqual([])
  })

  test('the page of roles says of every role, in words, what it sees and may do', async () => {
    const administrator = await home.operator(null, 'amministratore_sistema')
    const { html } = await administrator.get('/operatori/persone/ruoli')
    const { t } = home.app.templates.voice('it')
    const rows = html.split('<tr role="row">').slice(2).map((row) => row.replaceAll('&#39;', "'"))
    const table = Object.entries(roles)
    expect(rows).toHaveLength(table.length)
    table.forEach(([code, { sees, may }], i) => {
      for (const word of [`roles.${code}`, `sees.${sees}`, ...may.map((right) => `rights.${right}`)]) expect(rows[i]).toContain(t(`staff.${word}`))
      expect(rows[i]?.match(/<li>/g)?.length ?? 0).toBe(may.length)
    })
    expect(html).not.toMatch(/staff\.(roles|sees|rights|role_table)\./)
    expect(await htmlFaults(html)).toEqual([])
  })
})

/** Reads the drawing as a phone would: eight dots to a square. */
function readQr(html: string): string | undefined {
  const [, side = '', path = ''] = /viewBox="0 0 (\d+) \d+"[^]*?class="qr-dark" d="([^"]+)"/.exec(html.slice(html.indexOf('class="qr"'))) ?? []
  const width = Number(side) * 8
  const dots = new Uint8ClampedArray(width * width * 4).fill(255)
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1/g)) {
    for (let dy = 0; dy < 8; dy += 1) for (let dx = 0; dx < 8; dx += 1) dots.fill(0, ((Number(y) * 8 + dy) * width + Number(x) * 8 + dx) * 4, ((Number(y) * 8 + dy) * width + Number(x) * 8 + dx) * 4 + 3)
  }
  return jsQR.default(dots, width, width)?.data
}
