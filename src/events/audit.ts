import { createHash } from 'node:crypto'
import { asc, count, desc, eq, lt, lte } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { audit } from '../../db/schema.ts'

/** A line of the log: who, in which role, did or read what, and of which dossier or member of staff. Never a name, never a word of the dossier. */
export type Entry = { at: string; operator: number | null; role: string; action: string; subject: string | null; outcome: 'ok' | 'refused' }
type Line = Omit<Entry, 'outcome'> & { outcome: string }

const origin = '0'.repeat(64)

/** Appends a line, chained to the one before: a missing or altered line is evident (domain.md 4.1). */
export function appendAudit(db: Db, entry: Entry): void {
  db.transaction((tx) => {
    const previous = tx.select({ hash: audit.hash }).from(audit).orderBy(desc(audit.id)).limit(1).get()?.hash ?? origin
    tx.insert(audit).values({ ...entry, previous, hash: hashOf(previous, entry) }).run()
  }, { behavior: 'immediate' })
}

const shortening = 'registro_ridotto'

/** How many lines are older than an instant. */
export const countLines = (db: Db, before: string): number => db.select({ n: count() }).from(audit).where(lt(audit.at, before)).get()?.n ?? 0

/** Forgets the lines older than an instant. A last line says so, and names the hash from which the chain goes on. */
export function shortenAudit(db: Db, before: string, at: string): void {
  db.transaction((tx) => {
    const last = tx.select().from(audit).where(lt(audit.at, before)).orderBy(desc(audit.id)).limit(1).get()
    if (!last) return
    tx.delete(audit).where(lte(audit.id, last.id)).run()
    appendAudit(tx, { at, operator: null, role: 'sistema', action: shortening, subject: last.hash, outcome: 'ok' })
  }, { behavior: 'immediate' })
}

/** Where the chain begins: at the origin, or where a line says that it was shortened. */
const beginnings = (db: Db): string[] => [origin, ...db.select({ hash: audit.subject }).from(audit).where(eq(audit.action, shortening)).all().flatMap(({ hash }) => hash ?? [])]

/** Walks the whole chain. @returns the id of the first line that does not follow, or undefined when all do */
export function firstBreak(db: Db): number | undefined {
  let previous = db.select({ previous: audit.previous }).from(audit).orderBy(asc(audit.id)).limit(1).get()?.previous ?? origin
  if (!beginnings(db).includes(previous)) previous = origin
  for (const line of db.select().from(audit).orderBy(asc(audit.id)).all()) {
    if (line.previous !== previous || line.hash !== hashOf(previous, line)) return line.id
    previous = line.hash
  }
  return undefined
}

const hashOf = (previous: string, { at, operator, role, action, subject, outcome }: Line) =>
  createHash('sha256').update(JSON.stringify([previous, at, operator, role, action, subject, outcome])).digest('hex')
