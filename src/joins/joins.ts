import { and, eq, isNull, sql } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { dossiers, joins } from '../../db/schema.ts'
import { isFixed } from '../agenda/appointments.ts'
import { putNotice } from '../dossiers/notice.ts'
import { scopeOf } from '../accounts/scope.ts'
import { closing, findById, openDossier, type Dossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { rankOf } from '../dossiers/file.ts'
import { sightOf } from '../dossiers/status.ts'
import type { Language } from '../engine/text.ts'
import { appendAudit } from '../events/audit.ts'
import { record, type Joined } from '../events/events.ts'
import type { App, StaffMember } from '../web/context.ts'
import { markAgain, setApart } from './doubles.ts'
import { mayJoin, undoUntil } from './rules.ts'

export type Outcome = 'done' | 'not_allowed' | 'changed' | 'appointment'
/** `closes` is joined into `stays`; each with the revision of the page on which it was decided. */
export type Pair = { closes: Dossier; stays: Dossier; seen: { closes: number; stays: number } }

/** Joins two requests of one person, in one transaction that ends with an event in each (domain.md 2.9, n. 8). Never called but by a person. */
export function join(app: App, member: StaffMember, { closes, stays, seen }: Pair, reason: string): Outcome {
  return app.db.transaction((tx): Outcome => {
    const [a, b] = [fresh(app, tx, closes.id, seen.closes), fresh(app, tx, stays.id, seen.stays)]
    if (!a || !b) return 'changed'
    if (!mayJoin(app.content, member.role, a.dossier, b.dossier)) return 'not_allowed'
    if (isFixed(tx, closes.id)) return 'appointment'
    const at = app.now().toISOString()
    const { id, status, waitingSince, rank, dueOn } = a.dossier
    tx.insert(joins).values({ dossier: id, into: stays.id, at, operator: member.id, status }).run()
    change(tx, id, { status: 'unita', joinedInto: stays.id, waitingSince: null, closedAt: closing(app.content, 'unita', at), updatedAt: at })
    // The urgency and the term of what is closed are not lost: the person asked on that day.
    change(tx, stays.id, { rank: Math.min(rank, b.dossier.rank), dueOn: dueOn < b.dossier.dueOn ? dueOn : b.dossier.dueOn, updatedAt: at })
    tell(app, tx, member, a, 'unita', { status: 'unita', reason, other: b, join: { number: stays.number, waitingSince, dueOn: b.dossier.dueOn } })
    tell(app, tx, member, b, 'unita_qui', { status: b.dossier.status, reason, other: a, join: { number: closes.number } })
    markAgain(app.content, tx, [id, stays.id])
    return 'done'
  }, { behavior: 'immediate' })
}

export type Join = typeof joins.$inferSelect

/** The join by which a request is closed now, if any. */
export const joinOf = (db: Db, { id }: Dossier): Join | undefined => db.select().from(joins).where(and(eq(joins.dossier, id), isNull(joins.undoneAt))).get()

/** Undoes it: the status, the wait and the term go back to what they were. Both requests are in the scope of who does it. */
export function undo(app: App, member: StaffMember, closed: Dossier, revision: number, reason: string): Outcome {
  return app.db.transaction((tx): Outcome => {
    const [a, made] = [fresh(app, tx, closed.id, revision), joinOf(tx, closed)]
    if (!a || !made || a.dossier.status !== 'unita') return 'changed'
    const stays = seenBy(app, tx, member, made.into)
    const at = app.now().toISOString()
    if (!stays || undoUntil(made.at) <= at) return 'not_allowed'
    const before = a.story.findLast(({ kind }) => kind === 'unita')?.detail.join
    tx.update(joins).set({ undoneAt: at }).where(eq(joins.id, made.id)).run()
    change(tx, closed.id, { status: made.status, joinedInto: null, waitingSince: before?.waitingSince ?? null, closedAt: closing(app.content, made.status, at), updatedAt: at })
    tell(app, tx, member, a, 'separata', { status: made.status, reason, join: { number: stays.number } })
    if (!stays.erasedAt) giveBack(app, tx, member, { a, stays, before, reason })
    markAgain(app.content, tx, [closed.id, stays.id])
    return 'done'
  }, { behavior: 'immediate' })
}

type Back = { a: OpenDossier; stays: Dossier; before: Joined | undefined; reason: string }

/** The one that stayed is again as urgent as itself, and its term its own, if nobody moved it since. */
function giveBack(app: App, tx: Db, member: StaffMember, { a, stays, before, reason }: Back): void {
  const b = openDossier(app, stays)
  const others = tx.select({ rank: dossiers.rank }).from(dossiers).where(eq(dossiers.joinedInto, stays.id)).all().map(({ rank }) => rank)
  const rank = stays.rank === a.dossier.rank ? Math.min(rankOf(b.filed.signals), ...others) : stays.rank
  change(tx, stays.id, { rank, dueOn: before?.dueOn && stays.dueOn === a.dossier.dueOn ? before.dueOn : stays.dueOn, updatedAt: app.now().toISOString() })
  tell(app, tx, member, b, 'separata_qui', { status: stays.status, reason, other: a, join: { number: a.dossier.number } })
}

/** Remembers that two requests are of two people, or forgets it. No dossier changes: the log says who. */
export function keepApart(app: App, { id, role }: StaffMember, pair: [Dossier, Dossier], are: boolean): void {
  const at = app.now().toISOString()
  app.db.transaction((tx) => {
    setApart(app.content, tx, pair[0].id, pair[1].id, are)
    for (const { number } of pair) appendAudit(tx, { at, operator: id, role, action: are ? 'diverse' : 'non_piu_diverse', subject: number, outcome: 'ok' })
  }, { behavior: 'immediate' })
}

/** The dossier as it is now, if it is still the one that was seen. */
function fresh(app: App, tx: Db, id: number, revision: number): OpenDossier | undefined {
  const dossier = findById(tx, id)
  return dossier && dossier.revision === revision && !dossier.erasedAt ? openDossier(app, dossier) : undefined
}

/** A dossier by id, if the member may see it. */
export const seenBy = (app: App, db: Db, member: StaffMember, id: number): Dossier | undefined =>
  db.select().from(dossiers).where(and(eq(dossiers.id, id), scopeOf(app.content, member))).get()

const change = (tx: Db, id: number, values: Partial<typeof dossiers.$inferInsert>): void =>
  void tx.update(dossiers).set({ ...values, revision: sql`${dossiers.revision} + 1` }).where(eq(dossiers.id, id)).run()

type Telling = { status: string; reason: string; join: Joined; other?: OpenDossier }

/**
 * Tells it in the story. The person reads the other number only where both requests are wholly theirs to see: who is reported
 * never learns of the report, and who reported nothing more (domain.md 2.4).
 */
function tell(app: App, tx: Db, { id, role }: StaffMember, opened: OpenDossier, kind: string, { status, reason, join: joined, other }: Telling): void {
  const { dossier, key, filed } = opened
  const both = sightOf(opened) === 'tutto' && (!other || sightOf(other) === 'tutto')
  const message = both ? { message: app.templates.voice(filed.lang as Language).t(`joins.told.${kind}`, { number: joined.number }) } : {}
  if (both) putNotice(app, tx, opened)
  record(tx, key, { dossier: dossier.id, number: dossier.number, at: app.now().toISOString(), kind, status, operator: id, role, detail: { reason, join: joined, ...message } })
}
