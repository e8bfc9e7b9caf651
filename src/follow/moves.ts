import { isDeepStrictEqual } from 'node:util'
import { and, eq, sql } from '../../db/drizzle.ts'
import { dossiers } from '../../db/schema.ts'
import type { Content, Workflow } from '../content/content.ts'
import { closing, findById, keyOf, type Dossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { leaveTraces } from '../dossiers/traces.ts'
import type { Answers } from '../engine/question.ts'
import { redirectLetters } from '../agenda/notice.ts'
import { dropFixed } from '../agenda/appointments.ts'
import { endReferrals } from '../referrals/referrals.ts'
import { record, timeline } from '../events/events.ts'
import { forgetLettersAbout, itemsReminder } from '../outbox/outbox.ts'
import { renewTerm, resumeTerm } from '../terms/terms.ts'
import { todayInRome, type App } from '../web/context.ts'
import { contactsOf } from './contacts.ts'

type Move = Workflow['citizen_moves'][number]

/** What the person may do with a request now (domain.md 2.5). */
export const movesOf = ({ workflow }: Content, { status, closedAt, updatedAt }: Dossier, now: Date): Move[] =>
  workflow.citizen_moves.filter(({ from, days }) => from.includes(status) && (!days || Date.parse(closedAt ?? updatedAt) + days * 86_400_000 > now.getTime()))

/**
 * Withdraws or reopens, in one transaction that ends with its event.
 * @param revision of the page on which it was asked; if anything changed in between, nothing is written
 * @returns false where it may not be done, or not any more
 */
export function makeMove(app: App, dossier: Dossier, revision: number, code: string, reason: string): boolean {
  const move = movesOf(app.content, dossier, app.now()).find((m) => m.code === code)
  const { id } = dossier
  if (!move || dossier.revision !== revision) return false
  return app.db.transaction((tx) => {
    const at = app.now().toISOString()
    const closedAt = closing(app.content, move.to, at)
    const change = { status: move.to, updatedAt: at, closedAt, waitingSince: closedAt ? null : at, ...(closedAt ? { service: null } : {}), ...nothingDue, revision: sql`${dossiers.revision} + 1` }
    const { changes } = tx.update(dossiers).set(change).where(and(eq(dossiers.id, dossier.id), eq(dossiers.revision, revision))).run()
    if (changes === 0) return false
    const today = todayInRome(app.now())
    resumeTerm(app, tx, dossier, today)
    const due = !isOpen(app, dossier) && !closedAt ? renewTerm(app, tx, dossier, today) : undefined
    forgetLettersAbout(tx, dossier.id, itemsReminder)
    if (closedAt) {
      dropFixed(tx, dossier)
      endReferrals(tx, id, at)
    }
    record(tx, keyOf(app, dossier.id), { dossier: dossier.id, number: dossier.number, at, kind: move.code, status: move.to, operator: null, role: 'cittadino', detail: { ...(reason ? { reason } : {}), ...(due ? { due } : {}) } })
    return true
  }, { behavior: 'immediate' })
}

/** What was asked for, or put on hold, is not so any more. */
const nothingDue = { arrivedAt: null, pausedFrom: null, nextOn: null, nextWhat: null }

/** Are the contacts of a request still of use, and hence the person's to change? Not once it is closed. */
export const isOpen = ({ content }: App, { status }: Dossier): boolean => closing(content, status, '') === null

/**
 * Keeps how to reach the person from now on, in one transaction that ends with its event. Two pages open at once: the last one counts,
 * and both stand in the story.
 * @param contacts all of them, as read by `readContacts`
 * @returns 'same' and 'closed' where nothing was written
 */
export function changeContacts(app: App, { dossier: { id }, key, filed }: OpenDossier, contacts: Answers): 'changed' | 'same' | 'closed' {
  return app.db.transaction((tx) => {
    const dossier = findById(tx, id)
    if (!dossier || dossier.erasedAt || !isOpen(app, dossier)) return 'closed'
    if (isDeepStrictEqual(contactsOf(app.content, filed, timeline(tx, key, id)), contacts)) return 'same'
    const at = app.now().toISOString()
    tx.update(dossiers).set({ updatedAt: at, revision: sql`${dossiers.revision} + 1` }).where(eq(dossiers.id, id)).run()
    leaveTraces(app, tx, dossier, filed, contacts)
    record(tx, key, { dossier: id, number: dossier.number, at, kind: 'contatti', status: dossier.status, operator: null, role: 'cittadino', detail: { contacts } })
    redirectLetters(app, tx, { dossier, key, filed, story: timeline(tx, key, id) })
    return 'changed'
  }, { behavior: 'immediate' })
}
