import { Hono } from 'hono'
import { findByDraft } from '../dossiers/dossiers.ts'
import { draftToken, loadDraft, takeUpDraft } from '../dossiers/draft.ts'
import { leave } from '../kiosk/kiosk.ts'
import { qrPath } from '../receipt/qr.ts'
import { fingerprint } from '../vault/vault.ts'
import { channelOf } from '../web/channel.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { voiceOf } from '../web/language.ts'
import { limitNew, limitTries } from '../web/limits.ts'
import { originOf } from '../web/origin.ts'
import { fragment, moveOn, page, wantsFragment } from '../web/render.ts'
import { isLeft, offer, stateOf, stateOfDraft, take, takeBack, withdraw } from './handoff.ts'
import { forgetPassed, passedHere, rememberPassed } from './passed.ts'

/** A request passed from this screen to a phone by a QR: used once, for a quarter of an hour. To look at the address takes nothing. */
export function handoffRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .post('/richiesta/passa', limitNew(app), (c) => offerDraft(app, c))
    .get('/richiesta/passa', (c) => showOffer(app, c))
    .post('/richiesta/passa/qui', (c) => {
      if (walkedOff(app, c)) return leaveScreen(app, c)
      const offered = passedHere(app, c, 'offered')
      if (offered) takeBack(app, offered)
      forgetPassed(app, c, 'offered')
      return c.redirect('/richiesta', 303)
    })
    .get('/richiesta/tornata', (c) => page(app, c, 'handoff/back', { title: voiceOf(app, c).t('handoff.back_title') }))
    .get('/continua/:token', (c) => showTake(app, c))
    .post('/continua/:token', limitTries(app), (c) => {
      const token = c.req.param('token').slice(0, 64)
      const taken = take<string>(app, token, 'bozza')
      if (taken === 'used' || taken === 'gone') return showTake(app, c, taken)
      takeUpDraft(app, c, taken)
      rememberPassed(app, c, 'taken', token)
      return c.redirect('/richiesta', 303)
    })
}

/** A new code takes the place of the one before. */
function offerDraft(app: App, c: Ctx) {
  const draft = draftToken(app, c)
  if (draft && loadDraft(app, c)) {
    const before = passedHere(app, c, 'offered')
    if (before) withdraw(app, before)
    rememberPassed(app, c, 'offered', offer(app, 'bozza', draft, fingerprint(draft)))
  }
  return c.redirect('/richiesta/passa', 303)
}

/** At a kiosk: a phone has had it for so long that who stands there now may be somebody else. */
function walkedOff(app: App, c: Ctx): boolean {
  const offered = passedHere(app, c, 'offered')
  return channelOf(app, c) === 'kiosk' && offered !== undefined && isLeft(app, offered)
}

/** The kiosk forgets the request, which stays on the phone. */
function leaveScreen(app: App, c: Ctx) {
  leave(app, c)
  return moveOn(c, '/')
}

/** The QR; then, by itself, that the phone has it; then the receipt, when it was sent from there. */
function showOffer(app: App, c: Ctx) {
  c.header('Cache-Control', 'no-store')
  if (walkedOff(app, c)) return leaveScreen(app, c)
  const offered = passedHere(app, c, 'offered')
  const draft = draftToken(app, c)
  const state = offered && draft ? stateOfDraft(app, offered, fingerprint(draft)) : 'gone'
  if (draft && findByDraft(app.db, draft)) return moveOn(c, '/richiesta/inviata')
  if (!offered || state === 'gone' || state === 'tornato') return moveOn(c, '/richiesta')
  const { t } = voiceOf(app, c)
  const address = `${originOf(app, c)}/continua/${offered}`
  const data = { title: t('handoff.title'), taken: state === 'preso', qr: { ...qrPath(address), address } }
  return wantsFragment(c) ? fragment(app, c, 'handoff/_waiting', data) : page(app, c, 'handoff/offer', data)
}

function showTake(app: App, c: Ctx, why?: 'used' | 'gone') {
  const { t } = voiceOf(app, c)
  const state = why ?? stateOf(app, (c.req.param('token') ?? '').slice(0, 64))
  const problem = state === 'offerto' ? undefined : t(state === 'gone' ? 'handoff.gone' : 'handoff.used')
  c.header('Cache-Control', 'no-store')
  c.header('Referrer-Policy', 'same-origin')
  return page(app, c, 'handoff/take', { title: t(problem ? 'handoff.gone_title' : 'handoff.open_title'), problem, action: c.req.path }, problem ? 404 : 200)
}
