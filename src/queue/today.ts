import { and, asc, count, eq, gte, inArray, isNotNull, isNull, lt, lte, or, type SQL } from '../../db/drizzle.ts'
import { appointments, dossiers, referrals } from '../../db/schema.ts'
import { scopeOf } from '../accounts/scope.ts'
import type { Dossier } from '../dossiers/dossiers.ts'
import { appendAudit } from '../events/audit.ts'
import { todayInRome, type App, type StaffMember } from '../web/context.ts'
import { line } from './queue.ts'

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
  const part = (code: string, condition: SQL | undefined, ...order: SQL[]) => partOf(app, code, and(open, condition), order)
  return {
    parts: [
      part('arrivate', gte(dossiers.receivedAt, yesterday), asc(dossiers.rank), asc(dossiers.id)),
      part('entro_oggi', or(and(isNotNull(dossiers.waitingSince), lte(dossiers.dueOn, today)), lte(dossiers.nextOn, today)), asc(dossiers.dueOn), asc(dossiers.id)),
      part('attesa', lt(dossiers.waitingSince, yesterday), asc(dossiers.waitingSince), asc(dossiers.id)),
      part('tornate', inArray(dossiers.id, cameBack(app, yesterday)), asc(dossiers.rank), asc(dossiers.id)),
    ],
    meetings: meetingsOf(app, member, today),
  }
}

function partOf(app: App, code: string, condition: SQL | undefined, order: SQL[]): Part {
  const rows = app.db.select().from(dossiers).where(condition).orderBy(...order).limit(shown).all()
  return { code, rows, total: rows.length < shown ? rows.length : (app.db.select({ n: count() }).from(dossiers).where(condition).get()?.n ?? rows.length) }
}

/** Dossiers of which a service said something since yesterday: yes, no, or done. */
const cameBack = (app: App, since: string) => app.db.select({ id: referrals.dossier }).from(referrals)
  .where(and(gte(referrals.answeredAt, since), inArray(referrals.state, ['accolto', 'rifiutato', 'concluso'])))

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
