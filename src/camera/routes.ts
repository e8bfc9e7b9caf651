import { Hono } from 'hono'
import { findItem, itemData, problemsOf, takeIn, type Found, type Shown } from '../attachments/item.ts'
import { findById } from '../dossiers/dossiers.ts'
import { loadFollowed } from '../follow/followed.ts'
import { settle, stateOf, take } from '../handoff/handoff.ts'
import { qrPath } from '../receipt/qr.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { voiceOf } from '../web/language.ts'
import { limitTries } from '../web/limits.ts'
import { originOf } from '../web/origin.ts'
import { fragment, moveOn, page, wantsFragment } from '../web/render.ts'
import { loadLent, saveLent, type Shot } from './camera.ts'

/** A phone as the camera of another screen: there a QR that waits, on the phone one page. */
export function cameraRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/la-mia-richiesta/elementi/:code/telefono', (c) => {
      const dossier = loadFollowed(app, c)
      if (!dossier) return moveOn(c, '/la-mia-richiesta')
      const found = findItem(app, dossier, c.req.param('code'))
      if (found?.one.item.ways.includes('file')) return showWaiting(app, c, found)
      return wantsFragment(c) ? moveOn(c, '/la-mia-richiesta') : errorPage(app, c, 404)
    })
    .get('/foto/:token', (c) => showPhone(app, c))
    .post('/foto/:token/apri', limitTries(app), (c) => openHere(app, c))
    .post('/foto/:token', (c) => postPhotos(app, c))
}

/** The QR; then that a phone has it, and how many files came; then onwards by itself. What is unchanged stays as it is. */
function showWaiting(app: App, c: Ctx, found: Found) {
  const lent = loadLent(app, c, 'waiting')
  const ours = lent?.dossier === found.opened.dossier.id && lent.item === found.one.item.code
  const state = lent && ours ? stateOf(app, lent.token) : 'gone'
  if (state === 'inviato') return moveOn(c, '/la-mia-richiesta?fatto=risposta')
  const arrived = found.one.said.flatMap(({ files = [] }) => files).length
  const seen = `${state}-${arrived}`
  c.header('Cache-Control', 'no-store')
  if (wantsFragment(c) && c.req.query('visto') === seen) return c.body(null, 204)
  const address = `${originOf(app, c)}/foto/${lent?.token ?? ''}`
  const data = { ...itemData(app, c, found), state, arrived, seen, qr: state === 'offerto' ? { ...qrPath(address), address } : undefined }
  return wantsFragment(c) ? fragment(app, c, 'camera/_waiting', data) : page(app, c, 'camera/waiting', data)
}

const tokenOf = (c: Ctx) => (c.req.param('token') ?? '').slice(0, 64)

/** What this phone took by this address, and the item, if it is still asked for. */
function lentHere(app: App, c: Ctx) {
  const lent = loadLent(app, c, 'phone')
  const mine = lent?.token === tokenOf(c) ? lent : undefined
  return { mine, state: stateOf(app, tokenOf(c)), found: mine && findItem(app, findById(app.db, mine.dossier), mine.item) }
}

/** Looking takes nothing. The phone that took it goes on; every other is told kindly. */
function showPhone(app: App, c: Ctx) {
  const { mine, state, found } = lentHere(app, c)
  if (mine && state === 'inviato') return say(app, c, 'done')
  if (mine && state === 'preso') return found ? showCamera(app, c, found) : say(app, c, 'gone')
  return say(app, c, state === 'offerto' ? 'open' : state === 'gone' ? 'gone' : 'used')
}

function openHere(app: App, c: Ctx) {
  const token = tokenOf(c)
  const taken = take<Shot>(app, token, 'foto')
  if (taken !== 'used' && taken !== 'gone') saveLent(app, c, 'phone', { ...taken, token })
  return c.redirect(`/foto/${encodeURIComponent(token)}`, 303)
}

async function postPhotos(app: App, c: Ctx) {
  const { mine, state, found } = lentHere(app, c)
  if (!mine || !found || state !== 'preso') return showPhone(app, c)
  const taken = await takeIn(app, c, found)
  if (taken === 'heavy' || taken.problems.length) return showCamera(app, c, findItem(app, findById(app.db, mine.dossier), mine.item) ?? found, { problems: problemsOf(taken, 'file') })
  const finished = taken.upload.button === 'fine'
  if (finished) settle(app, mine.token, 'inviato')
  else if (taken.said === 'nothing') return showCamera(app, c, found, { problems: problemsOf(taken, 'file') })
  return c.redirect(`/foto/${mine.token}`, 303)
}

function showCamera(app: App, c: Ctx, found: Found, shown: Shown = {}) {
  c.header('Cache-Control', 'no-store')
  const { t } = voiceOf(app, c)
  return page(app, c, 'camera/phone', { ...itemData(app, c, found, shown), title: t('camera.phone.title'), action: c.req.path }, shown.problems ? 422 : 200)
}

function say(app: App, c: Ctx, what: 'open' | 'used' | 'gone' | 'done') {
  const { t } = voiceOf(app, c)
  c.header('Cache-Control', 'no-store')
  const data = { title: t(`camera.${what}.title`), words: t(`camera.${what}.words`), action: what === 'open' ? `${c.req.path}/apri` : undefined }
  return page(app, c, 'camera/said', data, what === 'used' || what === 'gone' ? 404 : 200)
}
