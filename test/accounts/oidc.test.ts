import { eq } from '../../db/drizzle.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit, staff } from '../../db/schema.ts'
import { invite } from '../../src/accounts/accounts.ts'
import { readConfig } from '../../src/config.ts'
import { testApp, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { startProvider, throughProvider, type Ente } from '../helpers/provider.ts'

const back = 'http://localhost/operatori/ente/ritorno'
let provider: Ente
let home: TestApp
beforeAll(async () => {
  provider = await startProvider(back)
  home = await testApp({ settings: { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: 'approdo', OIDC_CLIENT_SECRET: 'un segreto di prova' } })
})
afterAll(async () => {
  home.close()
  await provider.close()
})

const rowOf = (email: string) => home.app.db.select().from(staff).where(eq(staff.email, email)).get()
const lastLine = () => home.app.db.select().from(audit).where(eq(audit.action, 'accesso_ente')).all().at(-1)
const invited = (email: string) => void invite(home.app, { name: 'Salice Rosa', email, role: 'front_office', desk: 'pua-bitonto' }, null)
const pathOf = (address: string) => address.replace('http://localhost', '')

/** Presses the button, is known by the provider as somebody, and comes back. */
async function enter(sub: string, email: string, verified = true, visitor: Visitor = home.visitor()) {
  Object.assign(provider.ente.signedIn, { sub, email, email_verified: verified })
  const sent = (await visitor.get('/operatori/ente')).location ?? ''
  const address = await throughProvider(provider.issuer, sent, back)
  return { visitor, sent, address, seen: await visitor.get(pathOf(address)) }
}

describe('sign-in by the provider of the ente', () => {
  test('lets in whom the administrator invited, and knows them again when their e-mail changes there', async () => {
    invited('salice@example.org')
    expect((await home.visitor().get('/operatori/accedi')).html).toContain('href="/operatori/ente"')
    const { visitor, sent, seen } = await enter('s1', 'Salice@Example.org')
    expect(Object.fromEntries(new URL(sent).searchParams)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', redirect_uri: back, state: expect.any(String) as string, nonce: expect.any(String) as string })
    expect(seen.location).toBe('/operatori')
    expect((await visitor.get('/operatori/richieste')).status).toBe(200)
    expect(await htmlFaults((await visitor.get('/operatori/accessi')).html)).toEqual([])
    expect([rowOf('salice@example.org')?.oidcSubject, lastLine()?.outcome]).toEqual([`${provider.issuer} s1`, 'ok'])
    expect((await enter('s1', 'altro.nome@example.org')).seen.location).toBe('/operatori')
  })

  test('makes nobody, and believes no e-mail that is not verified', async () => {
    invited('faggio@example.org')
    const before = home.app.db.select().from(staff).all()
    const [unknown, unverified] = [await enter('s2', 'nessuno@example.org'), await enter('s3', 'faggio@example.org', false)]
    expect([unknown.seen.status, unverified.seen.status, lastLine()?.outcome]).toEqual([422, 422, 'refused'])
    expect(unknown.seen.html).toBe(unverified.seen.html)
    expect(await htmlFaults(unknown.seen.html)).toEqual([])
    expect(home.app.db.select().from(staff).all()).toEqual(before)
  })

  test('who comes next with the e-mail of a colleague is not that colleague; who was switched off stays out', async () => {
    invited('olmo@example.org')
    await enter('s4', 'olmo@example.org')
    expect((await enter('s5', 'olmo@example.org')).seen.status).toBe(422)
    home.app.db.update(staff).set({ active: false }).where(eq(staff.email, 'olmo@example.org')).run()
    expect((await enter('s4', 'olmo@example.org')).seen.status).toBe(422)
  })

  test('who has a second factor is still asked for it', async () => {
    invited('ontano@example.org')
    home.app.db.update(staff).set({ secondFactor: Buffer.from('x') }).where(eq(staff.email, 'ontano@example.org')).run()
    const { visitor } = await enter('s6', 'ontano@example.org')
    expect((await visitor.get('/operatori/richieste')).location).toBe('/operatori/secondo-passo')
  })

  test('an answer opens only the browser that asked, once, with its own state, within ten minutes', async () => {
    invited('tiglio@example.org')
    const { visitor, address } = await enter('s7', 'tiglio@example.org')
    expect((await home.visitor().get(pathOf(address))).location).toBe('/operatori/accedi')
    expect((await visitor.get(pathOf(address))).location).toBe('/operatori/accedi')
    const other = home.visitor()
    await other.get('/operatori/ente')
    expect((await other.get(pathOf(address))).status).toBe(422)
    const late = home.visitor()
    const sent = (await late.get('/operatori/ente')).location ?? ''
    home.clock.forward(11)
    expect((await late.get(pathOf(await throughProvider(provider.issuer, sent, back)))).location).toBe('/operatori/accedi')
  })
})

test('without settings there is no button and no such page', async () => {
  const service = await testApp({ own: true })
  expect((await service.visitor().get('/operatori/accedi')).html).not.toContain('/operatori/ente')
  expect([(await service.visitor().get('/operatori/ente')).status, (await service.visitor().get('/operatori/ente/ritorno?code=x&state=y')).status]).toEqual([404, 404])
})

test('a provider that does not answer: a kind page, and the password still works', async () => {
  const service = await testApp({ own: true, settings: { OIDC_ISSUER: 'http://127.0.0.1:9', OIDC_CLIENT_ID: 'approdo', OIDC_CLIENT_SECRET: 'x' } })
  const { status, html } = await service.visitor().get('/operatori/ente')
  expect([status, html.includes('name="password"')]).toEqual([422, true])
})

test.each([
  [{ OIDC_ISSUER: 'http://accesso.example.org', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'segretissimo' }, 'OIDC_ISSUER'],
  [{ OIDC_ISSUER: 'http://localhost@accesso.example.org', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'segretissimo' }, 'OIDC_ISSUER'],
  [{ OIDC_ISSUER: 'https://accesso.example.org', OIDC_CLIENT_SECRET: 'segretissimo' }, 'OIDC_CLIENT_ID'],
  [{ OIDC_CLIENT_SECRET: 'segretissimo', OIDC_CLIENT_ID: 'a' }, 'OIDC_ISSUER'],
  [{ SECOND_FACTOR: 'forse' }, 'SECOND_FACTOR'],
])('a wrong setting stops the start, and says no secret: %o', (settings, name) => {
  const start = () => readConfig(settings)
  expect(start).toThrow(name)
  expect(start).not.toThrow('segretissimo')
})
