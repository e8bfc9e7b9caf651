import { createHash } from 'node:crypto'
import { asc, desc } from '../../db/drizzle.ts'
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

/** Walks the whole chain. @returns the id of the first line that does not follow, or undefined when all do */
export function firstBreak(db: Db): number | undefined {
  let previous = origin
  for (const line of db.select().from(audit).orderBy(asc(audit.id)).all()) {
    if (line.previous !== previous || line.hash !== hashOf(previous, line)) return line.id
    previous = line.hash
  }
  return undefined
}

const hashOf = (previous: string, { at, operator, role, action, subject, outcome }: Line) =>
  createHash('sha256').update(JSON.stringify([previous, at, operator, role, action, subject, outcome])).digest('hex')
