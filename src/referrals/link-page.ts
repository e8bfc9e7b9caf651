import { viewDesk } from '../territory/desks.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import type { App, Ctx } from '../web/context.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { findByLink, isOpenHere, logReferral, rememberOpen, tryPin } from './door.ts'
import { answer, shownOf, statusOf, type Answered, type RowsOf } from './service-page.ts'

const tokenOf = (c: Ctx) => (c.req.param('token') ?? '').slice(0, 64)
const addressOf = (c: Ctx) => `/affidamento/${tokenOf(c)}`

/** The address of a letter: until the PIN was given it says nothing, not even the number. Looking at it uses nothing up. */
export function showLink(app: App, c: Ctx, rows: RowsOf, said: Answered = {}) {
  const found = findByLink(app, tokenOf(c))
  if (!found) return showGone(app, c)
  if (!isOpenHere(app, c, found)) return showDoor(app, c)
  const { t } = voiceOf(app, c)
  logReferral(app, null, 'lettura', found.opened.dossier.number)
  c.header('Cache-Control', 'no-store')
  return page(app, c, 'referrals/open', { title: t('referrals.one.title'), ...shownOf(app, c, found, rows, said), base: `${addressOf(c)}/risposta` }, statusOf(said))
}

export async function takePin(app: App, c: Ctx) {
  const form = await readForm(c)
  const found = findByLink(app, tokenOf(c))
  if (!found) return showGone(app, c)
  if (!tryPin(app, found, field(form, 'pin').slice(0, 40))) return findByLink(app, tokenOf(c)) ? showDoor(app, c, true) : showGone(app, c)
  rememberOpen(app, c, found)
  return c.redirect(addressOf(c), 303)
}

export async function answerByLink(app: App, c: Ctx, rows: RowsOf) {
  const form = await readForm(c)
  const found = findByLink(app, tokenOf(c))
  if (!found) return showGone(app, c, field(form, 'motivo'))
  if (!isOpenHere(app, c, found)) return showDoor(app, c, false, field(form, 'motivo'))
  const said = answer(app, null, found, form)
  if (said.problem) return findByLink(app, tokenOf(c)) ? showLink(app, c, rows, said) : showGone(app, c, said.typed)
  return c.redirect(said.code === 'affidamento_accolto' ? addressOf(c) : '/affidamento/grazie', 303)
}

export const showThanks = (app: App, c: Ctx) => page(app, c, 'referrals/thanks', { title: voiceOf(app, c).t('referrals.thanks.title') })

/** @param typed what was written before half an hour went by: it is given back */
function showDoor(app: App, c: Ctx, wrong = false, typed = '') {
  const { t } = voiceOf(app, c)
  c.header('Cache-Control', 'no-store')
  return page(app, c, 'referrals/door', { title: t('referrals.door.title'), action: addressOf(c), typed: typed.slice(0, 500), problem: wrong ? t('referrals.problems.pin') : undefined }, wrong ? 422 : 200)
}

/** Wrong, over, taken back: all alike. */
function showGone(app: App, c: Ctx, typed = '') {
  const voice = voiceOf(app, c)
  const desk = deskOrWelcome(app.content, null)
  c.header('Cache-Control', 'no-store')
  return page(app, c, 'referrals/gone', { title: voice.t('referrals.gone.title'), typed: typed.slice(0, 500), desk: desk && viewDesk(app.content, desk, voice, app.now()) }, 404)
}
