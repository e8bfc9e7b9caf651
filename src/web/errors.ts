import { HTTPException } from 'hono/http-exception'
import type { App, Ctx } from './context.ts'
import { voiceOf } from './language.ts'
import { page } from './render.ts'

type Status = 400 | 403 | 404 | 413 | 429 | 500

/** A plain page for each thing that can go wrong: what happened, what to do, and always a way on. */
export function errorPage(app: App, c: Ctx, status: Status) {
  const { t } = voiceOf(app, c)
  return page(app, c, 'errors/error', { title: t(`errors.${status}.title`), status, words: t(`errors.${status}.words`), what: t(`errors.${status}.what`) }, status)
}

/** Never a stack, never a value that came in: the log holds the request id and the kind of error. */
export function onError(app: App, error: Error, c: Ctx) {
  if (error instanceof HTTPException) {
    const known: Status[] = [400, 403, 404, 413, 429]
    return errorPage(app, c, known.find((status) => status === error.status) ?? 400)
  }
  // Who goes away in the middle of sending is no fault of ours.
  if (c.req.raw.signal.aborted) return errorPage(app, c, 400)
  console.error(JSON.stringify({ request: c.get('requestId'), error: error.name, at: error.stack?.split('\n').slice(1, 4).map((line) => line.trim()) }))
  return errorPage(app, c, 500)
}
