import { asc, eq } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { events } from '../../db/schema.ts'
import type { Answers } from '../engine/question.ts'
import { open, seal, type Key } from '../vault/vault.ts'
import { appendAudit } from './audit.ts'

/** What an event tells: to the person, the message and the items asked for; to staff, the reason too; of an answer, what was answered; what the person wrote to us of their own (`words`); how to reach the person from then on; the last day of a term that begins anew (`due`). */
export type Detail = { message?: string; items?: string[]; until?: string; reason?: string; operatorName?: string; answer?: Answer; words?: string; contacts?: Answers; priority?: string; next?: Next; due?: string; desk?: string; join?: Joined }
/** What staff will do next, and on which day: a code of workflow.yaml. */
export type Next = { on: string; what: string }
/** Requests joined: the number of the other; what goes back to what it was when that is undone: the wait of the one, the term of the other. */
export type Joined = { number: string; waitingSince?: string | null; dueOn?: string }
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
  /** How the log calls it, where it is not the kind. */
  action?: string
}
export type Told = { id: number; at: string; kind: string; status: string; operator: number | null; detail: Detail }

const purpose = 'event'

/** What staff do among themselves: who follows it, who read its reserved part and why. No page of the person, and no copy of their data, tells it. */
const amongStaff = new Set(['prende', 'passa', 'passa_auto', 'lascia', 'subentra', 'aperta_parte_riservata', 'priorita', 'annota_interna', 'identita_vista'])

/** The story as it is told to the person. */
export const toldToPerson = (story: Told[]): Told[] => story.filter(({ kind }) => !amongStaff.has(kind))

/** Records what happened, on the timeline and in the audit log. Every verb that changes a dossier ends here. */
export function record(db: Db, key: Key, { number, role, detail, action, ...event }: NewEvent): void {
  db.insert(events).values({ ...event, sealed: seal(key, purpose, detail) }).run()
  appendAudit(db, { at: event.at, operator: event.operator, role, action: action ?? event.kind, subject: number, outcome: 'ok' })
}

/** The story of a dossier, oldest first. */
export function timeline(db: Db, key: Key, dossier: number): Told[] {
  const rows = db.select().from(events).where(eq(events.dossier, dossier)).orderBy(asc(events.id)).all()
  return rows.map(({ id, at, kind, status, operator, sealed }) => ({ id, at, kind, status, operator, detail: sealed ? open<Detail>(key, purpose, sealed) : {} }))
}

/** Writes a story down again for another dossier, under its key. Not in the log: nothing happens again. */
export function copyStory(db: Db, key: Key, story: Told[], dossier: number): void {
  for (const { at, kind, status, operator, detail } of story) db.insert(events).values({ dossier, at, kind, status, operator, sealed: seal(key, purpose, detail) }).run()
}
