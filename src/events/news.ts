import { and, asc, inArray } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { events } from '../../db/schema.ts'

/** What brings a dossier to the top: what the person did, or a service gave back (domain.md 2.9, n. 5). Each is told by its own name. */
const kinds = ['risposta', 'osservazioni', 'appuntamento_spostato', 'appuntamento_disdetto', 'affidamento_rifiutato', 'affidamento_concluso'] as const
export type News = (typeof kinds)[number]

type Happened = { kind: string; at: string }
const isNews = (kind: string): kind is News => kinds.some((one) => one === kind)
/** Of an appointment that was moved and then given back only the last counts. */
const topicOf = (kind: News): string => (kind.startsWith('appuntamento') ? 'appuntamento' : kind)

/** What happened since a dossier came to the top, the newest first, each once. @param arrivedAt of the dossier; null: nothing is new */
export function newsIn(story: Happened[], arrivedAt: string | null): News[] {
  if (arrivedAt === null) return []
  const since = story.flatMap(({ kind, at }) => (at >= arrivedAt && isNews(kind) ? [kind] : []))
  return [...new Map(since.map((kind) => [topicOf(kind), kind])).values()].toReversed()
}

/** The same for the rows of a list, in one reading: of an event only its kind and time are looked at. */
export function newsOf(db: Db, rows: { id: number; arrivedAt: string | null }[]): Map<number, News[]> {
  const arrived = rows.filter(({ arrivedAt }) => arrivedAt !== null)
  if (!arrived.length) return new Map()
  const found = db.select({ dossier: events.dossier, kind: events.kind, at: events.at }).from(events)
    .where(and(inArray(events.dossier, arrived.map(({ id }) => id)), inArray(events.kind, [...kinds]))).orderBy(asc(events.id)).all()
  const stories = Map.groupBy(found, ({ dossier }) => dossier)
  return new Map(arrived.map(({ id, arrivedAt }) => [id, newsIn(stories.get(id) ?? [], arrivedAt)]))
}
