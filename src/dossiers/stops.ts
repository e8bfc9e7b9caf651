import { lt, sql } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { dropOff } from '../../db/schema.ts'
import type { Walk } from '../engine/journey.ts'
import { todayInRome, type App } from '../web/context.ts'

const journey = 'richiesta'
/** After every question: look again, and send. */
const sending = 'invio'

/**
 * Counts, without anybody in it, where requests stop (domain.md 2.13): one more answer at the question left behind, one draft less that stands
 * there, one more at the next. A draft that is never sent stays counted where it stood: nobody can open it afterwards, so it is counted before.
 * @param answered the question that was answered; of one answered again nothing is counted
 */
export function countStep(db: Db, now: Date, from: Walk | undefined, to: Walk | undefined, answered?: string): void {
  const [before, after] = [standsAt(from), standsAt(to)]
  if (before === after) return
  const month = todayInRome(now).slice(0, 7)
  const one = (question: string, steps: number, left: number) => ({ month, journey, question, answered: steps, left })
  const rows = [...(before ? [one(before, answered === before ? 1 : 0, -1)] : []), ...(after ? [one(after, 0, 1)] : [])]
  db.insert(dropOff).values(rows).onConflictDoUpdate({
    target: [dropOff.month, dropOff.journey, dropOff.question],
    set: { answered: sql`${dropOff.answered} + excluded.answered`, left: sql`${dropOff.left} + excluded."left"` },
  }).run()
}

/** A draft begins, changes its act, or is sent. */
export const countBegun = (app: App, from: Walk | undefined, to: Walk): void => countStep(app.quick, app.now(), from, to)
export const countSent = (app: App, at: Walk): void => countStep(app.quick, app.now(), at, undefined, sending)

/** Forgets the counts of the months before one (retention.yaml, "conteggi"). */
export const forgetStopsBefore = (db: Db, month: string): void => void db.delete(dropOff).where(lt(dropOff.month, month)).run()

const standsAt = (walked: Walk | undefined): string | undefined => walked && (walked.current?.id ?? sending)
