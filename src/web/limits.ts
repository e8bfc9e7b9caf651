import { getConnInfo } from '@hono/node-server/conninfo'
import { rateLimiter } from 'hono-rate-limiter'
import type { App, Ctx, Env } from './context.ts'
import { errorPage } from './errors.ts'
import { field, readForm } from './form.ts'

const minute = 60_000

/** At most so many tries a minute for each visitor at passwords and codes: beyond it, a kind page with the desk's number. */
export const limitTries = (app: App) => limit(app, minute, app.triesPerMinute, (c) => visitorOf(app, c))

/** The same for one account or one request, whatever the address the tries come from: `name` is the field that says which. */
export const limitTriesAt = (app: App, name: string) =>
  limit(app, minute, app.triesPerMinute, async (c) => field(await readForm(c), name).trim().toLowerCase().slice(0, 200))

/** New requests for each address: so many that a whole office behind one address never meets the limit, a flood does. */
export const limitNew = (app: App) => limit(app, 60 * minute, app.newPerHour, (c) => visitorOf(app, c))

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
