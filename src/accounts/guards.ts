import { createMiddleware } from 'hono/factory'
import { memberOf } from './accounts.ts'
import { may, roomsOf, type Right } from './roles.ts'
import { appendAudit } from '../events/audit.ts'
import type { App, Ctx, Env, NavLink } from '../web/context.ts'
import { takeCookie } from '../web/cookies.ts'
import { errorPage } from '../web/errors.ts'

export const staffCookie = 'approdo_operatore'

/** Lets through who is signed in; others are sent to the door. Staff pages are never kept by a browser. */
export const staffOnly = (app: App) => createMiddleware<Env>(async (c, next) => {
  const token = takeCookie(app, c, staffCookie)
  const member = token ? memberOf(app, token) : undefined
  if (!member) return c.redirect('/operatori/accedi', 303)
  c.set('member', member)
  c.set('nav', navOf(app, c, member.role))
  c.header('Cache-Control', 'no-store')
  return next()
})

/** Lets through who has the right; a refusal is a 404, so that nothing is learnt, and is logged. */
export const withRight = (app: App, right: Right) => createMiddleware<Env>(async (c, next) => {
  const member = c.get('member')
  if (may(member.role, right)) return next()
  appendAudit(app.db, { at: app.now().toISOString(), operator: member.id, role: member.role, action: right, subject: null, outcome: 'refused' })
  return errorPage(app, c, 404)
})

/** The menu: only the rooms that open. */
function navOf(app: App, c: Ctx, role: string): NavLink[] {
  const { t } = app.templates.voice(c.get('lang'))
  return roomsOf(role).map(({ href, word }) => ({ href, label: t(`staff.nav.${word}`), current: c.req.path.startsWith(href) }))
}
