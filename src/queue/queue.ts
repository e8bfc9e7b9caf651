import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, like, lt, ne, sql, type SQL } from '../../db/drizzle.ts'
import { dossiers, events, staff } from '../../db/schema.ts'
import { scopeOf } from '../accounts/scope.ts'
import type { Dossier } from '../dossiers/dossiers.ts'
import { appendAudit } from '../events/audit.ts'
import { todayInRome, type App, type StaffMember } from '../web/context.ts'
import { queues, type Filters, type Mark, type Queue } from './filters.ts'

export const pageSize = 30
/** Beyond this a list is only "many": counting is not worth the wait. */
export const mostCounted = 500
export const upTo = (n: number): number | string => (n > mostCounted ? `${mostCounted}+` : n)

/** Where a page begins or ends: the row beside it. No offset: a page deep down costs what the first one does. */
export type Cursor = { prima?: string | undefined; dopo?: string | undefined }
/** A page, and the cursors of its neighbours. */
export type Listed = { rows: Dossier[]; before?: string; after?: string }

/** 0 where the person has answered what we asked for and nobody has looked yet: it is our turn (domain.md 2.9, n. 5). */
const arrived = sql<number>`(${dossiers.arrivedAt} is null and (${dossiers.status} <> 'integrazione_richiesta' or ${dossiers.waitingSince} is null))`

/** Who may be in danger, who has just answered, what is due first, what is oldest (domain.md 2.14). What is closed: the newest first. */
const place = sql<string>`${dossiers.rank} || '.' || ${arrived} || '.' || ${dossiers.dueOn} || '.' || ${dossiers.id}`

/**
 * The index along which a list is walked. SQLite would choose by desk and sort them all, reading every sealed row on its way: with
 * 100,000 dossiers half a second instead of one millisecond.
 */
function along({ coda }: Filters): SQL {
  return sql`${dossiers} indexed by ${sql.raw(coda === 'chiuse' ? 'dossiers_closed' : coda === 'mie' ? 'dossiers_operator' : 'dossiers_open')}`
}

/** As an expression: the query builder knows no columns of a table that is walked along an index. */
export const idOf = sql<number>`${dossiers.id}`

/** A page of the queue. It is found in an index and only its own rows are read, for a row holds a whole sealed dossier. */
export function inbox(app: App, member: StaffMember, filters: Filters, { prima, dopo }: Cursor): Listed {
  const closed = filters.coda === 'chiuse'
  const edge = readPlace(prima ?? dopo, closed)
  const back = Boolean(prima && edge)
  const found = app.db.select({ id: idOf, place: closed ? sql<string>`${dossiers.id}` : place }).from(along(filters))
    .where(and(wanted(app, member, filters), edge && beyond(edge, closed !== back))).orderBy(...order(closed, back)).limit(pageSize + 1).all()
  appendAudit(app.db, line(app, member))
  return pageOf(app, found, back, Boolean(edge))
}

function pageOf(app: App, found: { id: number; place: string }[], back: boolean, moved: boolean): Listed {
  const kept = found.slice(0, pageSize)
  if (back) kept.reverse()
  const more = found.length > pageSize
  const [first, last] = [kept.at(0), kept.at(-1)]
  const rows = dossiersOf(app, kept.map(({ id }) => id))
  return { rows, ...(first && (back ? more : moved) ? { before: first.place } : {}), ...(last && (back || more) ? { after: last.place } : {}) }
}

/** The dossiers of these ids, in their order. */
export function dossiersOf(app: App, ids: number[]): Dossier[] {
  const found = new Map(app.db.select().from(dossiers).where(inArray(dossiers.id, ids)).all().map((row) => [row.id, row]))
  return ids.flatMap((id) => found.get(id) ?? [])
}

/** The order of the lists, from the top. */
export const placeOrder = sql`${dossiers.rank}, ${arrived}, ${dossiers.dueOn}, ${dossiers.id}`

function order(closed: boolean, back: boolean): SQL[] {
  if (closed) return [back ? asc(dossiers.id) : desc(dossiers.id)]
  return [dossiers.rank, arrived, dossiers.dueOn, dossiers.id].map((key) => (back ? desc(key) : asc(key)))
}

type Place = [rank: number, arrived: number, due: string, id: number] | [id: number]

function readPlace(typed: string | undefined, closed: boolean): Place | undefined {
  if (closed) return /^\d{1,15}$/.test(typed ?? '') ? [Number(typed)] : undefined
  const [, rank, turn, due, id] = /^([0-2])\.([01])\.(\d{4}-\d{2}-\d{2})\.(\d{1,15})$/.exec(typed ?? '') ?? []
  return due ? [Number(rank), Number(turn), due, Number(id)] : undefined
}

/** What stands before a place, or after it. */
function beyond(place: Place, smaller: boolean): SQL {
  const sign = sql.raw(smaller ? '<' : '>')
  if (place.length === 1) return sql`${dossiers.id} ${sign} ${place[0]}`
  const [rank, turn, due, id] = place
  // The first part once more, so that the index is entered there.
  return sql`${dossiers.rank} ${sign}= ${rank} and (${dossiers.rank}, ${arrived}, ${dossiers.dueOn}, ${dossiers.id}) ${sign} (${rank}, ${turn}, ${due}, ${id})`
}

