import { and, desc, eq, sql } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { dossiers, events } from '../../db/schema.ts'
import { may } from '../accounts/roles.ts'
import { closing, findById, openDossier, type Dossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { actsAs } from '../dossiers/manager.ts'
import { afterStaff } from '../dossiers/turn.ts'
import { putNotice } from '../dossiers/notice.ts'
import { record, type Detail } from '../events/events.ts'
import { forgetLettersAbout, itemsReminder } from '../outbox/outbox.ts'
import { endReferrals } from '../referrals/referrals.ts'
import { renewTerm, replyUntil, resumeTerm, stopTerm } from '../terms/terms.ts'
import { todayInRome, type App, type StaffMember } from '../web/context.ts'
import { managersFor, operatorNameOf } from '../assignment/assignment.ts'
import { freed } from '../assignment/lock.ts'
import { isFixed } from '../agenda/appointments.ts'
import { attempted } from '../agenda/attempted.ts'
import { allowed, leadsTo, messageFor, missingIn, type Decision, type Given } from './decisions.ts'
import { isAnswered, toAnswer, withAnswers } from './observations.ts'
import { putReminder } from './reminder.ts'
import { otherDesks, passOn } from './transfer.ts'

export type Outcome = 'done' | 'not_allowed' | 'changed'
/** All that the parts of one decision need. `to`: the status it leads to. */
type Deciding = { app: App; tx: Db; member: StaffMember; decision: Decision; opened: OpenDossier; given: Given; at: string; to: string }

/**
 * Takes a decision, in one transaction that ends with its event: status, message, next date, priority, what was asked, all or nothing.
 * @param revision of the page on which it was decided; if somebody decided in between, nothing is written
 */
export function decide(app: App, member: StaffMember, dossier: Dossier, revision: number, code: string, given: Given): Outcome {
  return app.db.transaction((tx): Outcome => {
    const now = findById(tx, dossier.id)
    if (!now || now.erasedAt || now.revision !== revision) return 'changed'
    const decision = allowed(app.content.workflow, now.status, ...actsAs(app.content, member, now)).find((d) => d.code === code && !d.elsewhere)
    if (!decision || !isSound(app, member, decision, now, given)) return 'not_allowed'
    const opened = openDossier({ ...app, db: tx }, now)
    if (heldBack({ ...app, db: tx }, decision, opened) || !isAnswered(toAnswer(decision, opened), given)) return 'not_allowed'
    write({ app, tx, member, decision, opened, given, at: app.now().toISOString(), to: leadsTo(decision, now) })
    return 'done'
  }, { behavior: 'immediate' })
}

/** What the form would have refused is refused here too: whoever calls, the table holds. */
function isSound(app: App, { role }: StaffMember, decision: Decision, dossier: Dossier, given: Given): boolean {
  const { content } = app
  if (missingIn(decision, given, todayInRome(app.now()))) return false
  if (decision.asks.includes('desk') && !otherDesks(content, dossier).some(({ slug }) => slug === given.desk)) return false
  if (decision.asks.includes('manager') && given.manager && !managersFor(app, dossier).some(({ id }) => String(id) === given.manager)) return false
  return !given.priority || (may(role, 'priority') && content.priorities.some(({ code }) => code === given.priority))
}

/** Why a decision that the role may take must still wait: the person has an appointment, was not looked for enough, or still has days to reply. */
export function heldBack(app: Pick<App, 'db' | 'content' | 'now'>, { after, to }: Decision, { dossier, story }: OpenDossier): 'appointment' | 'attempts' | 'reply' | undefined {
  if (to && closing(app.content, to, '') !== null && isFixed(app.db, dossier.id)) return 'appointment'
  if (after === 'attempts') return attempted(app.db, app.content, dossier.id).enough ? undefined : 'attempts'
  const until = story.findLast(({ kind }) => kind === 'preavvisa')?.detail.until
  return after === 'reply' && !(until && until < todayInRome(app.now())) ? 'reply' : undefined
}

function write(deciding: Deciding): void {
  const { app, tx, decision, opened, given, member, at, to } = deciding
  const { dossier } = opened
  const today = todayInRome(app.now())
  const until = decision.suspends === 'preavviso' ? replyUntil(app.content, dossier.desk, today) : decision.asks.includes('items') ? given.until : undefined
  tx.update(dossiers).set({ ...change(deciding, until), revision: sql`${dossiers.revision} + 1` }).where(and(eq(dossiers.id, dossier.id), eq(dossiers.revision, dossier.revision))).run()
  if (to !== dossier.status) forgetLettersAbout(tx, dossier.id, itemsReminder)
  if (closing(app.content, to, at) !== null) endReferrals(tx, dossier.id, at)
  tell(deciding, { ...(until ? { until } : {}), ...moveTerm(deciding, today) })
  if (decision.asks.includes('items')) putReminder(app, tx, opened, given.until)
  if (decision.asks.includes('desk')) passOn(app, tx, opened, given.desk, member)
}

/** The term runs again, stands still, or begins anew where what was closed is opened again. @returns its new last day, for the story */
function moveTerm({ app, tx, decision, opened: { dossier }, to }: Deciding, today: string): Pick<Detail, 'due'> {
  if (to !== dossier.status) resumeTerm(app, tx, dossier, today)
  if (decision.suspends) stopTerm(tx, dossier.id, decision.suspends, today)
  const [was, is] = [dossier.status, to].map((status) => closing(app.content, status, '') !== null)
  return was && !is ? { due: renewTerm(app, tx, dossier, today) } : {}
}

/** The columns that a decision changes. What only a person may set is set only if this person did. */
function change({ app, member, decision, opened: { dossier }, given, at, to }: Deciding, until: string | undefined) {
  const moved = to !== dossier.status
  return {
    status: to, updatedAt: at, ...freed(dossier, member.id),
    operator: decision.asks.includes('manager') ? Number(given.manager || member.id) : decision.takes ? member.id : (dossier.operator ?? (moved ? member.id : null)),
    ...afterStaff(app.content, dossier, to, at),
    ...(moved ? { closedAt: closing(app.content, to, at), pausedFrom: to === 'sospesa' ? dossier.status : null } : {}),
    ...nextOf(app, decision, dossier, given, until, to),
    ...(given.priority ? { priority: given.priority } : {}),
    ...(decision.spoke && !dossier.contactedAt ? { contactedAt: at } : {}),
  }
}

/** The next date: the one given, or that of what was asked for. What was due for a step that is over goes, and a closed dossier has none. */
function nextOf({ content }: App, { suspends }: Decision, dossier: Dossier, given: Given, until: string | undefined, to: string) {
  if (closing(content, to, '') !== null) return { nextOn: null, nextWhat: null }
  if (suspends && until) return { nextOn: until, nextWhat: suspends }
  if (given.nextOn) return { nextOn: given.nextOn, nextWhat: given.nextWhat }
  const over = to !== dossier.status && content.workflow.decisions.some((decision) => decision.suspends === dossier.nextWhat)
  return over ? { nextOn: null, nextWhat: null } : {}
}

/** The priority and the decision, each with its own event; the person is told that something is new if it is. */
function tell({ app, tx, member, decision, opened, given, at, to }: Deciding, days: Pick<Detail, 'until' | 'due'>): void {
  const { dossier, key, filed } = opened
  const event = { dossier: dossier.id, number: dossier.number, at, operator: member.id, role: member.role }
  if (given.priority) record(tx, key, { ...event, kind: 'priorita', status: dossier.status, detail: { priority: given.priority, reason: given.priorityReason } })
  const message = withAnswers(app, opened, toAnswer(decision, opened), given, messageFor(app.content, decision.code, filed.lang, given.message))
  const inner = decision.moves === 'stays' && !message
  if (inner && !given.reason && !given.nextOn) return
  const named = decision.asks.includes('manager') ? { operatorName: operatorNameOf(app, Number(given.manager || member.id)) ?? '' } : {}
  record(tx, key, { ...event, kind: inner ? 'annota_interna' : decision.code, status: to, detail: { ...detailOf(decision, given, message), ...days, ...named } })
  if (!inner) putNotice(app, tx, opened)
}

function detailOf({ asks }: Decision, { reason, items, nextOn, nextWhat, desk }: Given, message: string): Detail {
  return {
    ...(message ? { message } : {}),
    ...(reason ? { reason } : {}),
    ...(asks.includes('items') ? { items } : {}),
    ...(nextOn ? { next: { on: nextOn, what: nextWhat } } : {}),
    ...(asks.includes('desk') ? { desk } : {}),
  }
}

/** What happened last to a dossier: the page after a decision says that it is done. */
export const lastKind = (app: App, { id }: Dossier): string =>
  app.db.select({ kind: events.kind }).from(events).where(eq(events.dossier, id)).orderBy(desc(events.id)).limit(1).get()?.kind ?? ''
