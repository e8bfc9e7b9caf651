import { and, eq } from '../../db/drizzle.ts'
import { dossiers, staff } from '../../db/schema.ts'
import { scopeOf } from '../accounts/scope.ts'
import { tryOpenDossier, type Dossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { appendAudit } from '../events/audit.ts'
import type { App, StaffMember } from '../web/context.ts'

/** A dossier that the member may see, by number; undefined for those of others, as for those that do not exist. What was erased still shows its number. */
export const findMine = (app: App, member: StaffMember, number: string): Dossier | undefined =>
  app.db.select().from(dossiers).where(and(eq(dossiers.number, number), scopeOf(app.content, member))).get()

/** Opens a dossier to be read: the reading is logged, like every other. */
export function read(app: App, member: StaffMember, dossier: Dossier): OpenDossier | undefined {
  appendAudit(app.db, line(app, member, 'lettura', dossier.number))
  return tryOpenDossier(app, dossier)
}

/** Logs that somebody asked for a dossier that is not of their desk. */
export const refuse = (app: App, member: StaffMember, number: string): void =>
  appendAudit(app.db, { ...line(app, member, 'lettura', number), outcome: 'refused' })

/** Logs that somebody opened a file of a dossier, or asked for one that it does not have. */
export const logFile = (app: App, member: StaffMember, number: string, outcome: 'ok' | 'refused'): void =>
  appendAudit(app.db, { ...line(app, member, 'file', number), outcome })

/** The name of who works on it. */
export const operatorName = (app: App, id: number | null): string | undefined =>
  id === null ? undefined : app.db.select({ name: staff.name }).from(staff).where(eq(staff.id, id)).get()?.name

const line = (app: App, { id, role }: StaffMember, action: string, subject: string | null) =>
  ({ at: app.now().toISOString(), operator: id, role, action, subject, outcome: 'ok' as const })
