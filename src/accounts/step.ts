import type { App, Ctx } from '../web/context.ts'
import { putCookie } from '../web/cookies.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { drawQr } from '../web/qr.ts'
import { page } from '../web/render.ts'
import { showClosed } from './door.ts'
import { offerSecret, passFactor, setUpFactor } from './factor.ts'
import { browserHere, dropSpent, rememberBrowser } from './known.ts'
import { doorPath, sessionHere, staffCookie, stepPath } from './guards.ts'
import { renewSession } from './sessions.ts'

const setUpPath = `${stepPath}/imposta`
const longestCode = 40

/** Asks for the code; sends on who has shown it, and who has none yet. */
export function showStep(app: App, c: Ctx, problem?: 'code_wrong') {
  const session = sessionHere(app, c)
  if (!session) return c.redirect(doorPath, 303)
  if (session.passed || !session.hasFactor) return c.redirect(session.passed ? '/operatori' : setUpPath, 303)
  const { t } = voiceOf(app, c)
  return page(app, c, 'accounts/step', { title: t('staff.step.title'), problem: problem && t('problems.factor') }, problem ? 422 : 200)
}

export async function takeStep(app: App, c: Ctx) {
  const session = sessionHere(app, c)
  if (!session || session.passed || !session.hasFactor) return showStep(app, c)
  const answer = passFactor(app, session, { typed: field(await readForm(c), 'codice').slice(0, longestCode), browser: browserHere(app, c) })
  if (answer !== 'done') dropSpent(app, c)
  if (answer === 'closed') return showClosed(app, c)
  if (answer === 'wrong') return showStep(app, c, 'code_wrong')
  putCookie(app, c, staffCookie, renewSession(app, session.key))
  rememberBrowser(app, c, session.member.id)
  return c.redirect('/operatori', 303)
}

/** The QR code and the secret. Who has a factor already gets here only after showing it. */
export function showSetUp(app: App, c: Ctx, problem?: 'factor' | 'factor_new') {
  const session = sessionHere(app, c)
  if (!session) return c.redirect(doorPath, 303)
  if (!session.passed && session.hasFactor) return c.redirect(stepPath, 303)
  const { t } = voiceOf(app, c)
  const { secret, address } = offerSecret(app, session)
  const data = { title: t('staff.setup.title'), qr: drawQr(address), secret: secret.replaceAll(/(.{4})(?=.)/g, '$1 '), hasFactor: session.hasFactor, asked: !session.passed, problem: problem && t(`problems.${problem}`), wrong: problem === 'factor' ? 'vecchio' : 'codice' }
  return page(app, c, 'accounts/setup', data, problem ? 422 : 200)
}

export async function takeSetUp(app: App, c: Ctx) {
  const session = sessionHere(app, c)
  if (!session || (!session.passed && session.hasFactor)) return showStep(app, c)
  const form = await readForm(c)
  const answer = setUpFactor(app, session, field(form, 'codice').slice(0, longestCode), { typed: field(form, 'vecchio').slice(0, longestCode), browser: browserHere(app, c) })
  if (answer === 'closed') return showClosed(app, c)
  if (typeof answer === 'string') return showSetUp(app, c, answer === 'wrong' ? 'factor' : 'factor_new')
  if (!session.passed) putCookie(app, c, staffCookie, renewSession(app, session.key))
  rememberBrowser(app, c, session.member.id)
  return showCodes(app, c, answer)
}

/** The recovery codes, this once: only their hashes are kept. */
export function showCodes(app: App, c: Ctx, codes: string[]) {
  const { t } = voiceOf(app, c)
  return page(app, c, 'accounts/codes', { title: t('staff.codes.title'), codes })
}

