import { sql, type SQL } from '../../db/drizzle.ts'

/** The last Sunday of a month, at one in the morning of Greenwich: when the clocks of Europe move (directive 2000/84/EC). */
function clockMoves(year: number, month: number): string {
  const last = new Date(Date.UTC(year, month, 0))
  return `${new Date(last.getTime() - last.getUTCDay() * 86_400_000).toISOString().slice(0, 10)}T01:00`
}

/** The first and last year of which something is kept. */
const [firstYear, howMany] = [2024, 20]
const summers = Array.from({ length: howMany }, (_, i) => [clockMoves(firstYear + i, 3), clockMoves(firstYear + i, 10)] as const)

/** The day of Italy of an instant kept in UTC, inside SQL: SQLite knows no time zones. @param since, until ISO days that hold every instant */
export function romanDay(instant: SQL, since: string, until: string): SQL {
  const near = summers.filter(([from]) => from.slice(0, 4) >= since.slice(0, 4) && from.slice(0, 4) <= until.slice(0, 4))
  const summer = near.map(([from, to]) => sql`(${instant} >= ${from} and ${instant} < ${to})`)
  return summer.length ? sql`date(${instant}, case when ${sql.join(summer, sql` or `)} then '+2 hours' else '+1 hours' end)` : sql`date(${instant}, '+1 hours')`
}

/** The instant at which a day begins in Italy. @param day ISO */
export function beginsAt(day: string): string {
  const [from = '', to = ''] = summers.find(([at]) => at.startsWith(day.slice(0, 4))) ?? []
  const winter = new Date(`${day}T00:00:00+01:00`).toISOString()
  return winter >= from && winter < to ? new Date(`${day}T00:00:00+02:00`).toISOString() : winter
}