/** The first rows of a list, in its order: for what takes them all, as an export does. */
export function firstOf(app: App, member: StaffMember, filters: Filters, most: number): Dossier[] {
  return app.db.select().from(dossiers).where(wanted(app, member, filters)).orderBy(...order(filters.coda === 'chiuse', false)).limit(most).all()
}

/** The condition of a list, always within the member's scope. */
const wanted = (app: App, member: StaffMember, filters: Filters): SQL | undefined =>
  and(scopeOf(app.content, member), inQueue(app, member, filters.coda), ...narrow(app, filters))

function inQueue(app: App, member: StaffMember, queue: Queue): SQL | undefined {
  const open = and(isNull(dossiers.closedAt), isNull(dossiers.erasedAt), inArray(dossiers.status, statusesOf(app, true)))
  const more: Record<Exclude<Queue, 'chiuse'>, SQL | undefined> = {
    aperte: undefined, mie: eq(dossiers.operator, member.id), libere: isNull(dossiers.operator), risposte: turn(0), scadute: late(app),
  }
  return queue === 'chiuse' ? and(inArray(dossiers.status, statusesOf(app, false)), isNotNull(dossiers.closedAt), isNull(dossiers.erasedAt)) : and(open, more[queue])
}

/** By rank too, so that the index leads there. */
const turn = (value: 0 | 1) => and(inArray(dossiers.rank, [0, 1, 2]), sql`${arrived} = ${value}`)
/** The person waits for us, and the term has passed. */
const late = (app: App) => and(isNotNull(dossiers.waitingSince), lt(dossiers.dueOn, todayInRome(app.now())))
const statusesOf = ({ content }: App, open: boolean) => content.workflow.statuses.filter((status) => status.open === open).map(({ code }) => code)

function narrow(app: App, filters: Filters): (SQL | undefined)[] {
  const { asse, ambito, stato, priorita, operatore, lingua, numero } = filters
  const flag = (code: string) => like(dossiers.flags, `%|${code}|%`)
  const ticked: Record<Mark, () => SQL | undefined> = { kiosk: () => eq(dossiers.channel, 'kiosk'), minori: () => flag('minori'), doppia: () => flag('doppia'), arrivate: () => turn(0), scadute: () => late(app) }
  return [
    asse ? like(dossiers.axes, `%|${asse}|%`) : undefined, ambito ? eq(dossiers.ambito, ambito) : undefined, stato ? eq(dossiers.status, stato) : undefined,
    priorita ? (priorita === 'nessuna' ? isNull(dossiers.priority) : eq(dossiers.priority, priorita)) : undefined,
    operatore ? (operatore === 'nessuno' ? isNull(dossiers.operator) : eq(dossiers.operator, Number(operatore))) : undefined,
    lingua ? flag(lingua === 'altra_lingua' ? 'lingua' : `lingua_${lingua}`) : undefined, numero ? eq(dossiers.number, numero) : undefined,
    ...Object.entries(ticked).map(([mark, condition]) => (filters[mark as Mark] ? condition() : undefined)),
  ]
}

/** How many each list holds, up to `mostCounted` and one. */
export const counters = (app: App, member: StaffMember, of: readonly Queue[] = queues): Record<Queue, number> =>
  Object.fromEntries(of.map((coda) => [coda, countOf(app, member, { coda })])) as Record<Queue, number>

function countOf(app: App, member: StaffMember, filters: Filters): number {
  const some = app.db.select({ one: sql`1`.as('one') }).from(along(filters)).where(wanted(app, member, filters)).limit(mostCounted + 1).as('some')
  return app.db.select({ n: sql<number>`count(*)` }).from(some).get()?.n ?? 0
}

/** Of these dossiers, those in the member's scope. */
export const inScope = (app: App, member: StaffMember, ids: number[]): number[] =>
  app.db.select({ id: dossiers.id }).from(dossiers).where(and(inArray(dossiers.id, ids), scopeOf(app.content, member))).all().map(({ id }) => id)

/** The number of the last thing that happened: what a page shows is as old as that. */
export const lastEvent = (app: App): number => app.db.select({ id: sql<number | null>`max(${events.id})` }).from(events).get()?.id ?? 0

/** What happened after that, and who did it. */
export const eventsAfter = (app: App, id: number) =>
  app.db.select({ id: events.id, dossier: events.dossier, operator: events.operator }).from(events).where(gte(events.id, id + 1)).limit(1000).all()

/** The names of the staff, by id: for lists. */
export const namesOf = (app: App): Map<number, string> =>
  new Map(app.db.select({ id: staff.id, name: staff.name }).from(staff).where(ne(staff.email, '')).all().map(({ id, name }) => [id, name]))

/** Logs that somebody read a list, as every reading. */
export const line = (app: App, { id, role }: StaffMember) => ({ at: app.now().toISOString(), operator: id, role, action: 'coda', subject: null, outcome: 'ok' as const })
