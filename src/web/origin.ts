import { createMiddleware } from 'hono/factory'
import type { App, Ctx, Env } from './context.ts'
import { errorPage } from './errors.ts'

/** The address people reach us by. */
export const originOf = (app: App, c: Ctx): string => app.config.publicOrigin ?? new URL(c.req.url).origin

const harmless = ['GET', 'HEAD', 'OPTIONS']

/** What changes something must come from our own pages, whatever the body is; who does not say from where is refused. */
export const sameOriginOnly = (app: App) => createMiddleware<Env>(async (c, next) => {
  const own = originOf(app, c)
  const ours = c.req.header('Sec-Fetch-Site') === 'same-origin' || c.req.header('Origin') === own
  return harmless.includes(c.req.method) || ours ? next() : errorPage(app, c, 403)
})
