import { getConnInfo } from '@hono/node-server/conninfo'
import { rateLimiter } from 'hono-rate-limiter'
import type { App, Ctx, Env } from './context.ts'
import { errorPage } from './errors.ts'

/** At most so many tries a minute for each visitor at passwords and codes: beyond it, a kind page with the desk's number. */
export const limitTries = (app: App) => rateLimiter<Env>({
  windowMs: 60_000,
  limit: app.triesPerMinute,
  keyGenerator: (c) => visitorOf(app, c),
  handler: (c) => errorPage(app, c, 429),
})

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
