import { and, asc, count, desc, eq, inArray, isNull, sql, type SQL } from '../../db/drizzle.ts'
import { dossiers, staff } from '../../db/schema.ts'
import { scopeOf } from '../accounts/scope.ts'
import { tryOpenDossier, type Dossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { appendAudit } from '../events/audit.ts'
import type { App, StaffMember } from '../web/context.ts'

/** The queues of a desk: which statuses each holds. */
export const queues = {
  nuove: ['protocollata'],
  mie: ['in_pre_valutazione', 'contatto_in_corso', 'integrazione_richiesta', 'in_lavorazione'],
  aperte: ['protocollata', 'in_pre_valutazione', 'contatto_in_corso', 'integrazione_richiesta', 'assegnata', 'in_lavorazione'],
  chiuse: ['chiusa_orientamento', 'archiviata', 'ritirata', 'trasferita', 'unita', 'non_accolta', 'conclusa'],
} satisfies Record<string, string[]>
export type Queue = keyof typeof queues

export const pageSize = 30

/** A dossier that the member may see, by number; undefined for those of others, as for those that do not exist. What was erased still shows its number. */
export const findMine = (app: App, member: StaffMember, number: string): Dossier | undefined =>
  app.db.select().from(dossiers).where(and(eq(dossiers.number, number), scopeOf(app.content, member))).get()

/** A dossier of the queue; `opened` is missing where it does not open. */
export type Listed = { dossier: Dossier; opened: OpenDossier | undefined }

/** We asked for something and the person has answered: it is our turn again (domain.md 2.9). */
const answered = sql`(${dossiers.status} = 'integrazione_richiesta' and ${dossiers.waitingSince} is not null)`

/** A page of a queue: who may be in danger first, then who has just answered us, then what is due first. */
export function inbox(app: App, member: StaffMember, queue: Queue, pageNumber: number): Listed[] {
  const rows = app.db.select().from(dossiers).where(inQueue(app, member, queue))
    .orderBy(asc(dossiers.rank), desc(answered), asc(dossiers.dueOn), asc(dossiers.id)).limit(pageSize).offset((pageNumber - 1) * pageSize).all()
  appendAudit(app.db, line(app, member, 'coda', null))
  return rows.map((dossier) => ({ dossier, opened: tryOpenDossier(app, dossier) }))
}

/** How many dossiers each queue holds. */
export function counters(app: App, member: StaffMember): Record<Queue, number> {
  const size = (queue: Queue) => app.db.select({ n: count() }).from(dossiers).where(inQueue(app, member, queue)).get()?.n ?? 0
  return { nuove: size('nuove'), mie: size('mie'), aperte: size('aperte'), chiuse: size('chiuse') }
}

function inQueue(app: App, member: StaffMember, queue: Queue): SQL | undefined {
  const own = queue === 'mie' ? eq(dossiers.operator, member.id) : undefined
  return and(isNull(dossiers.erasedAt), scopeOf(app.content, member), inArray(dossiers.status, queues[queue]), own)
}

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
