import { staff } from '../../db/schema.ts'
import { createApp } from '../app.ts'
import { staffCookie } from '../accounts/guards.ts'
import { openSession } from '../accounts/sessions.ts'
import { readConfig } from '../config.ts'
import { openApp } from '../open.ts'
import type { App } from '../web/context.ts'

/** A service of its own for a measure, in a folder. */
export const openBench = (dataDir: string): App => ({ ...openApp(readConfig({ DATA_DIR: dataDir })), triesPerMinute: 1_000_000, newPerHour: 1_000_000 })

/** A member of staff at a desk, with a session. @returns what their browser sends along */
export function member(app: App, desk: string, i = 0): Record<string, string> {
  const row = app.db.insert(staff).values({ email: `misura${i}@example.org`, name: `Misura ${i}`, role: 'front_office', desk, createdAt: app.now().toISOString() }).returning().get()
  return { Cookie: `${staffCookie}=${openSession(app, row, 'misura')}` }
}

/** ms on the clock, and ms of the processor: on a machine that does other things only the second says what the work costs. */
export type Took = { wall: number; cpu: number }

/** How long the service takes to answer a page, in ms, each of some times. @throws on any other answer than the page */
export async function timesFor(app: App, headers: Record<string, string>, path: string, form?: Record<string, string>, rounds = 15): Promise<Took[]> {
  const web = createApp(app)
  const times: Took[] = []
  for (let i = 0; i < rounds; i += 1) {
    const [began, busy] = [performance.now(), process.cpuUsage()]
    const origin = 'http://localhost'
    const response = await web.request(`${origin}${path}`, { headers: { ...headers, Origin: origin }, ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}) })
    await response.text()
    const { user, system } = process.cpuUsage(busy)
    times.push({ wall: performance.now() - began, cpu: (user + system) / 1000 })
    if (![200, 303].includes(response.status)) throw new Error(`${path}: ${response.status}`)
  }
  // The first ones warm up.
  return times.slice(3)
}
