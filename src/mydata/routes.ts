import { Hono } from 'hono'
import { filesOf } from '../attachments/attachments.ts'
import { tryOpenDossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { inAddress } from '../dossiers/number.ts'
import { sightOf } from '../dossiers/status.ts'
import { appendAudit } from '../events/audit.ts'
import { loadFollowed } from '../follow/followed.ts'
import { openingsOf } from '../follow/openings.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { myData, type MyData } from './mydata.ts'
import { dataPdf } from './print.ts'

/** All the data of one's own request, to keep or to take elsewhere (GDPR art. 15; domain.md 4.1, "Rights"). */
export function myDataRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/la-mia-richiesta/dati.json', (c) => withMine(app, c, 'json', (data) => c.body(`${JSON.stringify(data, null, 2)}\n`, 200, { 'Content-Type': 'application/json; charset=utf-8' })))
    .get('/la-mia-richiesta/dati.pdf', (c) => withMine(app, c, 'pdf', async (data) => {
      const bytes = await dataPdf(data, app.now(), app.templates.voice('it'))
      return c.body(new Uint8Array(bytes), 200, { 'Content-Type': 'application/pdf' })
    }))
}

/** Of the request whose number and code this visitor gave, if they may see all of it; either way the log has a line. */
function withMine(app: App, c: Ctx, extension: 'json' | 'pdf', send: (data: MyData) => Response | Promise<Response>) {
  c.header('Cache-Control', 'no-store')
  const dossier = loadFollowed(app, c)
  const opened = dossier && tryOpenDossier(app, dossier)
  if (!opened) return c.redirect('/la-mia-richiesta', 303)
  const may = sightOf(opened) === 'tutto'
  appendAudit(app.db, { at: app.now().toISOString(), operator: null, role: 'cittadino', action: 'scarica', subject: opened.dossier.number, outcome: may ? 'ok' : 'refused' })
  if (!may) return errorPage(app, c, 404)
  c.header('Content-Disposition', `attachment; filename="richiesta-${inAddress(opened.dossier.number)}.${extension}"`)
  return send(gather(app, opened))
}

function gather(app: App, opened: OpenDossier): MyData {
  const voice = app.templates.voice('it')
  return myData({ content: app.content, opened, files: filesOf(app, opened.key, opened.dossier.id), openings: openingsOf(app, opened.dossier, voice), voice, now: app.now() })
}
