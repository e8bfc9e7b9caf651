import { and, inArray, sql, type SQL } from '../../db/drizzle.ts'
import { dossiers, dropOff } from '../../db/schema.ts'
import { roles } from '../accounts/roles.ts'
import { desksOf, scopeOf } from '../accounts/scope.ts'
import { counted } from '../misread/misread.ts'
import { addDays } from '../territory/holidays.ts'
import { todayInRome, type App, type StaffMember } from '../web/context.ts'
import type { Period } from './periods.ts'
import { beginsAt, romanDay } from './rome.ts'
import { closedIn, openIn, takenOn } from './statuses.ts'

/** Requests that are alike in what is counted. `first`: closed with an answer the day somebody first spoke with the person, and nothing was asked before. */
export type Arrived = { act: string; channel: string; counter: number; ambito: string | null; axes: string; status: string; month: string; first: number; n: number }
export type Contacted = { month: string; desk: string; priority: string | null; open: number; received: string; contacted: string | null; n: number }
export type Waiting = { desk: string; since: string | null; n: number }
/** The requests of one month. */
export type Courses = { month: string; incomplete: number; completed: number; reopened: number; taken: number; assessed: number; planned: number; agreed: number }

const d = dossiers

/** What a member counts (domain.md 2.6): the requests in their scope; who sees logs and no dossier counts all of them. */
export const countedBy = (app: App, member: StaffMember): SQL => (roles[member.role]?.sees === 'none' ? sql`1` : scopeOf(app.content, member))

/** Arrived in the period. What was erased is counted too: act, day, comune and status are left of it. */
const arrivedIn = (app: App, member: StaffMember, { from, until }: Period): SQL =>
  sql`${countedBy(app, member)} and ${d.receivedAt} >= ${beginsAt(from)} and ${d.receivedAt} < ${beginsAt(addDays(until, 1))}`

export function arrived(app: App, member: StaffMember, period: Period): Arrived[] {
  const day = romanDay(sql`${d.receivedAt}`, period.from, period.until)
  const first = sql`${d.status} = 'chiusa_orientamento' and ${d.service} is null and (${d.contactedAt} is null or substr(${d.contactedAt}, 1, 10) >= substr(${d.closedAt}, 1, 10))`
  return app.db.all<Arrived>(sql`select ${d.act} act, ${d.channel} channel, ${d.filledBy} is not null counter, ${d.ambito} ambito, ${d.axes} axes, ${d.status} status,
    substr(${day}, 1, 7) month, coalesce(${first}, 0) first, count(*) n from ${d} where ${arrivedIn(app, member, period)} group by 1, 2, 3, 4, 5, 6, 7, 8`)
}

/** By desk and priority: the day it arrived and the day somebody first spoke with the person, null while nobody has. */
export function contacted(app: App, member: StaffMember, period: Period): Contacted[] {
  const today = todayInRome(app.now())
  const [received, spoken] = [romanDay(sql`${d.receivedAt}`, period.from, period.until), romanDay(sql`${d.contactedAt}`, period.from, today)]
  return app.db.all<Omit<Contacted, 'month'>>(sql`select ${d.desk} desk, ${d.priority} priority, ${inArray(d.status, openIn(app.content))} open, ${received} received, ${spoken} contacted, count(*) n
    from ${d} where ${arrivedIn(app, member, period)} group by 1, 2, 3, 4, 5`).map((row) => ({ ...row, month: row.received.slice(0, 7) }))
}

/** The open requests now, by desk and by the day since when the person waits for us; null while we wait for the person. */
export function waiting(app: App, member: StaffMember): Waiting[] {
  const today = todayInRome(app.now())
  const since = romanDay(sql`${d.waitingSince}`, addDays(today, -1500), today)
  return app.db.all<Waiting>(sql`select ${d.desk} desk, ${since} since, count(*) n from ${d}
    where ${and(countedBy(app, member), inArray(d.status, openIn(app.content)))} group by 1, 2`)
}

/** How the requests of the period went, read in the order of their events: of an event only its kind and status are looked at. */
export function courses(app: App, member: StaffMember, period: Period): Courses[] {
  const [open, closed] = [openIn(app.content), closedIn(app.content)]
  const listed = (codes: string[]) => sql`(${sql.join(codes.map((code) => sql`${code}`), sql`, `)})`
  const moved = listed(open.filter((code) => code !== 'integrazione_richiesta' && code !== 'contatto_in_corso'))
  const day = romanDay(sql`${d.receivedAt}`, period.from, period.until)
  const each = sql`select substr(${day}, 1, 7) month, min(case when e.status = 'integrazione_richiesta' then e.id end) asked, max(case when e.kind = 'risposta' or e.status in ${moved} then e.id end) moved,
    min(case when e.status in ${listed(closed)} then e.id end) closed, max(case when e.status in ${listed(open)} then e.id end) open,
    max(e.status in ${listed(takenOn)}) taken, max(e.status = 'in_uvm') assessed,
    max(e.status = 'progetto_in_corso') planned, max(e.kind = 'firma') agreed
    from ${d} cross join events e on e.dossier = ${d.id} where e.status <> 'protocollata' and ${arrivedIn(app, member, period)} group by e.dossier`
  return app.db.all<Courses>(sql`select month, coalesce(sum(asked is not null), 0) incomplete, coalesce(sum(moved > asked), 0) completed, coalesce(sum(open > closed), 0) reopened,
    coalesce(sum(taken), 0) taken, coalesce(sum(assessed), 0) assessed, coalesce(sum(planned), 0) planned, coalesce(sum(agreed), 0) agreed from (${each}) group by month`)
}

/** Requests that a service took on in the period, by their axes: "opportunità attivate" of the seeds (domain.md 2.13). */
export const activated = (app: App, member: StaffMember, { from, until }: Period): { month: string; axes: string; n: number }[] =>
  app.db.all(sql`select substr(${romanDay(sql`r.answered_at`, from, until)}, 1, 7) month, ${d.axes} axes, count(distinct ${d.id}) n from referrals r join ${d} on ${d.id} = r.dossier
    where r.state in ('accolto', 'concluso') and r.answered_at >= ${beginsAt(from)} and r.answered_at < ${beginsAt(addDays(until, 1))} and ${countedBy(app, member)} group by 1, 2`)

/** Where requests stop, question by question, in the months of the period: of the whole territory, for a draft has no desk. */
export const stops = (app: App, { from, until }: Period): { question: string; answered: number; left: number }[] =>
  app.db.all(sql`select ${dropOff.question} question, sum(${dropOff.answered}) answered, sum(${dropOff.left}) "left" from ${dropOff}
    where ${dropOff.journey} = 'richiesta' and ${dropOff.month} between ${from.slice(0, 7)} and ${until.slice(0, 7)} group by 1`)

/** Sentences that were not understood, of the desks that the member sees. */
export function unread(app: App, member: StaffMember, { from, until }: Period): { month: string; lang: string; axis: string; count: number }[] {
  const desks = roles[member.role]?.sees === 'none' ? undefined : desksOf(app.content, member)
  return counted(app.db).filter(({ month, desk }) => month >= from.slice(0, 7) && month <= until.slice(0, 7) && (desks?.includes(desk) ?? true))
}

/** The day of the oldest request that the member counts; undefined where there is none. */
export const firstDay = (app: App, member: StaffMember): string | undefined =>
  app.db.get<{ at: string | null }>(sql`select min(${d.receivedAt}) at from ${d} where ${countedBy(app, member)}`).at?.slice(0, 10)
