import { createMiddleware } from 'hono/factory'
import { may, roomsOf, type Right } from './roles.ts'
import { sessionOf, type Session } from './sessions.ts'
import { appendAudit } from '../events/audit.ts'
import type { App, Ctx, Env, NavLink } from '../web/context.ts'
import { takeCookie } from '../web/cookies.ts'
import { errorPage } from '../web/errors.ts'
import { voiceOf } from '../web/language.ts'

export const staffCookie = 'approdo_operatore'
export const doorPath = '/operatori/accedi'
export const stepPath = '/operatori/secondo-passo'

/** The session of this browser, with or without the second factor. */
export const sessionHere = (app: App, c: Ctx): Session | undefined => sessionOf(app, takeCookie(app, c, staffCookie))

/** Lets through who is signed in, with the second factor if one is asked for; others are sent to the door or to that page. Staff pages are never kept by a browser. */
export const staffOnly = (app: App) => createMiddleware<Env>(async (c, next) => {
  const session = sessionHere(app, c)
  if (!session?.passed) return c.redirect(session ? stepPath : doorPath, 303)
  greet(app, c, session)
  return next()
})

/** Lets through who has a session, also before the second factor: for the pages of that factor. */
export const halfWay = (app: App) => createMiddleware<Env>(async (c, next) => {
  const session = sessionHere(app, c)
  if (!session) return c.redirect(doorPath, 303)
  if (session.passed) greet(app, c, session)
  c.header('Cache-Control', 'no-store')
  return next()
})

function greet(app: App, c: Ctx, { member }: Session): void {
  c.set('member', member)
  c.set('nav', navOf(app, c, member.role))
  c.header('Cache-Control', 'no-store')
}

/** Lets through who has the right; a refusal is a 404, so that nothing is learnt, and is logged. */
export const withRight = (app: App, right: Right) => createMiddleware<Env>(async (c, next) => {
  const member = c.get('member')
  if (may(member.role, right)) return next()
  appendAudit(app.db, { at: app.now().toISOString(), operator: member.id, role: member.role, action: right, subject: null, outcome: 'refused' })
  return errorPage(app, c, 404)
})

/** The menu: only the rooms that open. */
function navOf(app: App, c: Ctx, role: string): NavLink[] {
  const { t } = voiceOf(app, c)
  return roomsOf(role).map(({ href, word }) => ({ href, label: t(`staff.nav.${word}`), current: c.req.path.startsWith(href) }))
}
