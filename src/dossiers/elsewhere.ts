import { createMiddleware } from 'hono/factory'
import { forgetPassed, whereIs } from '../handoff/passed.ts'
import type { App, Env } from '../web/context.ts'
import { moveOn } from '../web/render.ts'
import { draftToken, dropDraft, loadDraft } from './draft.ts'

/** What the screen that waits may still do: see that it waits, and take the request back. */
const waiting = ['GET /richiesta/passa', 'POST /richiesta/passa/qui']

/**
 * A request is answered on one screen at a time: the one that passed it to a phone waits, and shows none of it.
 * The phone it was taken back from forgets its key, and says so kindly.
 */
export const elsewhere = (app: App) => createMiddleware<Env>(async (c, next) => {
  const token = draftToken(app, c)
  const where = token && whereIs(app, c, token)
  if (where === 'screen') {
    dropDraft(app, c)
    forgetPassed(app, c, 'taken')
    return moveOn(c, '/richiesta/tornata')
  }
  // Once sent, there is a receipt for both.
  const answers = where === 'phone' && loadDraft(app, c) && !waiting.includes(`${c.req.method} ${c.req.path}`)
  return answers ? moveOn(c, '/richiesta/passa') : next()
})
