import { may } from '../accounts/roles.ts'
import { openFile } from '../attachments/attachments.ts'
import { isSpecial, labelOf } from '../attachments/views.ts'
import { tryOpenDossier, type Dossier } from '../dossiers/dossiers.ts'
import { inAddress } from '../dossiers/number.ts'
import { longestReason, openReserved, shortestReason } from '../reading/reading.ts'
import type { App, Ctx } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { mine } from './mine.ts'
import { logFile } from './triage.ts'

type File = NonNullable<ReturnType<typeof openFile>>
type Found = { dossier: Dossier; file: File; special: boolean }

/** A file that somebody sent. One that speaks of health asks why first, as the reserved part does (GDPR art. 9). */
export function sendFile(app: App, c: Ctx) {
  const found = findFile(app, c)
  if (!found) return errorPage(app, c, 404)
  if (found.special) return askReason(app, c, found)
  logFile(app, c.get('member'), found.dossier.number, 'ok')
  return send(c, found)
}

/** Opens a file that speaks of health, once, for who says why; the log says who and when, the story why. */
export async function takeReason(app: App, c: Ctx) {
  const found = findFile(app, c)
  const opened = found && tryOpenDossier(app, found.dossier)
  if (!found || !opened) return errorPage(app, c, 404)
  if (!found.special) return c.redirect(c.req.path, 303)
  const reason = field(await readForm(c), 'motivo').trim().slice(0, longestReason)
  if (reason.length < shortestReason) return askReason(app, c, found, reason)
  openReserved(app, c.get('member'), opened, reason, 'file_delicato')
  return send(c, found)
}

/** The file of the address, if the member may open it; what they asked for in vain is logged. */
function findFile(app: App, c: Ctx): Found | undefined {
  const dossier = mine(app, c)
  const file = dossier && openFile(app, dossier, Number(c.req.param('id')))
  const special = file ? isSpecial(app.content, file.item) : false
  if (dossier && file && (!special || may(c.get('member').role, 'sensitive'))) return { dossier, file, special }
  if (dossier) logFile(app, c.get('member'), dossier.number, 'refused')
  return undefined
}

function askReason(app: App, c: Ctx, { dossier, file }: Found, reason?: string) {
  const voice = voiceOf(app, c)
  const title = voice.t('attachments.staff.special_title', { number: dossier.number })
  const href = `/operatori/richieste/${inAddress(dossier.number)}`
  const breadcrumbs = [{ label: voice.t('staff.queue.title'), href: '/operatori/richieste' }, { label: dossier.number, href }, { label: voice.t('attachments.staff.special_file') }]
  const problem = reason !== undefined && voice.t('reading.reserved.problem')
  const data = { title, breadcrumbs, href, action: c.req.path, what: labelOf(app.content, file.item, voice), picture: file.type === 'image/jpeg', reason: reason ?? '', problem, most: longestReason }
  return page(app, c, 'triage/file', data, problem ? 422 : 200)
}

/**
 * A picture was drawn anew by us and is shown; a PDF is only handed over, for it may hold what its bytes do not tell. Either way the
 * browser takes it for nothing else, and runs nothing in it.
 */
function send(c: Ctx, { dossier, file }: Found) {
  const [how, extension] = file.type === 'image/jpeg' ? ['inline', 'jpg'] : ['attachment', 'pdf']
  c.header('Content-Type', file.type)
  c.header('Content-Disposition', `${how}; filename="${inAddress(dossier.number)}-${file.id}.${extension}"`)
  c.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
  return c.body(new Uint8Array(file.bytes))
}
