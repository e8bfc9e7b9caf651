import { and, desc, eq, inArray, isNull, like, ne, sql, type SQL } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { distinct, dossiers, traces } from '../../db/schema.ts'
import { scopeOf } from '../accounts/scope.ts'
import type { Content } from '../content/content.ts'
import type { Dossier } from '../dossiers/dossiers.ts'
import { neighboursOf } from '../territory/routing.ts'
import type { App, StaffMember } from '../web/context.ts'

/** What two requests of one person may share, the surest first (domain.md 2.9, n. 8). A phone may be of a whole household. */
export const ties = ['fiscal_code', 'name_birth', 'phone'] as const
export type Tie = (typeof ties)[number]
export type Double = { dossier: Dossier; ties: Tie[] }

/** A phone of a hostel or of a parish is in hundreds of requests: nobody compares them all. */
const mostFound = 200
const mostShown = 10
const atOnce = 50
const flag = 'doppia'

/** Open requests that may be of the same person, among those that the member may see and nobody said are of two people. Only people join them. */
export function doublesOf(app: App, member: StaffMember, dossier: Dossier): Double[] {
  const found = sharing(app.content, app.db, dossier.id, and(scopeOf(app.content, member), apart(dossier.id, false)))
  const tied = [...Map.groupBy(found, ({ id }) => id)].map(([id, of]) => ({ id, ties: ties.filter((tie) => of.some(({ kind }) => kind === tie)) }))
  const first = tied.toSorted((a, b) => place(a.ties) - place(b.ties) || b.id - a.id).slice(0, mostShown)
  const rows = app.db.select().from(dossiers).where(and(inArray(dossiers.id, first.map(({ id }) => id)), scopeOf(app.content, member))).all()
  return first.flatMap((one) => rows.filter(({ id }) => id === one.id).map((row) => ({ dossier: row, ties: one.ties })))
}

const place = ([surest]: Tie[]): number => (surest ? ties.indexOf(surest) : ties.length)

/** Those that somebody said are another person's, or to be kept apart. */
export const keptApart = (app: App, member: StaffMember, { id }: Dossier): Dossier[] =>
  app.db.select().from(dossiers).where(and(ne(dossiers.id, id), apart(id, true), scopeOf(app.content, member), isNull(dossiers.erasedAt))).limit(mostShown).all()

/** Remembers that two requests are to be kept apart, or forgets it. */
export function setApart(content: Content, tx: Db, a: number, b: number, are: boolean): void {
  const pair = { one: Math.min(a, b), other: Math.max(a, b) }
  if (are) tx.insert(distinct).values(pair).onConflictDoNothing().run()
  else tx.delete(distinct).where(and(eq(distinct.one, pair.one), eq(distinct.other, pair.other))).run()
  markAgain(content, tx, [a, b])
}

/** Marks again, or no more, these requests and those that share something with them: the mark is what the queue is filtered by. */
export function markAgain(content: Content, tx: Db, ids: number[]): void {
  const around = new Set([...ids, ...ids.flatMap((id) => sharing(content, tx, id).map((other) => other.id))])
  for (const id of around) {
    const bare = sql`replace(${dossiers.flags}, ${`|${flag}|`}, '|')`
    const open = tx.select({ id: dossiers.id }).from(dossiers).where(and(eq(dossiers.id, id), isNull(dossiers.closedAt))).get()
    const double = open && sharing(content, tx, id, apart(id, false)).length > 0
    tx.update(dossiers).set({ flags: double ? sql`${bare} || ${`${flag}|`}` : bare }).where(eq(dossiers.id, id)).run()
  }
}

/**
 * Looks again at every mark: those made before they stopped at the ambito, or with a request that was erased since, go. A few at a time: in
 * between, others may write.
 */
export function tidyMarks(app: Pick<App, 'content' | 'db'>): void {
  const marked = app.db.select({ id: dossiers.id }).from(dossiers).where(like(dossiers.flags, `%|${flag}|%`)).all().map(({ id }) => id)
  for (let at = 0; at < marked.length; at += atOnce) app.db.transaction((tx) => markAgain(app.content, tx, marked.slice(at, at + atOnce)), { behavior: 'immediate' })
}

/** Open requests of the same ambito with a trace in common, newest first, once for each thing they share. Of those elsewhere not even a mark tells. */
function sharing(content: Content, db: Db, id: number, more?: SQL): { id: number; kind: string }[] {
  const own = db.select({ value: traces.value }).from(traces).where(and(eq(traces.dossier, id), inArray(traces.kind, [...ties]))).all()
  const desk = db.select({ desk: dossiers.desk }).from(dossiers).where(eq(dossiers.id, id)).get()?.desk
  if (!own.length || desk === undefined) return []
  return db.selectDistinct({ id: dossiers.id, kind: traces.kind }).from(traces).innerJoin(dossiers, eq(dossiers.id, traces.dossier))
    .where(and(inArray(traces.kind, [...ties]), inArray(traces.value, own.map(({ value }) => value)), ne(traces.dossier, id), inArray(dossiers.desk, neighboursOf(content, desk)), isNull(dossiers.closedAt), isNull(dossiers.erasedAt), more))
    .orderBy(desc(dossiers.id)).limit(mostFound).all()
}

const apart = (id: number, are: boolean): SQL => sql`${are ? sql`` : sql`not `}exists (select 1 from ${distinct} where ${distinct.one} = min(${dossiers.id}, ${id}) and ${distinct.other} = max(${dossiers.id}, ${id}))`
