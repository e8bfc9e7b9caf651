import type { Dossier } from '../dossiers/dossiers.ts'
import { appendAudit } from '../events/audit.ts'
import type { Filters } from '../queue/filters.ts'
import { firstOf } from '../queue/queue.ts'
import type { App, StaffMember } from '../web/context.ts'

/** An export is not a copy of the archive (GDPR art. 5, minimisation). */
export const mostRows = 5000

/** The rows of a list to export, within the member's scope; `more`: there are others. */
export function rowsToExport(app: App, member: StaffMember, filters: Filters): { rows: Dossier[]; more: boolean } {
  const found = firstOf(app, member, filters, mostRows + 1)
  return { rows: found.slice(0, mostRows), more: found.length > mostRows }
}

/** Logs an export: of a list by which filters and of which dossiers (events/listed.ts), of a dossier its number. */
export const logExport = (app: App, { id, role }: StaffMember, format: string, subject: string): void =>
  appendAudit(app.db, { at: app.now().toISOString(), operator: id, role, action: `esporta_${format}`, subject, outcome: 'ok' })
