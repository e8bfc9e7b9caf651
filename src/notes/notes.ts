import { desc, eq } from '../../db/drizzle.ts'
import { notes, staff } from '../../db/schema.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import { appendAudit } from '../events/audit.ts'
import { open, seal } from '../vault/vault.ts'
import type { App, StaffMember } from '../web/context.ts'

/** The longest note, in characters. */
export const longestNote = 2000
const purpose = 'note'

export type Note = { id: number; at: string; author: string; words: string }

/** The notes of a dossier, newest first. They are of staff for staff: no page of the person, no receipt and no export reads this table. */
export function notesOf(app: App, { dossier, key }: OpenDossier): Note[] {
  const rows = app.db.select({ note: notes, author: staff.name }).from(notes).innerJoin(staff, eq(staff.id, notes.operator)).where(eq(notes.dossier, dossier.id)).orderBy(desc(notes.id)).all()
  return rows.map(({ note, author }) => ({ id: note.id, at: note.at, author, words: open<string>(key, `${purpose} ${dossier.id}`, note.sealed) }))
}

/** Adds a note, sealed with the dossier's key. It changes nothing of the request, so it holds on whatever page it was written; the story does not tell it, the log does. */
export function addNote(app: App, { id, role }: StaffMember, { dossier, key }: OpenDossier, words: string): void {
  const at = app.now().toISOString()
  app.db.transaction((tx) => {
    tx.insert(notes).values({ dossier: dossier.id, at, operator: id, sealed: seal(key, `${purpose} ${dossier.id}`, words) }).run()
    appendAudit(tx, { at, operator: id, role, action: 'nota', subject: dossier.number, outcome: 'ok' })
  }, { behavior: 'immediate' })
}
