import { createMiddleware } from 'hono/factory'
import type { App, Env } from './context.ts'
import { errorPage } from './errors.ts'

const harmless = ['GET', 'HEAD', 'OPTIONS']

/** What changes something must come from our own pages, whatever the body is; who does not say from where is refused. */
export const sameOriginOnly = (app: App) => createMiddleware<Env>(async (c, next) => {
  const own = app.config.publicOrigin ?? new URL(c.req.url).origin
  const ours = c.req.header('Sec-Fetch-Site') === 'same-origin' || c.req.header('Origin') === own
  return harmless.includes(c.req.method) || ours ? next() : errorPage(app, c, 403)
})
