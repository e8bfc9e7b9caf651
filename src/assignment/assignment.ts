import { and, asc, eq, ne, sql } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { dossiers, staff } from '../../db/schema.ts'
import { may } from '../accounts/roles.ts'
import type { Content } from '../content/content.ts'
import { keyOf, type Dossier } from '../dossiers/dossiers.ts'
import { hasProject, mayManage } from '../dossiers/manager.ts'
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

/** The colleagues who may be given a dossier: those who work here and can see it, but not who follows it already; a project goes to who may follow one. */
export function colleaguesFor(app: App, dossier: Pick<Dossier, 'desk' | 'operator' | 'status' | 'pausedFrom'>) {
  const all = hasProject(app.content, dossier) ? managersFor(app, dossier) : reachable(app, dossier)
  return all.filter(({ id }) => id !== dossier.operator)
}

/** Who may follow a project of this desk (domain.md 2.6). */
export const managersFor = (app: App, dossier: Pick<Dossier, 'desk'>) => reachable(app, dossier).filter(({ role }) => mayManage(app.content, role))

function reachable(app: App, { desk }: Pick<Dossier, 'desk'>) {
  const rows = app.db.select().from(staff).where(and(eq(staff.active, true), ne(staff.email, ''))).orderBy(asc(staff.name)).all()
  return rows.filter((colleague) => reaches(app.content, colleague, desk))
}

/** What a member may do about who follows a dossier, as it is now. What is closed is followed by nobody new; a project is never left to nobody. */
export function waysFor(content: Content, { id, role }: Pick<StaffMember, 'id' | 'role'>, dossier: Dossier): Way[] {
  const { status, operator, erasedAt } = dossier
  if (erasedAt || !content.workflow.statuses.find(({ code }) => code === status)?.open) return []
  const project = hasProject(content, dossier)
  // Who follows a project hands it on, with or without the right to give out other requests.
  const own: Way[] = project && operator === id ? ['passa'] : project && !mayManage(content, role) ? [] : operator === null ? (isNew(content, status, role) ? [] : ['prende']) : operator === id ? ['lascia'] : ['subentra']
  return may(role, 'assign') && !own.includes('passa') ? [...own, 'passa'] : own
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
