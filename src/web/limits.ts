import { getConnInfo } from '@hono/node-server/conninfo'
import { rateLimiter } from 'hono-rate-limiter'
import type { App, Ctx, Env } from './context.ts'
import { errorPage } from './errors.ts'
import { field, readForm } from './form.ts'

const minute = 60_000

/** Who is counted apart from all others at their address; undefined: nobody. */
type Apart = (c: Ctx) => string | undefined | Promise<string | undefined>
const nobody: Apart = () => undefined

/** At most so many tries a minute for each visitor at passwords and codes: beyond it, a kind page with the desk's number. */
export const limitTries = (app: App, apart = nobody) => limit(app, minute, app.triesPerMinute, async (c) => (await apart(c)) ?? visitorOf(app, c))

/** The same for one account or one request, whatever the address the tries come from: `name` is the field that says which. */
export const limitTriesAt = (app: App, name: string, apart = nobody) =>
  limit(app, minute, app.triesPerMinute, async (c) => (await apart(c)) ?? field(await readForm(c), name).trim().toLowerCase().slice(0, 200))

/** New requests for each address: so many that a whole office behind one address never meets the limit, a flood does. */
export const limitNew = (app: App) => limit(app, 60 * minute, app.newPerHour, (c) => visitorOf(app, c))

/**
 * Letters to one address, which a stranger may have typed: enough for who helps many people, too few to annoy.
 * @param to the address; "" counts for nobody @param refuse shows the page again: what was typed stays
 */
export const limitLetters = (to: (c: Ctx) => Promise<string>, refuse: (c: Ctx) => Promise<Response>) =>
  // The library waits for the refusal, though its types do not say so.
  rateLimiter<Env>({ windowMs: 24 * 60 * minute, limit: lettersPerDay, keyGenerator: async (c) => (await to(c)).toLowerCase(), skip: async (c) => (await to(c)) === '', handler: refuse as (c: Ctx) => unknown })

const lettersPerDay = 10

const limit = (app: App, windowMs: number, most: number, keyGenerator: (c: Ctx) => string | Promise<string>) =>
  rateLimiter<Env>({ windowMs, limit: most, keyGenerator, handler: (c) => errorPage(app, c, 429) })

/** The address of the visitor: of the connection, or what one's own proxy says of it. */
function visitorOf(app: App, c: Ctx): string {
  const forwarded = app.config.behindProxy ? c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim() : undefined
  return forwarded ?? addressOf(c)
}

function addressOf(c: Ctx): string {
  try {
    return getConnInfo(c).remote.address ?? 'unknown'
  } catch {
    return 'unknown'
  }
}
