import { and, asc, desc, eq, gt, gte, inArray, isNotNull, isNull, lt, lte, or, sql, type SQL } from '../../db/drizzle.ts'
import { appointments, dossiers, referrals } from '../../db/schema.ts'
import { scopeOf } from '../accounts/scope.ts'
import type { Dossier } from '../dossiers/dossiers.ts'
import { appendAudit } from '../events/audit.ts'
import { todayInRome, type App, type StaffMember } from '../web/context.ts'
import { dossiersOf, idOf, line, mostCounted, placeOrder } from './queue.ts'

/** A part of the morning page: its first dossiers, and how many there are. */
export type Part = { code: string; rows: Dossier[]; total: number }
export type Meeting = { startsAt: string; mode: string; number: string; dossier: number }

const shown = 8
const day = 86_400_000

/** What a day begins with (domain.md 2.14): what arrived since yesterday, what is due, who has waited longest, what came back, who comes. */
export function morning(app: App, member: StaffMember): { parts: Part[]; meetings: Meeting[] } {
  appendAudit(app.db, line(app, member))
  const today = todayInRome(app.now())
  const yesterday = midnight(new Date(app.now().getTime() - day))
  const open = and(scopeOf(app.content, member), isNull(dossiers.closedAt), isNull(dossiers.erasedAt))
  const part = (code: string, condition: SQL | undefined, order: SQL, from?: SQL) => partOf(app, code, and(open, condition), order, from)
  const walked = (name: string) => sql`${dossiers} indexed by ${sql.raw(name)}`
  return {
    parts: [
      part('arrivate', gt(dossiers.id, lastBefore(app, yesterday)), sql`${dossiers.rank}, ${dossiers.id}`, sql`${dossiers} not indexed`),
      part('entro_oggi', or(and(isNotNull(dossiers.waitingSince), lte(dossiers.dueOn, today)), lte(dossiers.nextOn, today)), placeOrder, walked('dossiers_open')),
      part('attesa', and(isNotNull(dossiers.waitingSince), lt(dossiers.waitingSince, yesterday)), sql`${dossiers.waitingSince}, ${dossiers.id}`, walked('dossiers_waiting')),
      part('tornate', inArray(dossiers.id, cameBack(app, yesterday)), sql`${dossiers.rank}, ${dossiers.id}`, sql`${dossiers} not indexed`),
    ],
    meetings: meetingsOf(app, member, today),
  }
}

function partOf(app: App, code: string, condition: SQL | undefined, order: SQL, from: SQL = sql`${dossiers}`): Part {
  const ids = app.db.select({ id: idOf }).from(from).where(condition).orderBy(order).limit(mostCounted + 1).all().map(({ id }) => id)
  return { code, rows: dossiersOf(app, ids.slice(0, shown)), total: ids.length }
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
    .where(and(scopeOf(app.content, member), gte(appointments.startsAt, from), lte(appointments.startsAt, to), inArray(appointments.state, ['fissato', 'spostato'])))
    .orderBy(asc(appointments.startsAt)).all().filter(({ startsAt }) => todayInRome(new Date(startsAt)) === today)
}

/** The beginning in Rome of the day of an instant, as an instant: two hours before it is day in Greenwich, or one in winter. */
function midnight(at: Date): string {
  const today = todayInRome(at)
  const [summer, winter] = [2, 1].map((hours) => new Date(Date.parse(`${today}T00:00:00Z`) - hours * 3_600_000))
  return (summer && todayInRome(summer) === today ? summer : winter)?.toISOString() ?? at.toISOString()
}
