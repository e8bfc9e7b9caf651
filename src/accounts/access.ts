import type { App, Ctx } from '../web/context.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { longestPassword, showClosed } from './door.ts'
import { codesLeft, renewCodes } from './factor.ts'
import { browserHere, rememberBrowser } from './known.ts'
import { doorPath, sessionHere } from './guards.ts'
import { shortestPassword } from './password.ts'
import { endOthers, endSession, sessionsOf, type Session } from './sessions.ts'
import { changePassword } from './signin.ts'
import { showCodes } from './step.ts'

export const accessPath = '/operatori/accessi'
type Said = { password?: string; codes?: string }
const done = ['chiuso', 'chiusi', 'password']

/** "I miei accessi": one's own sessions, second factor and password. */
export function showAccess(app: App, c: Ctx, { password, codes }: Said = {}) {
  const session = sessionHere(app, c)
  if (!session) return c.redirect(doorPath, 303)
  const { t } = voiceOf(app, c)
  const { member, hasFactor, hasPassword } = session
  const said = (problem?: string) => problem && t(`problems.${problem}`, { min: shortestPassword })
  const data = {
    title: t('staff.access.title'), sessions: sessionsOf(app, session), hasFactor, hasPassword, left: codesLeft(app, member), shortest: shortestPassword,
    passwordProblem: said(password), codesProblem: said(codes), done: done.find((word) => word === c.req.query('fatto')),
  }
  return page(app, c, 'accounts/access', data, password || codes ? 422 : 200)
}

/** Runs what a form of the page asks, for the session of this browser. */
const own = (app: App, run: (c: Ctx, session: Session) => Promise<Response>) => async (c: Ctx): Promise<Response> => {
  const session = sessionHere(app, c)
  return session ? run(c, session) : c.redirect(doorPath, 303)
}

const doneWith = (c: Ctx, what: string) => c.redirect(`${accessPath}?fatto=${what}`, 303)

export const endOne = (app: App) => own(app, async (c, session) => {
  endSession(app, session, field(await readForm(c), 'accesso'))
  return doneWith(c, 'chiuso')
})

export const endTheOthers = (app: App) => own(app, async (c, session) => {
  endOthers(app, session)
  return doneWith(c, 'chiusi')
})

export const takePassword = (app: App) => own(app, async (c, session) => {
  const form = await readForm(c)
  const wanted = field(form, 'nuova').slice(0, longestPassword)
  if (wanted.length < shortestPassword) return showAccess(app, c, { password: 'password_short' })
  const answer = await changePassword(app, session, field(form, 'attuale').slice(0, longestPassword), wanted, browserHere(app, c))
  if (answer === 'done') rememberBrowser(app, c, session.member.id)
  return answer === 'closed' ? showClosed(app, c) : answer === 'wrong' ? showAccess(app, c, { password: 'password_now' }) : doneWith(c, 'password')
})

export const takeNewCodes = (app: App) => own(app, async (c, session) => {
  const answer = renewCodes(app, session, { typed: field(await readForm(c), 'codice').slice(0, 40), browser: browserHere(app, c) })
  return answer === 'closed' ? showClosed(app, c) : answer === 'wrong' ? showAccess(app, c, { codes: 'factor' }) : showCodes(app, c, answer)
})
