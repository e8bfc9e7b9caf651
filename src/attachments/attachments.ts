import { asc, eq, sql } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { attachments, dossiers } from '../../db/schema.ts'
import { keyOf, type Dossier } from '../dossiers/dossiers.ts'
import { askedNow } from '../dossiers/status.ts'
import { afterPerson } from '../dossiers/turn.ts'
import { record, timeline, type Answer } from '../events/events.ts'
import { forgetLettersAbout, itemsReminder } from '../outbox/outbox.ts'
import { fingerprint, open, seal, type Key } from '../vault/vault.ts'
import { resumeTerm } from '../terms/terms.ts'
import { todayInRome, type App } from '../web/context.ts'
import { saidSince } from './answers.ts'
import { readSealed, removeOthers, removeSealed, writeSealed } from './files.ts'

/** Files of one dossier, at most. */
export const mostFiles = 20
/** A file on disk waits so long for its row before the chore takes it for a stray. */
const strayMinutes = 60
export const purpose = 'attachment'

export type Attachment = { id: number; item: string; at: string; type: string; size: number; name: string }
/** A file as it was examined: `name` is what the person's device called it. */
export type Ready = { name: string; type: string; bytes: Buffer }
export type Given = { way: Answer['way']; words: string; files: Ready[] }
/** `over`: files that found no room. */
export type Outcome = { said: 'answered' | 'same' | 'closed'; over: number }

type Kept = Ready & { file: string; mark: string }
type Sealed = { name: string; mark: string }

/**
 * Answers one item of the open request for what is missing. One verb, one transaction, one event; the status stays until an
 * operator confirms (domain.md 2.9). The same answer twice is one answer, and the same file twice is one file.
 */
export function answer(app: App, dossier: Dossier, item: string, given: Given): Outcome {
  const key = keyOf(app, dossier.id)
  // Written before the row is: a row never speaks of a file that is not whole.
  const kept = given.files.map((file): Kept => ({ ...file, file: writeSealed(app, key, file.bytes), mark: fingerprint(file.bytes) }))
  const taken: string[] = []
  try {
    return app.db.transaction((tx) => write(app, tx, { key, dossier, item, given, kept, taken }), { behavior: 'immediate' })
  } catch (error) {
    taken.length = 0
    throw error
  } finally {
    for (const { file } of kept) if (!taken.includes(file)) removeSealed(app, file)
  }
}

type Writing = { key: Key; dossier: Dossier; item: string; given: Given; kept: Kept[]; taken: string[] }

function write(app: App, tx: Db, { key, dossier: { id }, item, given, kept, taken }: Writing): Outcome {
  const dossier = tx.select().from(dossiers).where(eq(dossiers.id, id)).get()
  const story = timeline(tx, key, id)
  if (!dossier || !askedNow({ dossier, story })?.detail.items?.includes(item)) return { said: 'closed', over: 0 }
  const rows = rowsOf(tx, key, id)
  const fresh = kept.filter(({ mark }, at) => !rows.some((row) => row.item === item && row.mark === mark) && kept.findIndex((one) => one.mark === mark) === at)
  const room = fresh.slice(0, Math.max(0, mostFiles - rows.length))
  const over = fresh.length - room.length
  if (room.length === 0 && isSame(given, saidSince({ dossier, story }, item).at(-1))) return { said: 'same', over }
  const at = app.now().toISOString()
  const files = room.map((file) => insert(tx, key, { dossier: id, item, at }, file))
  taken.push(...room.map(({ file }) => file))
  forgetLettersAbout(tx, id, itemsReminder)
  tx.update(dossiers).set({ updatedAt: at, ...afterPerson(dossier, at), revision: sql`${dossiers.revision} + 1` }).where(eq(dossiers.id, id)).run()
  // The term runs again from the day of the first answer, whenever somebody of us reads it.
  resumeTerm(app, tx, dossier, todayInRome(app.now()))
  const answered: Answer = { item, way: given.way, ...(given.words ? { words: given.words } : {}), ...(files.length ? { files } : {}) }
  record(tx, key, { dossier: id, number: dossier.number, at, kind: 'risposta', status: dossier.status, operator: null, role: 'cittadino', detail: { answer: answered } })
  return { said: 'answered', over }
}

/** Nothing new in it: no words but those of the last answer, and the same way. */
function isSame({ way, words, files }: Given, last: Answer | undefined): boolean {
  if (way === 'file') return files.length > 0 && (!words || words === last?.words)
  return last?.way === way && (last.words ?? '') === words
}

function insert(tx: Db, key: Key, where: { dossier: number; item: string; at: string }, { name, mark, file, type, bytes }: Kept): number {
  return tx.insert(attachments).values({ ...where, file, type, size: bytes.length, sealed: seal(key, purpose, { name, mark } satisfies Sealed) }).returning({ id: attachments.id }).get().id
}

function rowsOf(db: Db, key: Key, dossier: number) {
  const rows = db.select().from(attachments).where(eq(attachments.dossier, dossier)).orderBy(asc(attachments.id)).all()
  return rows.map(({ sealed, ...row }) => ({ ...row, ...open<Sealed>(key, purpose, sealed) }))
}

/** The files of a dossier, by id. */
export const filesOf = (app: App, key: Key, dossier: number): Map<number, Attachment> => new Map(rowsOf(app.db, key, dossier).map((row) => [row.id, row]))

/** One file of a dossier, opened; undefined if it is of another, or does not open any more. */
export function openFile(app: App, dossier: Dossier, id: number): { id: number; item: string; type: string; bytes: Buffer } | undefined {
  const row = app.db.select().from(attachments).where(eq(attachments.id, id)).get()
  if (row?.dossier !== dossier.id) return undefined
  try {
    return { id, item: row.item, type: row.type, bytes: readSealed(app, keyOf(app, dossier.id), row.file) }
  } catch {
    return undefined
  }
}

/** Chore: files without a row, left by a crash or by an erased dossier. */
export function sweepFiles(app: App): number {
  const wanted = new Set(app.db.select({ file: attachments.file }).from(attachments).all().map(({ file }) => file))
  return removeOthers(app, wanted, new Date(app.now().getTime() - strayMinutes * 60_000))
}
