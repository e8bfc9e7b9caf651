import { and, asc, eq, gt, isNull, or, sql } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { dossiers, suspensions } from '../../db/schema.ts'
import type { Content, Terms } from '../content/content.ts'
import { daysOf, termOf } from '../content/terms.ts'
import type { Dossier } from '../dossiers/dossiers.ts'
import type { Text } from '../engine/text.ts'
import { addDays } from '../territory/holidays.ts'
import { findDesk } from '../territory/routing.ts'
import { todayInRome, type App } from '../web/context.ts'
import { addWorkingDays, daysBetween, workingDayFrom } from './calendar.ts'

export type Suspension = { kind: string; from: string; until: string | null }
type Waiting = Pick<Dossier, 'id' | 'act' | 'dueOn' | 'receivedAt' | 'closedAt' | 'desk' | 'priority' | 'contactedAt'>
/**
 * Where a dossier stands in time. `left`: days, negative when it is overdue. `days`: those not counted until now in the suspension that is open;
 * `stopped`: why the term stands still, since when, and until when if that is known.
 */
export type Standing = { code: string; due: string; left: number; overdue: boolean; days: number; stopped?: { name: Text; source: Text; since: string; until?: string }; contact?: Contact }
/** The first time that somebody of us speaks with the person: by when, and whether that was so. */
export type Contact = { due: string; met: boolean; overdue: boolean }

/** When the terms of a dossier stood still, oldest first. */
export const suspensionsOf = (db: Db, dossier: number): Suspension[] =>
  db.select({ kind: suspensions.kind, from: suspensions.from, until: suspensions.until }).from(suspensions).where(eq(suspensions.dossier, dossier)).orderBy(asc(suspensions.id)).all()

/**
 * When the answer to a dossier is due and how it stands today. Only read: nothing changes because a day has passed.
 * `dueOn` holds already the suspensions whose end is known; the one that is open is counted out here.
 */
export function standing(app: Pick<App, 'content' | 'db' | 'now'>, dossier: Waiting): Standing {
  const today = todayInRome(app.now())
  const all = suspensionsOf(app.db, dossier.id)
  const open = all.find((one) => runs(one, today))
  const rule = open && ruleOf(app.content, dossier.act, all, open)
  const days = open?.until === null ? countedOut(app.content, dossier.act, all, open, today) : 0
  const due = addDays(dossier.dueOn, days)
  const left = daysBetween(today, due)
  const contact = contactOf(app.content, dossier, today)
  const stands = rule && (open.until !== null || days === daysBetween(open.from, today))
  const stopped = stands ? { stopped: { name: rule.name, source: rule.source, since: open.from, ...(open.until === null ? {} : { until: open.until }) } } : {}
  return { code: termOf(app.content, dossier.act).code, due, left, overdue: dossier.closedAt === null && left < 0, days, ...stopped, ...(contact ? { contact } : {}) }
}

/** Is the term standing still on a day: without an end yet, or with one that is to come? */
const runs = ({ until }: Suspension, day: string): boolean => until === null || until > day

/** The days of a suspension that are not counted: none where the law does not allow it for this act, or only the first time (L. 241/1990, art. 2, c. 7). */
export function countedOut(content: Content, act: string, all: Suspension[], one: Suspension, until: string): number {
  const most = ruleOf(content, act, all, one)?.most_days ?? 0
  return Math.max(0, Math.min(daysBetween(one.from, until), most))
}

function ruleOf(content: Content, act: string, all: Suspension[], one: Suspension): Terms['answers'][number]['suspensions'][number] | undefined {
  const rule = termOf(content, act).suspensions.find(({ kind }) => kind === one.kind)
  return rule?.once && all.find(({ kind }) => kind === one.kind) !== one ? undefined : rule
}

/** From today the term stands still, inside the caller's transaction. One suspension at a time. */
export function stopTerm(tx: Db, dossier: number, kind: string, today: string): void {
  tx.insert(suspensions).values({ dossier, kind, from: today }).run()
}

/** The term runs again, inside the caller's transaction: what is not counted moves `dueOn` on. @param until the day on which the reason ended */
export function resumeTerm(app: App, tx: Db, { id, act }: Pick<Dossier, 'id' | 'act'>, until: string): void {
  const all = suspensionsOf(tx, id)
  const open = all.find((one) => runs(one, until))
  // One whose end was to come had its days given already: those left go back.
  if (open) end(tx, id, until, open.until === null ? countedOut(app.content, act, all, open, until) : -daysBetween(until, open.until))
}

/**
 * The person replies to a preavviso within its days: the term runs again so many days after the reply (L. 241/1990, art. 10-bis), and not
 * before, whoever reads it when. A second reply gives no more days. Inside the caller's transaction.
 */
export function replyGiven(app: App, tx: Db, { id, act }: Pick<Dossier, 'id' | 'act'>, today: string): void {
  const all = suspensionsOf(tx, id)
  const open = all.find((one) => one.until === null)
  const more = open && ruleOf(app.content, act, all, open)?.days_after_reply
  if (open && more) end(tx, id, addDays(today, more), daysBetween(open.from, addDays(today, more)))
}

function end(tx: Db, dossier: number, until: string, days: number): void {
  tx.update(suspensions).set({ until }).where(and(eq(suspensions.dossier, dossier), or(isNull(suspensions.until), gt(suspensions.until, until)))).run()
  tx.update(dossiers).set({ dueOn: sql`date(${dossiers.dueOn}, ${`${days} days`})` }).where(eq(dossiers.id, dossier)).run()
}

/**
 * A request that is opened again has a term of its own, from that day on (terms.yaml, reopened; domain.md 2.7): the one before ended when it was
 * closed, and would be late at once. What the law allows only once stays used. Inside the caller's transaction. @returns its last day
 */
export function renewTerm({ content }: Pick<App, 'content'>, tx: Db, { id, act }: Pick<Dossier, 'id' | 'act'>, today: string): string {
  const dueOn = addDays(today, daysOf(content, act))
  tx.update(dossiers).set({ dueOn }).where(eq(dossiers.id, id)).run()
  return dueOn
}

/** The last day on which the person may reply to a preavviso that is given today (L. 241/1990, art. 10-bis): never a holiday. */
export const replyUntil = (content: Content, desk: string, today: string): string =>
  workingDayFrom(addDays(today, content.terms.reply_days), patronOf(content, desk))

/** The patron saint of the comune where a desk is: it is closed that day. */
export function patronOf(content: Content, desk: string): string | undefined {
  const comune = findDesk(content, desk)?.comune
  return content.territory.comuni.find(({ name }) => name === comune)?.patron
}

/** By when somebody should have spoken with the person, by the priority that a person gave (domain.md 2.7). */
function contactOf(content: Content, { priority, receivedAt, contactedAt, closedAt, desk }: Waiting, today: string): Contact | undefined {
  const target = content.terms.first_contact.targets.find((one) => one.priority === priority)
  if (!target) return undefined
  const due = addWorkingDays(todayInRome(new Date(receivedAt)), target.working_days, patronOf(content, desk))
  const day = contactedAt ? todayInRome(new Date(contactedAt)) : undefined
  return { due, met: day !== undefined && day <= due, overdue: !day && closedAt === null && due < today }
}
