import { and, asc, eq, ne, sql } from '../../db/drizzle.ts'
import { dossiers, staff } from '../../db/schema.ts'
import { putNotice } from '../dossiers/notice.ts'
import { assign } from '../assignment/assignment.ts'
import { reaches } from '../assignment/colleagues.ts'
import { tryOpenDossier, type Dossier } from '../dossiers/dossiers.ts'
import { sightOf } from '../dossiers/status.ts'
import type { Language } from '../engine/text.ts'
import { record } from '../events/events.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import { findMine, refuse } from '../triage/triage.ts'
import type { App, StaffMember } from '../web/context.ts'
import type { Chosen } from './chosen.ts'

/** Why one was left out: a key of bulk.why. */
export type Why = 'gone' | 'changed' | 'closed' | 'refusal' | 'report' | 'reach' | 'already' | 'reason'
export type Report = { done: string[]; skipped: { number: string; why: Why }[] }

/** Ready words for the person, neutral: keys of bulk.messages. Never a decision. */
export const messages = ['leggiamo', 'chiamaci', 'passa'] as const
export type Message = (typeof messages)[number]

/** Near a refusal words are the responsible person's alone, one by one (domain.md 2.5). */
const refusals = ['preavviso', 'non_accolta']

/** Takes the same small step on each, one transaction a dossier, and tells which were left out and why. No status ever changes here. */
export function each(app: App, member: StaffMember, chosen: Chosen[], step: (dossier: Dossier) => Why | undefined): Report {
  const report: Report = { done: [], skipped: [] }
  for (const { number, revision } of chosen) {
    const dossier = findMine(app, member, number)
    if (!dossier) refuse(app, member, number)
    const why = !dossier || dossier.erasedAt ? 'gone' : dossier.revision !== revision ? 'changed' : step(dossier)
    if (why) report.skipped.push({ number, why })
    else report.done.push(number)
  }
  return report
}

export type Colleague = StaffMember

/** Those who work here and see these desks, or what is given to them in their ambito. */
export const colleaguesFor = (app: App, desks: string[]): Colleague[] =>
  app.db.select().from(staff).where(and(eq(staff.active, true), ne(staff.email, ''))).orderBy(asc(staff.name)).all().filter((one) => desks.some((desk) => reaches(app.content, one, desk)))

/** Gives one dossier to a colleague, as from its own page. */
export function giveTo(app: App, member: StaffMember, dossier: Dossier, colleague: Colleague, reason: string): Why | undefined {
  if (dossier.operator === colleague.id) return isOpen(app, dossier) ? 'already' : 'closed'
  const outcome = assign(app, member, dossier, dossier.revision, { way: 'passa', reason, to: colleague.id })
  const whys = { done: undefined, not_allowed: 'closed', changed: 'changed', reason: 'reason', colleague: 'reach' } as const
  return whys[outcome]
}

/** Sends one neutral message: the person reads it in the story, and is told that there is news. */
export function tell(app: App, member: StaffMember, dossier: Dossier, message: Message): Why | undefined {
  if (refusals.includes(dossier.status)) return 'refusal'
  if (!isOpen(app, dossier)) return 'closed'
  const opened = tryOpenDossier(app, dossier)
  if (!opened) return 'gone'
  if (sightOf(opened) !== 'tutto') return 'report'
  const { t } = app.templates.voice(opened.filed.lang as Language)
  const words = t(`bulk.messages.${message}.words`, { phone: deskOrWelcome(app.content, dossier.desk)?.phone })
  return app.db.transaction((tx): Why | undefined => {
    const at = app.now().toISOString()
    const change = { updatedAt: at, revision: sql`${dossiers.revision} + 1` }
    if (tx.update(dossiers).set(change).where(and(eq(dossiers.id, dossier.id), eq(dossiers.revision, dossier.revision))).run().changes === 0) return 'changed'
    putNotice(app, tx, opened)
    record(tx, opened.key, { dossier: dossier.id, number: dossier.number, at, kind: 'messaggio', status: dossier.status, operator: member.id, role: member.role, detail: { message: words } })
    return undefined
  }, { behavior: 'immediate' })
}

const isOpen = ({ content }: App, { status }: Dossier): boolean => content.workflow.statuses.some(({ code, open }) => open && code === status)
