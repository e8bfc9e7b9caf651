import { Hono } from 'hono'
import { codeOf, findByDraft, tryOpenDossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { draftToken, isOld } from '../dossiers/draft.ts'
import { sightOf, viewStatus } from '../dossiers/status.ts'
import { loadFollowed } from '../follow/followed.ts'
import { channelOf } from '../web/channel.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { voiceOf } from '../web/language.ts'
import { originOf } from '../web/origin.ts'
import { page } from '../web/render.ts'
import { receiptPdf } from './pdf.ts'
import { qrPath } from './qr.ts'

/** The receipt of art. 18-bis, L. 241/1990: page, PDF, and the discreet slip. */
export function receiptRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/richiesta/inviata', (c) => withSent(app, c, showReceipt))
    .get('/richiesta/tagliando', (c) => withSent(app, c, showSlip))
    .get('/richiesta/ricevuta.pdf', (c) => withSent(app, c, sendPdf))
    .get('/la-mia-richiesta/ricevuta.pdf', async (c) => {
      const followed = loadFollowed(app, c)
      const opened = followed && tryOpenDossier(app, followed)
      return opened && sightOf(opened) === 'tutto' ? sendPdf(app, c, opened) : c.redirect('/la-mia-richiesta', 303)
    })
}

type Show = (app: App, c: Ctx, opened: OpenDossier, token: string) => Response | Promise<Response>

/** For a day, at a kiosk for an hour, while this browser keeps the draft's cookie: browsers keep cookies longer than people think. */
function withSent(app: App, c: Ctx, show: Show) {
  const token = draftToken(app, c)
  const dossier = token ? findByDraft(app.db, token) : undefined
  const opened = dossier && !isOld(app, dossier.receivedAt, channelOf(app, c)) ? tryOpenDossier(app, dossier) : undefined
  c.header('Cache-Control', 'no-store')
  return token && opened ? show(app, c, opened, token) : c.redirect('/la-mia-richiesta', 303)
}

function showReceipt(app: App, c: Ctx, opened: OpenDossier, token: string) {
  const voice = voiceOf(app, c)
  const { dossier, filed } = opened
  const sees = sightOf(opened) !== 'ricevuta'
  return page(app, c, 'receipt/receipt', {
    title: filed.receipt?.title ?? voice.t('receipt.title'), code: sees ? codeOf(token) : undefined, status: viewStatus(app.content, opened, voice, app.now()),
    receipt: filed.receipt, fingerprint: dossier.fingerprint, report: dossier.act === 'segnalazione', urgent: dossier.rank === 0, asks: 'facile', ...qrOf(app, c),
  })
}

/** Number, office, hours, QR: nothing that names the person or the need. */
function showSlip(app: App, c: Ctx, opened: OpenDossier) {
  const voice = voiceOf(app, c)
  return page(app, c, 'receipt/slip', { title: voice.t('receipt.slip_title'), status: viewStatus(app.content, opened, voice, app.now()), ...qrOf(app, c) })
}

async function sendPdf(app: App, c: Ctx, { dossier, filed }: OpenDossier) {
  if (!filed.receipt || !dossier.fingerprint) return c.redirect('/la-mia-richiesta', 303)
  const bytes = await receiptPdf({ receipt: filed.receipt, fingerprint: dossier.fingerprint, address: addressOf(app, c), at: new Date(dossier.receivedAt), voice: app.templates.voice('it') })
  c.header('Cache-Control', 'no-store')
  c.header('Content-Type', 'application/pdf')
  c.header('Content-Disposition', 'attachment; filename="ricevuta.pdf"')
  return c.body(new Uint8Array(bytes))
}

const addressOf = (app: App, c: Ctx) => `${originOf(app, c)}/la-mia-richiesta`
const qrOf = (app: App, c: Ctx) => ({ qr: { ...qrPath(addressOf(app, c)), address: addressOf(app, c) } })
