import { Hono } from 'hono'
import { codeOf, findByDraft, tryOpenDossier } from '../dossiers/dossiers.ts'
import { draftToken, isOld } from '../dossiers/draft.ts'
import type { Row } from '../dossiers/file.ts'
import { viewStatus } from '../dossiers/status.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { page } from '../web/render.ts'

/** /richiesta/inviata: the receipt, as soon as the request has a number. */
export function receiptRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/richiesta/inviata', (c) => showReceipt(app, c))
}

/** The receipt of art. 18-bis, L. 241/1990, for a day, while this browser keeps the draft's cookie: browsers keep cookies longer than people think. */
function showReceipt(app: App, c: Ctx) {
  const token = draftToken(app, c)
  const dossier = token ? findByDraft(app.db, token) : undefined
  if (!token || !dossier || isOld(app, dossier.receivedAt)) return c.redirect('/la-mia-richiesta', 303)
  const voice = app.templates.voice(c.get('lang'))
  const opened = tryOpenDossier(app, dossier)
  c.header('Cache-Control', 'no-store')
  if (!opened) return c.redirect('/la-mia-richiesta', 303)
  return page(app, c, 'receipt/receipt', {
    title: voice.t('receipt.title'), code: codeOf(token), status: viewStatus(app.content, opened, voice, app.now()),
    at: `${voice.day(dossier.receivedAt)}, ${voice.time(dossier.receivedAt)}`, report: dossier.act === 'segnalazione', signed: dossier.act === 'istanza', comes: opened.filed.answers.canale_contatto === 'passo_io',
    ...gapsOf(opened.filed.rows), urgent: dossier.rank === 0,
  })
}

/** What we may ask later. Questions on the need are not named: a receipt is seen by others. */
function gapsOf(rows: Row[]) {
  const unknown = rows.filter((row) => row.unknown)
  const onNeed = ({ part, category }: Row) => category === 'part' || part === 'bisogno' || part === 'proposte'
  return { gaps: unknown.filter((row) => !onNeed(row)).map(({ label }) => label), needGaps: unknown.some(onNeed) }
}
