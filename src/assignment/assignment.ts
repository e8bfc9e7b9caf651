import { and, asc, eq, ne, sql } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { dossiers, staff } from '../../db/schema.ts'
import { may } from '../accounts/roles.ts'
import type { Content } from '../content/content.ts'
import { keyOf, type Dossier } from '../dossiers/dossiers.ts'
import { record } from '../events/events.ts'
import type { App, StaffMember } from '../web/context.ts'
import { reaches } from './colleagues.ts'
import { freed } from './lock.ts'

/** Who follows a dossier changes in four ways. They are not decisions: the status stays, the person is told nothing. */
export type Way = 'prende' | 'passa' | 'lascia' | 'subentra'
export const ways: readonly string[] = ['prende', 'passa', 'lascia', 'subentra'] satisfies Way[]
/** `to`: the colleague, for `affida`. */
export type Wish = { way: Way; reason: string; to?: number | undefined }
export type Outcome = 'done' | 'not_allowed' | 'changed' | 'reason' | 'colleague'

/** The colleagues who may be given a dossier: those who work here and can see it, but not who follows it already. */
export function colleaguesFor(app: App, { desk, operator }: Pick<Dossier, 'desk' | 'operator'>) {
  const rows = app.db.select().from(staff).where(and(eq(staff.active, true), ne(staff.email, ''))).orderBy(asc(staff.name)).all()
  return rows.filter((colleague) => colleague.id !== operator && reaches(app.content, colleague, desk))
}

/** What a member may do about who follows a dossier, as it is now. What is closed is followed by nobody new. */
export function waysFor(content: Content, { id, role }: Pick<StaffMember, 'id' | 'role'>, { status, operator, erasedAt }: Dossier): Way[] {
  if (erasedAt || !content.workflow.statuses.find(({ code }) => code === status)?.open) return []
  const own: Way[] = operator === null ? (isNew(content, status, role) ? [] : ['prende']) : operator === id ? ['lascia'] : ['subentra']
  return may(role, 'assign') ? [...own, 'passa'] : own
}

/** What has just arrived is taken by the decision of the workflow, which begins its path too. */
const isNew = ({ workflow }: Content, status: string, role: string) => workflow.decisions.some(({ takes, from, roles }) => takes && from.includes(status) && roles.includes(role))

/**
 * Changes who follows a dossier, in one transaction that ends with its event.
 * @param revision of the page on which it was asked; if anything changed in between, nothing is written
 * @returns 'reason' where one must be typed: to take it from a colleague is never silent; 'colleague' where the one named may not have it
 */
export function assign(app: App, member: StaffMember, dossier: Dossier, revision: number, wish: Wish): Outcome {
  if (dossier.revision !== revision) return 'changed'
  if (!waysFor(app.content, member, dossier).includes(wish.way)) return 'not_allowed'
  const colleague = wish.way === 'passa' ? colleaguesFor(app, dossier).find(({ id }) => id === wish.to) : undefined
  if (wish.way === 'passa' && !colleague) return 'colleague'
  if (takesAway(dossier, member) && !wish.reason) return 'reason'
  const operator = wish.way === 'lascia' ? null : (colleague?.id ?? member.id)
  const detail = { ...(wish.reason ? { reason: wish.reason } : {}), ...(colleague ? { operatorName: colleague.name } : {}) }
  return app.db.transaction((tx): Outcome => {
    if (!give(app, tx, { ...dossier, revision }, operator, member.id)) return 'changed'
    record(tx, keyOf(app, dossier.id), { dossier: dossier.id, number: dossier.number, at: app.now().toISOString(), kind: wish.way, status: dossier.status, operator: member.id, role: member.role, detail })
    return 'done'
  }, { behavior: 'immediate' })
}

/** The name of a member of staff. */
export const operatorNameOf = (app: App, id: number | null): string | undefined =>
  id === null ? undefined : app.db.select({ name: staff.name }).from(staff).where(eq(staff.id, id)).get()?.name

/** Is it somebody else's now? */
export const takesAway = ({ operator }: Dossier, { id }: Pick<StaffMember, 'id'>): boolean => operator !== null && operator !== id

/** Writes who follows it. @param by who does it; null: nobody @returns false where somebody changed it in between */
export function give(app: App, tx: Db, dossier: Dossier, operator: number | null, by: number | null): boolean {
  const change = { operator, updatedAt: app.now().toISOString(), ...freed(dossier, by), revision: sql`${dossiers.revision} + 1` }
  return tx.update(dossiers).set(change).where(and(eq(dossiers.id, dossier.id), eq(dossiers.revision, dossier.revision))).run().changes > 0
}
