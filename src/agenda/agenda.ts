import { and, asc, eq, gt, inArray, isNull, lt, sql, type SQL } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { appointments, dossiers, slots } from '../../db/schema.ts'
import { roles } from '../accounts/roles.ts'
import { desksOf, scopeOf } from '../accounts/scope.ts'
import type { Desk } from '../content/content.ts'
import type { Dossier } from '../dossiers/dossiers.ts'
import { appendAudit } from '../events/audit.ts'
import { closedDays } from '../territory/desks.ts'
import { addDays } from '../territory/holidays.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import type { App, StaffMember } from '../web/context.ts'
import { onNoHoliday } from './closed.ts'
import { skippedIn, startsOf, type Plan } from './plan.ts'
import { instantOf } from './time.ts'

export type Slot = typeof slots.$inferSelect
/** A slot of the calendar. `number`: of the dossier that has it, where the member may see that; `state`: of the appointment, null while the slot is free. */
export type Listed = Slot & { state: string | null; number: string | null }

/** The desks whose calendar a member of staff keeps (domain.md 2.6): their own, or those of their ambito. */
export function calendarsOf({ content }: App, member: StaffMember): Desk[] {
  const mine = roles[member.role]?.sees === 'desk' ? [member.desk] : desksOf(content, member)
  return content.territory.desks.filter(({ slug }) => mine.includes(slug))
}

/** The slots of a desk in the week from a Monday, in order; other desks' dossiers are only "taken". */
export function weekOf(app: App, member: StaffMember, desk: string, monday: string): Listed[] {
  const [from = '', to = ''] = [monday, addDays(monday, 7)].map((day) => instantOf(day, '00:00'))
  log(app, member, 'agenda')
  return app.db.select({ slot: slots, state: appointments.state, number: dossiers.number }).from(slots)
    .leftJoin(appointments, eq(appointments.slot, slots.id)).leftJoin(dossiers, and(eq(dossiers.id, appointments.dossier), scopeOf(app.content, member)))
    .where(and(eq(slots.desk, desk), gt(slots.startsAt, earlier(from)), lt(slots.startsAt, to))).orderBy(asc(slots.startsAt), asc(slots.id)).all()
    .map(({ slot, ...taken }) => ({ ...slot, ...taken }))
}

const earlier = (iso: string) => new Date(Date.parse(iso) - 1).toISOString()

export type Made = { made: number; there: number; skipped: string[] }

/** Makes the slots of a plan, in one transaction. What lies over a slot that is there is left out: the same form posted twice makes nothing twice. */
export function makeSlots(app: App, member: StaffMember, desk: Desk, plan: Plan): Made {
  const closed = closedDays(app.content, desk, app.now())
  const operator = plan.mine ? member.id : null
  const minutes = Number(plan.minutes)
  const starts = startsOf(plan, closed).filter((startsAt) => startsAt > app.now().toISOString())
  return app.db.transaction((tx) => {
    const there = tx.select().from(slots).where(and(eq(slots.desk, desk.slug), operator === null ? isNull(slots.operator) : eq(slots.operator, operator))).all().map(spanOf)
    const free = starts.filter((startsAt) => !there.some((slot) => overlap(slot, spanOf({ startsAt, minutes }))))
    for (const startsAt of free) tx.insert(slots).values({ desk: desk.slug, startsAt, minutes, mode: plan.mode, operator }).run()
    log({ ...app, db: tx }, member, 'posti')
    return { made: free.length, there: starts.length - free.length, skipped: skippedIn(plan, closed) }
  }, { behavior: 'immediate' })
}

type Span = { from: number; to: number }
const spanOf = ({ startsAt, minutes }: Pick<Slot, 'startsAt' | 'minutes'>): Span => ({ from: Date.parse(startsAt), to: Date.parse(startsAt) + minutes * 60_000 })
const overlap = (one: Span, other: Span) => one.from < other.to && other.from < one.to

/** Takes away free slots of a desk; those that somebody has, or of another desk, stay. @returns how many went */
export function dropSlots(app: App, member: StaffMember, desk: Desk, ids: number[]): number {
  return app.db.transaction((tx) => {
    const { changes } = tx.delete(slots).where(and(inArray(slots.id, ids), eq(slots.desk, desk.slug), isFree)).run()
    log({ ...app, db: tx }, member, 'posti')
    return changes
  }, { behavior: 'immediate' })
}

/** No appointment has it. */
const isFree = sql`not exists (select 1 from ${appointments} where ${appointments.slot} = ${slots.id})`

/** Slots that may still be taken for a dossier: of its desk, free, after an instant, on no holiday; of one mode where the person chooses. */
export function freeSlots(app: App, dossier: Dossier, after: string, mode?: string): Slot[] {
  const ofMode = mode ? eq(slots.mode, mode) : undefined
  return app.db.select().from(slots).where(and(offered(app, dossier, after), ofMode)).orderBy(asc(slots.startsAt), asc(slots.id)).limit(shown).all()
}

const shown = 100

/** One of those, by id, inside the caller's transaction; undefined when it is of others, past, taken or never was. */
export const freeSlot = (app: App, tx: Db, dossier: Dossier, id: number, after: string): Slot | undefined =>
  tx.select().from(slots).where(and(eq(slots.id, id), offered(app, dossier, after))).get()

function offered(app: App, dossier: Dossier, after: string): SQL | undefined {
  const desk = deskOrWelcome(app.content, dossier.desk)
  return and(eq(slots.desk, desk?.slug ?? dossier.desk), gt(slots.startsAt, after), isFree, ...(desk ? onNoHoliday(app, desk) : []))
}

const log = (app: Pick<App, 'db' | 'now'>, { id, role }: StaffMember, action: string): void =>
  appendAudit(app.db, { at: app.now().toISOString(), operator: id, role, action, subject: null, outcome: 'ok' })
