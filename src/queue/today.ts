import { and, asc, desc, eq, gt, gte, inArray, isNotNull, isNull, lt, lte, or, sql, type SQL } from '../../db/drizzle.ts'
import { appointments, dossiers, referrals } from '../../db/schema.ts'
import { scopeOf } from '../accounts/scope.ts'
import type { Dossier } from '../dossiers/dossiers.ts'
import { appendAudit } from '../events/audit.ts'
import { todayInRome, type App, type StaffMember } from '../web/context.ts'
import { dossiersOf, idOf, line, mostCounted, placeOrder } from './queue.ts'

/** A part of the morning page: its first dossiers, and how many there are that stand nowhere above. */
export type Part = { code: string; rows: Dossier[]; total: number }
export type Meeting = { startsAt: string; mode: string; number: string; dossier: number }
/** Why each dossier is on the page, by its id. */
export type Reasons = Map<number, Reason[]>
const reasons = ['scade', 'prossima', 'arrivate', 'attesa', 'tornate'] as const
export type Reason = (typeof reasons)[number]

const shown = 8
const day = 86_400_000

/**
 * What a day begins with (domain.md 2.14): who comes, what is due, what arrived since yesterday, who has waited longest, what came back.
 * A dossier stands there once, under the first of those headings that fits it, with all its reasons.
 */
export function morning(app: App, member: StaffMember): { parts: Part[]; meetings: Meeting[]; why: Reasons } {
  appendAudit(app.db, line(app, member))
  const holds = conditions(app)
  const walked = (name: string) => sql`${dossiers} indexed by ${sql.raw(name)}`
  const meetings = meetingsOf(app, member, todayInRome(app.now()))
  const above = new Set(meetings.map(({ dossier }) => dossier))
  const part = (code: string, condition: SQL | undefined, order: SQL, from: SQL) => partOf(app, code, and(openIn(app, member), condition), { order, from, above })
  const parts = [
    part('entro_oggi', or(holds.scade, holds.prossima), placeOrder, walked('dossiers_open')),
    part('arrivate', holds.arrivate, sql`${dossiers.rank}, ${dossiers.id}`, sql`${dossiers} not indexed`),
    part('attesa', holds.attesa, sql`${dossiers.waitingSince}, ${dossiers.id}`, walked('dossiers_waiting')),
    part('tornate', holds.tornate, sql`${dossiers.rank}, ${dossiers.id}`, sql`${dossiers} not indexed`),
  ]
  return { parts, meetings, why: whyOf(app, holds, [...above]) }
}

const openIn = (app: App, member: StaffMember) => and(scopeOf(app.content, member), isNull(dossiers.closedAt), isNull(dossiers.erasedAt))

function conditions(app: App): Record<Reason, SQL | undefined> {
  const today = todayInRome(app.now())
  const yesterday = midnight(new Date(app.now().getTime() - day))
  return {
    scade: and(isNotNull(dossiers.waitingSince), lte(dossiers.dueOn, today)),
    prossima: lte(dossiers.nextOn, today),
    arrivate: gt(dossiers.id, lastBefore(app, yesterday)),
    attesa: and(isNotNull(dossiers.waitingSince), lt(dossiers.waitingSince, yesterday)),
    tornate: inArray(dossiers.id, cameBack(app, yesterday)),
  }
}

/** @param above the dossiers that are already on the page: those of this part come to them */
function partOf(app: App, code: string, condition: SQL | undefined, { order, from, above }: { order: SQL; from: SQL; above: Set<number> }): Part {
  const found = app.db.select({ id: idOf }).from(from).where(condition).orderBy(order).limit(mostCounted + 1 + above.size).all().map(({ id }) => id)
  const ids = found.filter((id) => !above.has(id))
  const rows = dossiersOf(app, ids.slice(0, shown))
  for (const { id } of rows) above.add(id)
  return { code, rows, total: ids.length }
}

/** Why a dossier is on the page besides the appointment of today, which is its next date. */
export const besides = (why: Reason[] = []): Reason[] => why.filter((reason) => reason !== 'prossima')

function whyOf(app: App, holds: Record<Reason, SQL | undefined>, ids: number[]): Reasons {
  const why: Reasons = new Map(ids.map((id) => [id, []]))
  for (const reason of reasons) {
    const found = app.db.select({ id: dossiers.id }).from(dossiers).where(and(inArray(dossiers.id, ids), isNull(dossiers.closedAt), holds[reason])).all()
    for (const { id } of found) why.get(id)?.push(reason)
  }
  return why
}

/** The last dossier that was there before an instant: they come in order of time, so that only the newest are looked at. */
const lastBefore = (app: App, at: string): number =>
  app.db.select({ id: dossiers.id }).from(dossiers).where(lt(dossiers.receivedAt, at)).orderBy(desc(dossiers.id)).limit(1).get()?.id ?? 0

/** Dossiers of which a service said something since yesterday: yes, no, or done. */
const cameBack = (app: App, since: string): number[] => app.db.selectDistinct({ id: referrals.dossier }).from(referrals)
  .where(and(gte(referrals.answeredAt, since), inArray(referrals.state, ['accolto', 'rifiutato', 'concluso']))).all().map(({ id }) => id)

function meetingsOf(app: App, member: StaffMember, today: string): Meeting[] {
  const [from, to] = [new Date(app.now().getTime() - day).toISOString(), new Date(app.now().getTime() + day).toISOString()]
  return app.db.select({ startsAt: appointments.startsAt, mode: appointments.mode, number: dossiers.number, dossier: dossiers.id }).from(appointments)
    .innerJoin(dossiers, eq(dossiers.id, appointments.dossier))
    .where(and(scopeOf(app.content, member), gte(appointments.startsAt, from), lte(appointments.startsAt, to), eq(appointments.state, 'fissato')))
    .orderBy(asc(appointments.startsAt)).all().filter(({ startsAt }) => todayInRome(new Date(startsAt)) === today)
}

/** The beginning in Rome of the day of an instant, as an instant: two hours before it is day in Greenwich, or one in winter. */
function midnight(at: Date): string {
  const today = todayInRome(at)
  const [summer, winter] = [2, 1].map((hours) => new Date(Date.parse(`${today}T00:00:00Z`) - hours * 3_600_000))
  return (summer && todayInRome(summer) === today ? summer : winter)?.toISOString() ?? at.toISOString()
}
