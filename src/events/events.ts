import { asc, eq } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { events } from '../../db/schema.ts'
import type { Answers } from '../engine/question.ts'
import { open, seal, type Key } from '../vault/vault.ts'
import { appendAudit } from './audit.ts'

/** What an event tells: to the person, the message and the items asked for; to staff, the reason too; of an answer, what was answered; how to reach the person from then on. */
export type Detail = { message?: string; items?: string[]; until?: string; reason?: string; operatorName?: string; answer?: Answer; contacts?: Answers }
/** The answer to one item that staff asked for: how, in which words, with which files (ids of attachments). */
export type Answer = { item: string; way: 'text' | 'file' | 'porto' | 'aiuto'; words?: string; files?: number[] }

export type NewEvent = {
  dossier: number
  number: string
  at: string
  kind: string
  status: string
  operator: number | null
  role: string
  detail: Detail
}
export type Told = { id: number; at: string; kind: string; status: string; operator: number | null; detail: Detail }

const purpose = 'event'

/** Records what happened, on the timeline and in the audit log. Every verb that changes a dossier ends here. */
export function record(db: Db, key: Key, { number, role, detail, ...event }: NewEvent): void {
  db.insert(events).values({ ...event, sealed: seal(key, purpose, detail) }).run()
  appendAudit(db, { at: event.at, operator: event.operator, role, action: event.kind, subject: number, outcome: 'ok' })
}

/** The story of a dossier, oldest first. */
export function timeline(db: Db, key: Key, dossier: number): Told[] {
  const rows = db.select().from(events).where(eq(events.dossier, dossier)).orderBy(asc(events.id)).all()
  return rows.map(({ id, at, kind, status, operator, sealed }) => ({ id, at, kind, status, operator, detail: sealed ? open<Detail>(key, purpose, sealed) : {} }))
}
