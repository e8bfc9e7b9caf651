import { and, eq, inArray, isNotNull, isNull, sql } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { appointments, attachments, attempts, dossiers, events, letters, notes, referrals, traces } from '../../db/schema.ts'
import { removeSealed } from '../attachments/files.ts'
import type { RetentionRule } from '../content/content.ts'
import { keptSince, retentionRule } from '../content/keep.ts'
import { appendAudit, countLines, shortenAudit } from '../events/audit.ts'
import { forgetStopsBefore } from '../dossiers/stops.ts'
import { tidyMarks } from '../joins/doubles.ts'
import { forgetBefore } from '../misread/misread.ts'
import { forgetRatingsBefore } from '../ratings/ratings.ts'
import type { App } from '../web/context.ts'
import { isDue, ruleOf } from './due.ts'

export type DueDossier = { id: number; number: string; act: string; status: string; closedAt: string; rule: RetentionRule }
/** What would go now: requests whose time is over, lines of the log. */
export type Due = { dossiers: DueDossier[]; lines: number }

/** What is destroyed at once: in between, others may write. */
const atOnce = 100

/** What would go now. Nothing is changed. */
export function dueNow(app: App): Due {
  const rules = [...app.content.retention.values()]
  const closed = app.content.workflow.statuses.filter(({ open }) => !open).map(({ code }) => code)
  // Of what was closed before that moment was kept, the last change is it.
  const closedAt = sql<string>`coalesce(${dossiers.closedAt}, ${dossiers.updatedAt})`
  const rows = app.db.select({ id: dossiers.id, number: dossiers.number, act: dossiers.act, status: dossiers.status, closedAt })
    .from(dossiers).where(and(inArray(dossiers.status, closed), isNull(dossiers.erasedAt))).all()
  const due = rows.filter((row) => isDue(rules, row, app.now())).flatMap((row) => {
    const rule = ruleOf(rules, row)
    return rule ? [{ ...row, rule }] : []
  })
  return { dossiers: due, lines: countLines(app.db, logKeptSince(app)) }
}

/**
 * Erases what is due: keys first, so that from that moment nobody reads it, here or in an old copy; then what they closed.
 * Killed halfway, it goes on where it was when run again. What stays is number, dates, act, office, comune: the register and the counts.
 */
export function eraseDue(app: App): Due {
  const due = dueNow(app)
  for (let i = 0; i < due.dossiers.length; i += atOnce) eraseSome(app, due.dossiers.slice(i, i + atOnce).map(({ id }) => id))
  finishErased(app)
  tidyMarks(app)
  if (due.lines > 0) shortenAudit(app.db, logKeptSince(app), app.now().toISOString())
  const month = keptSince(retentionRule(app.content, 'conteggi'), app.now()).slice(0, 7)
  forgetBefore(app.db, month)
  forgetStopsBefore(app.db, month)
  forgetRatingsBefore(app.db, month)
  return due
}

function eraseSome(app: App, ids: number[]): void {
  app.keys.destroy(ids)
  const files = app.db.transaction((tx) => emptyRows(app, tx, ids), { behavior: 'immediate' })
  for (const file of files) removeSealed(app, file)
}

/** @returns the files that no row speaks of any more */
function emptyRows(app: App, tx: Db, ids: number[]): string[] {
  const at = app.now().toISOString()
  const files = tx.delete(attachments).where(inArray(attachments.dossier, ids)).returning({ file: attachments.file }).all()
  tx.update(events).set({ sealed: null }).where(inArray(events.dossier, ids)).run()
  for (const table of [letters, traces, notes, attempts, appointments, referrals]) tx.delete(table).where(inArray(table.dossier, ids)).run()
  for (const id of ids) {
    const row = tx.update(dossiers).set({ sealed: Buffer.alloc(0), erasedAt: at, waitingSince: null, revision: sql`${dossiers.revision} + 1` }).where(eq(dossiers.id, id)).returning({ number: dossiers.number }).get()
    appendAudit(tx, { at, operator: null, role: 'sistema', action: 'cancellazione', subject: row.number, outcome: 'ok' })
  }
  return files.map(({ file }) => file)
}

/** A key that outlived its dossier, from a copy put back: it goes too. */
function finishErased(app: App): void {
  const erased = app.db.select({ id: dossiers.id }).from(dossiers).where(isNotNull(dossiers.erasedAt)).all().map(({ id }) => id)
  const kept = app.keys.kept(erased)
  if (kept.length) app.keys.destroy(kept)
}

const logKeptSince = (app: App): string => keptSince(retentionRule(app.content, 'registro_accessi'), app.now())
