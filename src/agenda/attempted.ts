import { and, asc, desc, eq, gt, inArray } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { attempts, events } from '../../db/schema.ts'
import type { Content } from '../content/content.ts'
import { daysBetween } from '../terms/calendar.ts'
import { todayInRome } from '../web/context.ts'

/** Attempts to reach the person since they last gave a sign of themselves; `days`: from the first to the last. */
export type Attempted = { count: number; channels: number; days: number; enough: boolean }

/**
 * Who answers, changes something alone, brings what was missing or stands at the desk was found: what was tried before counts no more
 * (domain.md 2.9, n. 6: "no answer"). A request opened again begins a search of its own.
 */
const signs = ['risposta', 'arrivata', 'osservazioni', 'contatti', 'appuntamento_spostato', 'appuntamento_disdetto', 'appuntamento_fatto', 'identita_vista', 'riapri_persona', 'riapri']

/** Is it time to give up for now? Attempts on several channels, over many days, all without an answer (terms.yaml; domain.md 2.9). */
export function attempted(db: Db, { terms, workflow }: Content, dossier: number): Attempted {
  const found = [...signs, ...workflow.decisions.flatMap(({ code, spoke }) => (spoke ? [code] : []))]
  const back = db.select({ at: events.at }).from(events).where(and(eq(events.dossier, dossier), inArray(events.kind, found))).orderBy(desc(events.id)).limit(1).get()?.at ?? ''
  const all = db.select().from(attempts).where(and(eq(attempts.dossier, dossier), gt(attempts.at, back))).orderBy(asc(attempts.at), asc(attempts.id)).all()
  const vain = all.slice(all.findLastIndex(({ outcome }) => outcome === 'parlato') + 1)
  const [first, last] = [vain[0], vain.at(-1)].map((one) => (one ? todayInRome(new Date(one.at)) : ''))
  const count = vain.length
  const channels = new Set(vain.map(({ channel }) => channel)).size
  const days = first && last ? daysBetween(first, last) : 0
  const { attempts: least } = terms
  return { count, channels, days, enough: count >= least.count && channels >= least.channels && days >= least.days }
}
