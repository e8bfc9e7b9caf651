import { and, eq, sql } from '../../db/drizzle.ts'
import { dossiers } from '../../db/schema.ts'
import type { Content, Workflow } from '../content/content.ts'
import { closing, keyOf, type Dossier } from '../dossiers/dossiers.ts'
import { record } from '../events/events.ts'
import type { App } from '../web/context.ts'

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
  if (!move || dossier.revision !== revision) return false
  return app.db.transaction((tx) => {
    const at = app.now().toISOString()
    const closedAt = closing(app.content, move.to, at)
    const change = { status: move.to, updatedAt: at, closedAt, waitingSince: closedAt ? null : at, revision: sql`${dossiers.revision} + 1` }
    const { changes } = tx.update(dossiers).set(change).where(and(eq(dossiers.id, dossier.id), eq(dossiers.revision, revision))).run()
    if (changes === 0) return false
    record(tx, keyOf(app, dossier.id), { dossier: dossier.id, number: dossier.number, at, kind: move.code, status: move.to, operator: null, role: 'cittadino', detail: reason ? { reason } : {} })
    return true
  }, { behavior: 'immediate' })
}
