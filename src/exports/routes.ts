import { Hono } from 'hono'
import { staffOnly, withRight } from '../accounts/guards.ts'
import { filesOf } from '../attachments/attachments.ts'
import { tryOpenDossier } from '../dossiers/dossiers.ts'
import { inAddress, readNumber } from '../dossiers/number.ts'
import { pathOf, readFilters } from '../queue/filters.ts'
import { listed } from '../events/listed.ts'
import { namesOf } from '../queue/queue.ts'
import { findMine, read, refuse } from '../triage/triage.ts'
import { todayInRome, type App, type Ctx, type Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { logExport, mostRows, rowsToExport } from './exports.ts'
import { fileOf, type DossierFile } from './file.ts'
import { isFormat, types, write } from './formats.ts'
import { filePdf } from './print.ts'
import { tableOf } from './table.ts'

/** What goes out of the desk as a file: the list as it is filtered, or one dossier. Each is logged before it is sent. */
export function exportRoutes(app: App): Hono<Env> {
  const guards = [staffOnly(app), withRight(app, 'export')] as const
  return new Hono<Env>()
    .get('/operatori/richieste/esporta', ...guards, (c) => sendList(app, c))
    .get('/operatori/richieste/:number/fascicolo.json', ...guards, (c) => sendFile(app, c, 'json', (file) => new TextEncoder().encode(`${JSON.stringify(file, null, 2)}\n`)))
    .get('/operatori/richieste/:number/fascicolo.pdf', ...guards, (c) => sendFile(app, c, 'pdf', async (file) => new Uint8Array(await filePdf(file, app.now(), app.templates.voice('it')))))
}

async function sendList(app: App, c: Ctx) {
  const format = c.req.query('formato') ?? 'csv'
  if (!isFormat(format)) return errorPage(app, c, 404)
  const filters = readFilters(app.content, c.req.query())
  const { rows, more } = rowsToExport(app, c.get('member'), filters)
  logExport(app, c.get('member'), format, listed(pathOf(filters).split('?')[1] ?? '', rows.map(({ number }) => number)))
  const bytes = await write(tableOf(app, rows, app.templates.voice('it')), format, more)
  return download(c, bytes, types[format], `richieste-${todayInRome(app.now())}${more ? `-prime-${mostRows}` : ''}.${format}`)
}

type Bytes = Uint8Array<ArrayBuffer>

async function sendFile(app: App, c: Ctx, format: 'json' | 'pdf', make: (file: DossierFile) => Bytes | Promise<Bytes>) {
  const number = readNumber(c.req.param('number') ?? '')
  const dossier = number ? findMine(app, c.get('member'), number) : undefined
  if (number && !dossier) refuse(app, c.get('member'), number)
  const opened = dossier && tryOpenDossier(app, dossier)
  if (!dossier || !opened) return errorPage(app, c, 404)
  read(app, c.get('member'), dossier)
  logExport(app, c.get('member'), format, dossier.number)
  const file = fileOf({ content: app.content, opened, files: filesOf(app, opened.key, dossier.id), names: namesOf(app), voice: app.templates.voice('it'), now: app.now() })
  return download(c, await make(file), format === 'pdf' ? 'application/pdf' : types.json, `richiesta-${inAddress(dossier.number)}.${format}`)
}

const download = (c: Ctx, bytes: Bytes, type: string, name: string) =>
  c.body(bytes, 200, { 'Content-Type': type, 'Content-Disposition': `attachment; filename="${name}"` })
