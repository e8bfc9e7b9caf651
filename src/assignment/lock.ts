import { and, eq, isNull, lte, or } from '../../db/drizzle.ts'
import { dossiers, staff } from '../../db/schema.ts'
import type { Content } from '../content/content.ts'
import type { Dossier } from '../dossiers/dossiers.ts'
import type { App, StaffMember } from '../web/context.ts'

/**
 * The soft lock: it says who is at work on a dossier, so that nobody calls the same person twice. It stops nothing, and ends by itself;
 * what keeps two decisions apart is the revision.
 */
const minutes = 10

/** Who opens a page to work on it: nobody follows it, or the member does. Who only looks at a colleague's takes no lock. */
export const comesToWork = ({ workflow }: Content, { id }: Pick<StaffMember, 'id'>, { status, operator }: Dossier): boolean =>
  (operator === null || operator === id) && Boolean(workflow.statuses.find(({ code }) => code === status)?.open)

/** Takes the lock if it is free, or holds it ten minutes more. It needs no disk: lost in a power cut, nothing is lost. @returns whether the member has it */
export function holdLock(app: App, { id }: Pick<StaffMember, 'id'>, dossier: Dossier): boolean {
  const now = app.now()
  const free = or(isNull(dossiers.lockedBy), eq(dossiers.lockedBy, id), lte(dossiers.lockedUntil, now.toISOString()))
  const until = new Date(now.getTime() + minutes * 60_000).toISOString()
  return app.quick.update(dossiers).set({ lockedBy: id, lockedUntil: until }).where(and(eq(dossiers.id, dossier.id), free)).run().changes > 0
}

/** Who has done what they came for is not writing any more; the lock of somebody else stays. */
export const freed = ({ lockedBy }: Dossier, id: number | null) => (lockedBy !== null && lockedBy === id ? { lockedBy: null, lockedUntil: null } : {})

/** The colleague who is writing now, if any, and since when they were last seen there (ISO instant). */
export function whoWrites(app: App, { id }: Pick<StaffMember, 'id'>, dossier: Dossier): { name: string; since: string } | undefined {
  const row = app.db.select({ by: dossiers.lockedBy, until: dossiers.lockedUntil, name: staff.name }).from(dossiers).innerJoin(staff, eq(staff.id, dossiers.lockedBy)).where(eq(dossiers.id, dossier.id)).get()
  if (!row?.until || row.by === id || row.until <= app.now().toISOString()) return undefined
  return { name: row.name, since: new Date(Date.parse(row.until) - minutes * 60_000).toISOString() }
}
