import { Hono } from 'hono'
import { staffOnly, withRight } from '../accounts/guards.ts'
import { tryOpenDossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { inAddress } from '../dossiers/number.ts'
import { mine } from '../triage/mine.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { fragment, page, wantsFragment } from '../web/render.ts'
import { reservedRows } from './page.ts'
import { longestReason, openReserved, shortestReason } from './reading.ts'

const path = '/operatori/richieste/:number/riservati'

/** The special-category part of a dossier: it opens by a reason, for the page that answers and no other. */
export function readingRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .use(path, staffOnly(app), withRight(app, 'sensitive'))
    // Reloaded or typed by hand: back to the dossier, where the part is closed.
    .get(path, (c) => {
      const dossier = mine(app, c)
      return dossier ? c.redirect(`/operatori/richieste/${inAddress(dossier.number)}#riservati`, 303) : errorPage(app, c, 404)
    })
    .post(path, async (c) => {
      const dossier = mine(app, c)
      const opened = dossier && tryOpenDossier(app, dossier)
      if (!opened) return errorPage(app, c, 404)
      const reason = field(await readForm(c), 'motivo').trim().slice(0, longestReason)
      if (reason.length < shortestReason) return show(app, c, opened, { reason, problem: true })
      openReserved(app, c.get('member'), opened, reason)
      return show(app, c, opened, { reason })
    })
}

/** The part alone for htmx; for everybody else a page of its own, that leads back. */
function show(app: App, c: Ctx, opened: OpenDossier, { reason, problem = false }: { reason: string; problem?: boolean }) {
  const voice = voiceOf(app, c)
  const href = `/operatori/richieste/${inAddress(opened.dossier.number)}`
  const reserved = { may: true, action: `${href}/riservati`, reason, ...(problem ? { problem: voice.t('reading.reserved.problem') } : { rows: reservedRows(app, opened, voice) }) }
  if (wantsFragment(c)) return fragment(app, c, 'reading/_reserved', { reading: { reserved } }, problem ? 422 : 200)
  const breadcrumbs = [{ label: voice.t('staff.queue.title'), href: '/operatori/richieste' }, { label: opened.dossier.number, href }, { label: voice.t('reading.reserved.title') }]
  return page(app, c, 'reading/reserved', { title: voice.t('reading.reserved.title'), breadcrumbs, number: opened.dossier.number, href, reading: { reserved } }, problem ? 422 : 200)
}
