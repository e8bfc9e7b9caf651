import { and, gte, lt, sql } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { ratings } from '../../db/schema.ts'
import type { Rating } from './rating.ts'

/** Counts one more rating like this. @param day ISO; of it only the month is kept */
export function count(db: Db, rating: Rating, day: string): void {
  db.insert(ratings).values({ ...rating, month: day.slice(0, 7), count: 1 })
    .onConflictDoUpdate({ target: [ratings.month, ratings.page, ratings.stars, ratings.reason], set: { count: sql`${ratings.count} + 1` } }).run()
}

/** What was counted in these months. @param until the first month that is left out */
export const counted = (db: Db, from: string, until: string) =>
  db.select({ page: ratings.page, stars: ratings.stars, reason: ratings.reason, count: sql<number>`sum(${ratings.count})` }).from(ratings)
    .where(and(gte(ratings.month, from), lt(ratings.month, until))).groupBy(ratings.page, ratings.stars, ratings.reason).all()

/** Forgets what was counted before this month. @param month "2026-11" */
export const forgetRatingsBefore = (db: Db, month: string): void => void db.delete(ratings).where(lt(ratings.month, month)).run()
