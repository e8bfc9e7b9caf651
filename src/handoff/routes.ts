import { Hono } from 'hono'
import { findByDraft } from '../dossiers/dossiers.ts'
import { draftToken, loadDraft, takeUpDraft } from '../dossiers/draft.ts'
import { qrPath } from '../receipt/qr.ts'
import { fingerprint } from '../vault/vault.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { dropCookie, putCookie, takeCookie } from '../web/cookies.ts'
import { limitNew, limitTries } from '../web/limits.ts'
import { originOf } from '../web/origin.ts'
import { fragment, page, wantsFragment } from '../web/render.ts'
import { offer, stateOf, take } from './handoff.ts'

/** What this screen offered to a phone. */
const cookie = 'approdo_passa'

/** A request passed from this screen to a phone by a QR: used once, for a quarter of an hour. To look at the address takes nothing. */
export function handoffRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .post('/richiesta/passa', limitNew(app), (c) => {
      const token = draftToken(app, c)
      if (token && loadDraft(app, c)) putCookie(app, c, cookie, offer(app, 'bozza', token, fingerprint(token)))
      return c.redirect('/richiesta/passa', 303)
    })
    .get('/richiesta/passa', (c) => showOffer(app, c))
    .post('/richiesta/passa/qui', (c) => {
      dropCookie(app, c, cookie)
      return c.redirect('/richiesta', 303)
    })
    .get('/continua/:token', (c) => showTake(app, c))
    .post('/continua/:token', limitTries(app), (c) => {
      const taken = take<string>(app, c.req.param('token').slice(0, 64), 'bozza')
      if (taken === 'used' || taken === 'gone') return showTake(app, c, taken)
      takeUpDraft(app, c, taken)
      return c.redirect('/richiesta', 303)
    })
}

/** The QR; then, by itself, that the phone has it; then the receipt, when it was sent from there. */
function showOffer(app: App, c: Ctx) {
  const offered = takeCookie(app, c, cookie)
  const state = offered ? stateOf(app, offered.slice(0, 64)) : 'gone'
  const draft = draftToken(app, c)
  c.header('Cache-Control', 'no-store')
  if (draft && findByDraft(app.db, draft)) return moveOn(c, '/richiesta/inviata')
  if (!offered || state === 'gone') return moveOn(c, '/richiesta')
  const { t } = app.templates.voice(c.get('lang'))
  const address = `${originOf(app, c)}/continua/${offered}`
  const data = { title: t('handoff.title'), taken: state === 'preso', qr: { ...qrPath(address), address } }
  return wantsFragment(c) ? fragment(app, c, 'handoff/_waiting', data) : page(app, c, 'handoff/offer', data)
}

/** A page moves on by a redirect, a waiting piece of a page by htmx. */
function moveOn(c: Ctx, to: string) {
  if (!wantsFragment(c)) return c.redirect(to, 303)
  c.header('HX-Redirect', to)
  return c.body(null, 200)
}

function showTake(app: App, c: Ctx, why?: 'used' | 'gone') {
  const { t } = app.templates.voice(c.get('lang'))
  const state = why ?? stateOf(app, (c.req.param('token') ?? '').slice(0, 64))
  const problem = state === 'offerto' ? undefined : t(state === 'gone' ? 'handoff.gone' : 'handoff.used')
  c.header('Cache-Control', 'no-store')
  c.header('Referrer-Policy', 'same-origin')
  return page(app, c, 'handoff/take', { title: t(problem ? 'handoff.gone_title' : 'handoff.open_title'), problem, action: c.req.path }, problem ? 404 : 200)
}
