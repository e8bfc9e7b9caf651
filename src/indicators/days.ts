import { isWorkingDay } from '../terms/calendar.ts'

const dayMs = 86_400_000

/** The days that a desk works: Monday to Friday, but for national holidays and the patron saint of its comune. */
export type Worked = {
  on(day: string): boolean
  /** Worked days up to a day and with it, since a day long past. */
  upTo(day: string): number
}

const start = Date.parse('2020-01-01')
const ofDay = (day: string) => Math.round((Date.parse(day) - start) / dayMs)

/** Made once for each patron saint: a page asks for thousands of days. */
const known = new Map<string, Worked>()

/** @param patron MM-DD */
export function workedDays(patron = ''): Worked {
  const worked = known.get(patron) ?? makeWorked(patron)
  known.set(patron, worked)
  return worked
}

function makeWorked(patron: string): Worked {
  const counts: number[] = []
  const on = (day: string) => isWorkingDay(day, patron)
  const upTo = (day: string) => {
    for (let at = counts.length; at <= ofDay(day); at++) counts.push((counts.at(-1) ?? 0) + (on(new Date(start + at * dayMs).toISOString().slice(0, 10)) ? 1 : 0))
    return counts[ofDay(day)] ?? 0
  }
  return { on, upTo }
}

/** Worked days after a day, up to another and with it: the day itself does not count (art. 2963 c.c.). */
export const workingBetween = (worked: Worked, from: string, to: string): number => Math.max(0, worked.upTo(to) - worked.upTo(from))

/** Was a contact on `to` within the target of terms.yaml, in working days? None means the same day, or the first one worked (domain.md 2.7). */
export function inTime(worked: Worked, from: string, to: string, target: number): boolean {
  const between = workingBetween(worked, from, to)
  return target === 0 ? between === 0 || (!worked.on(from) && between === 1) : between <= target
}

/** So many times this number of days. */
export type Times = { days: number; n: number }

/** The value below or at which lies a part of all (nearest rank). @param part 0.5 for the median */
export function quantile(times: Times[], part: number): number | undefined {
  const total = times.reduce((all, { n }) => all + n, 0)
  let before = 0
  for (const { days, n } of times.toSorted((one, other) => one.days - other.days)) {
    before += n
    if (before >= total * part) return days
  }
  return undefined
}
