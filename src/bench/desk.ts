import { accept, invite, signIn } from '../accounts/accounts.ts'
import { createApp } from '../app.ts'
import { staffCookie } from '../accounts/guards.ts'
import { readConfig } from '../config.ts'
import { openApp } from '../open.ts'
import type { App } from '../web/context.ts'

/** A service of its own for a measure, in a folder. */
export const openBench = (dataDir: string): App => ({ ...openApp(readConfig({ DATA_DIR: dataDir })), triesPerMinute: 1_000_000, newPerHour: 1_000_000 })

/** A member of staff at a desk, signed in. @returns what their browser sends along */
export async function member(app: App, desk: string, i = 0): Promise<Record<string, string>> {
  const email = `misura${i}@example.org`
  const password = 'cinque gatti sul tetto'
  await accept(app, invite(app, { name: `Misura ${i}`, email, role: 'front_office', desk }, null), { name: '', email: '', password })
  return { Cookie: `${staffCookie}=${await signIn(app, email, password)}` }
}

/** How long the service takes to answer a page, in ms, each of some times. @throws on any other answer than the page */
export async function timesFor(app: App, headers: Record<string, string>, path: string, form?: Record<string, string>, rounds = 15): Promise<number[]> {
  const web = createApp(app)
  const times: number[] = []
  for (let i = 0; i < rounds; i += 1) {
    const began = performance.now()
    const origin = 'http://localhost'
    const response = await web.request(`${origin}${path}`, { headers: { ...headers, Origin: origin }, ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}) })
    await response.text()
    times.push(performance.now() - began)
    if (![200, 303].includes(response.status)) throw new Error(`${path}: ${response.status}`)
  }
  // The first ones warm up.
  return times.slice(3)
}
