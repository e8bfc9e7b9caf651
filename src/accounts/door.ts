import type { App, Ctx } from '../web/context.ts'
import { putCookie, takeCookie, dropCookie } from '../web/cookies.ts'
import { errorPage } from '../web/errors.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { originOf } from '../web/origin.ts'
import { page } from '../web/render.ts'
import { derive, seal, tryOpen } from '../vault/vault.ts'
import { accept, invitedBy, isTaken, tidyEmail } from './accounts.ts'
import { labelOf } from './browser.ts'
import { doorPath, staffCookie } from './guards.ts'
import { browserHere, dropSpent, rememberBrowser } from './known.ts'
import { later } from './lines.ts'
import { lockMinutes, mostTries } from './lockout.ts'
import { claimedBy, enterBy, partFor, type Parting } from './oidc.ts'
import { shortestPassword } from './password.ts'
import { sessionOf, signOut } from './sessions.ts'
import { signIn, type Refused } from './signin.ts'

/** Passwords longer than this are cut before they are looked at: deriving a key from a megabyte costs. */
export const longestPassword = 200

export function showDoor(app: App, c: Ctx, problem?: 'sign_in' | 'oidc' | 'oidc_down', email?: string) {
  const { t } = voiceOf(app, c)
  const data = { title: t('staff.door.title'), email, provider: app.config.oidc !== undefined, problem: problem && t(`problems.${problem}`), wrong: problem === 'sign_in' }
  return page(app, c, 'accounts/door', data, problem ? 422 : 200)
}

/** Says that nobody gets in for a while, whether or not the account exists. */
export function showClosed(app: App, c: Ctx) {
  const { t } = voiceOf(app, c)
  return page(app, c, 'accounts/closed', { title: t('staff.closed_door.title'), tries: mostTries, minutes: lockMinutes }, 429)
}

export async function enter(app: App, c: Ctx) {
  const form = await readForm(c)
  const email = field(form, 'email').slice(0, 200)
  return letIn(app, c, await signIn(app, email, field(form, 'password').slice(0, longestPassword), labelHere(c), browserHere(app, c)), () => showDoor(app, c, 'sign_in', email))
}

const labelHere = (c: Ctx) => labelOf(c.req.header('User-Agent'))

function letIn(app: App, c: Ctx, answer: { token: string } | Refused, wrong: () => ReturnType<typeof showDoor>) {
  if (typeof answer === 'string') dropSpent(app, c)
  if (answer === 'closed') return showClosed(app, c)
  if (answer === 'wrong') return wrong()
  const older = takeCookie(app, c, staffCookie)
  if (older) signOut(app, older)
  putCookie(app, c, staffCookie, answer.token)
  const session = sessionOf(app, answer.token)
  // With a second factor the password is half of it: the browser is known after the code.
  if (session?.passed) rememberBrowser(app, c, session.member.id)
  return c.redirect('/operatori', 303)
}

const partingCookie = 'approdo_ente'
const partingMinutes = 10
const partingKey = (app: App) => derive(app.config.masterKey, partingCookie)
const returnPath = '/operatori/ente/ritorno'

/** Sends the browser to the provider of the ente. */
export async function leaveForProvider(app: App, c: Ctx) {
  const { oidc } = app.config
  if (!oidc) return errorPage(app, c, 404)
  try {
    const { address, parting } = await partFor(oidc, originOf(app, c) + returnPath, later(app, partingMinutes))
    putCookie(app, c, partingCookie, seal(partingKey(app), partingCookie, parting).toString('base64url'))
    return c.redirect(address, 303)
  } catch (error) {
    return fails(app, c, error, 'oidc_down')
  }
}

/** Takes back who comes from the provider. Whatever does not fit, the page says the same. */
export async function comeFromProvider(app: App, c: Ctx) {
  const { oidc } = app.config
  if (!oidc) return errorPage(app, c, 404)
  const parting = tryOpen<Parting>(partingKey(app), partingCookie, takeCookie(app, c, partingCookie))
  dropCookie(app, c, partingCookie)
  if (!parting || parting.until < app.now().toISOString()) return c.redirect(doorPath, 303)
  try {
    const claimed = await claimedBy(oidc, new URL(returnPath + new URL(c.req.url).search, originOf(app, c)), parting)
    return letIn(app, c, enterBy(app, oidc, claimed, labelHere(c), browserHere(app, c)), () => showDoor(app, c, 'oidc'))
  } catch (error) {
    return fails(app, c, error, 'oidc')
  }
}

/** The log says which kind of fault: never what came in. */
function fails(app: App, c: Ctx, error: unknown, problem: 'oidc' | 'oidc_down') {
  const { name, code } = error as { name?: string; code?: string }
  console.error(JSON.stringify({ request: c.get('requestId'), oidc: name, code }))
  return showDoor(app, c, problem)
}

export function showInvitation(app: App, c: Ctx, problem?: string, typed: Record<string, string> = {}) {
  const member = invitedBy(app, c.req.param('token') ?? '')
  if (!member) return errorPage(app, c, 404)
  const { t } = voiceOf(app, c)
  const data = { title: t('staff.invitation.title'), invited: member, first: !member.email, typed, shortest: shortestPassword, problem: problem && t(`problems.${problem}`, { min: shortestPassword }) }
  c.header('Cache-Control', 'no-store')
  return page(app, c, 'accounts/invitation', data, problem ? 422 : 200)
}

export async function acceptInvitation(app: App, c: Ctx) {
  const form = await readForm(c)
  const token = c.req.param('token') ?? ''
  const member = invitedBy(app, token)
  if (!member) return errorPage(app, c, 404)
  const given = { name: field(form, 'nome').trim().slice(0, 100), email: tidyEmail(field(form, 'email')).slice(0, 200), password: field(form, 'password').slice(0, longestPassword) }
  const problem = given.password.length < shortestPassword ? 'password_short'
    : member.email ? undefined
    : !given.name ? 'write_name'
    : !isEmail(given.email) || isTaken(app, given.email) ? 'not_an_email' : undefined
  if (problem) return showInvitation(app, c, problem, { name: given.name, email: given.email })
  await accept(app, token, given)
  return c.redirect(doorPath, 303)
}

export const isEmail = (words: string): boolean => /^[^\s@]+@[^\s@]+$/.test(words)
