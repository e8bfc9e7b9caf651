import { eq, sql } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { dossiers } from '../../db/schema.ts'
import { closing, findById, keyOf, type Dossier } from '../dossiers/dossiers.ts'
import { afterStaff } from '../dossiers/turn.ts'
import { record, type Detail } from '../events/events.ts'
import type { App } from '../web/context.ts'

/** Who does it: a member of staff, or the person (null). */
export type By = { id: number | null; role: string }
export const thePerson: By = { id: null, role: 'cittadino' }

/** Why nothing was written, as a key of agenda.problems. */
export type Refusal = 'changed' | 'taken' | 'closed' | 'already' | 'late' | 'early'
export type Outcome = 'done' | Refusal
type Deed = { kind: string; detail: Detail; change?: Partial<typeof dossiers.$inferInsert> }

/**
 * One verb on a dossier, in one transaction that ends with its event.
 * @param revision of the page on which it was asked; if anything changed in between, nothing is written
 * @param write checks first and writes then: where it gives a refusal it has written nothing
 */
export function act(app: App, by: By, id: number, revision: number, write: (tx: Db, at: string, dossier: Dossier) => Deed | Refusal): Outcome {
  return app.db.transaction((tx) => {
    const dossier = findById(tx, id)
    if (!dossier || dossier.erasedAt || dossier.revision !== revision) return 'changed'
    const at = app.now().toISOString()
    const deed = write(tx, at, dossier)
    if (typeof deed === 'string') return deed
    const seen = by.id === null ? {} : afterStaff(app.content, dossier, dossier.status, at)
    tx.update(dossiers).set({ ...seen, ...deed.change, updatedAt: at, revision: sql`${dossiers.revision} + 1` }).where(eq(dossiers.id, id)).run()
    record(tx, keyOf(app, id), { dossier: id, number: dossier.number, at, kind: deed.kind, status: dossier.status, operator: by.id, role: by.role, detail: deed.detail })
    return 'done'
  }, { behavior: 'immediate' })
}

/** Is the request in our hands? What is closed is reopened first. */
export const isOpen = ({ content }: App, { status }: Dossier): boolean => closing(content, status, '') === null
