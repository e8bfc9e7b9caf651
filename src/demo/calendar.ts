import type { Chance } from '../chance.ts'
import type { Year } from './schemas.ts'

const dayMs = 86_400_000

/** When the requests of the twelve months before today come in, oldest first: more on Mondays and when a month begins. */
export function moments(year: Year, n: number, today: string, chance: Chance): Date[] {
  const days = daysBefore(today)
  const weights = Object.fromEntries(days.map((day) => [day, weightOf(year, day)]))
  return Array.from({ length: n }, () => momentOf(chance.weigh(weights), Number(chance.weigh(year.hours)), chance)).sort((a, b) => a.getTime() - b.getTime())
}

/** A moment when the desk works, so many days later: a weekday morning. */
export function atWork(after: Date, days: number, chance: Chance): Date {
  const day = new Date(after.getTime() + days * dayMs)
  const rest = { 6: 2, 0: 1 }[day.getUTCDay()] ?? 0
  return momentOf(new Date(day.getTime() + rest * dayMs).toISOString().slice(0, 10), chance.between(8, 11), chance)
}

function daysBefore(today: string): string[] {
  const end = Date.parse(`${today}T00:00:00Z`)
  const start = new Date(end)
  start.setUTCFullYear(start.getUTCFullYear() - 1)
  return Array.from({ length: Math.round((end - start.getTime()) / dayMs) }, (_, i) => new Date(start.getTime() + i * dayMs).toISOString().slice(0, 10))
}

function weightOf({ weekdays, first_days }: Year, day: string): number {
  const monday = (new Date(day).getUTCDay() + 6) % 7
  return (weekdays[monday] ?? 1) * (Number(day.slice(8)) <= first_days.until ? first_days.times : 1)
}

const momentOf = (day: string, hour: number, chance: Chance) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000 + chance.between(0, 3_599_999))
