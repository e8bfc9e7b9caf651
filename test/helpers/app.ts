import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { eq } from '../../db/drizzle.ts'
import { staff } from '../../db/schema.ts'
import { invite } from '../../src/accounts/accounts.ts'
import { staffCookie } from '../../src/accounts/guards.ts'
import { hashPassword } from '../../src/accounts/password.ts'
import { openSession } from '../../src/accounts/sessions.ts'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { makeReady, openApp, type Ready } from '../../src/open.ts'

const home = 'http://localhost'
export const password = 'cinque gatti sul tetto'

export type Fields = Record<string, string | string[]>
export type Seen = { status: number; html: string; location: string | null; headers: Headers }
export type Visitor = { get(path: string): Promise<Seen>; post(path: string, fields?: Fields | FormData): Promise<Seen> }
export type TestApp = Awaited<ReturnType<typeof testApp>>

let hashed: Promise<string> | undefined
const hashOfAll = () => (hashed ??= hashPassword(password))

const made = new Map<string, Ready>()

/** What only reads, made once for all the tests of a process. */
function readyFor(territory: string): Ready {
  const ready = made.get(territory) ?? makeReady(territory, process.env.LEARNT ?? mkdtempSync(join(tmpdir(), 'approdo-')))
  made.set(territory, ready)
  return ready
}

const noSettings: NodeJS.ProcessEnv = {}

/** The whole service in a folder of its own, with a clock that only the test moves. Closes by itself when made inside a test. */
export async function testApp({ now = '2026-11-23T09:00:00Z', own = false, triesPerMinute = 100_000, newPerHour = 1_000_000, settings = noSettings } = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'approdo-'))
  const config = readConfig({ ...settings, DATA_DIR: dataDir, PORT: '0' })
  const clock = { now: new Date(now), forward: (minutes: number) => void (clock.now = new Date(clock.now.getTime() + minutes * 60_000)) }
  const app = { ...openApp(config, () => clock.now, readyFor(config.territory)), triesPerMinute, newPerHour }
  const web = createApp(app)
  const visitor = (cookies: [string, string][] = []) => browse((request) => web.request(request), home, new Map(cookies))
  const close = () => {
    app.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
  if (own) onTestFinished(close)
  let invited = 0

  /** A member of staff who took up the invitation and signed in. The links and the door are walked in test/accounts: a password takes long to check, on purpose. */
  async function operator(desk: string | null, role = 'front_office') {
    invited += 1
    const email = `operatore${invited}@example.org`
    invite(app, { name: `Quercia ${invited}`, email, role, desk }, null)
    const member = app.db.update(staff).set({ password: await hashOfAll() }).where(eq(staff.email, email)).returning().get()
    const browser = visitor([[staffCookie, openSession(app, member, 'Prova')]])
    return Object.assign(browser, { email, name: `Quercia ${invited}` })
  }

  return { app, web, clock, visitor, operator, close }
}

/** Keeps cookies and says where a post comes from, as browsers do; redirects are left to the test. */
export function browse(ask: (request: Request) => Response | Promise<Response>, origin = home, cookies = new Map<string, string>()): Visitor {
  async function go(path: string, init: RequestInit = {}): Promise<Seen> {
    const sent = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await ask(new Request(`${origin}${path}`, { ...init, headers: { ...init.headers, ...(sent ? { Cookie: sent } : {}) } }))
    for (const line of response.headers.getSetCookie()) keep(cookies, line)
    return { status: response.status, html: await response.text(), location: response.headers.get('Location'), headers: response.headers }
  }
  return { get: (path) => go(path), post: (path, fields = {}) => go(path, { method: 'POST', body: bodyOf(fields), headers: { Origin: origin } }) }
}

function keep(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
  if (value === '' || /max-age=0/i.test(line)) cookies.delete(name)
  else cookies.set(name, value)
}

function bodyOf(fields: Fields | FormData): URLSearchParams | FormData {
  if (fields instanceof FormData) return fields
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
  return body
}
