import { lt, sql } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { misread } from '../../db/schema.ts'
import type { Shape } from './shape.ts'

/** Counts one more sentence of this shape. @param day ISO; of it only the month is kept */
export function count(db: Db, desk: string, shape: Shape, day: string): void {
  db.insert(misread).values({ ...shape, desk, month: day.slice(0, 7), count: 1 })
    .onConflictDoUpdate({ target: [misread.month, misread.desk, misread.lang, misread.length, misread.axis], set: { count: sql`${misread.count} + 1` } }).run()
}

/** Forgets what was counted before this month. @param month "2026-11" */
export const forgetBefore = (db: Db, month: string): void => void db.delete(misread).where(lt(misread.month, month)).run()

/** What was counted, month by month, the newest first. */
export const counted = (db: Db) => db.select().from(misread).orderBy(sql`${misread.month} desc, ${misread.count} desc`).all()
