import { addDays, nationalHolidays } from '../territory/holidays.ts'

/** Is this day worked? Monday to Friday, but for national holidays and the patron saint. */
export type Worked = (day: string) => boolean

/** @param patron MM-DD, of the desk's comune */
export function workedDays(patron?: string): Worked {
  const holidays = new Map<string, Set<string>>()
  return (day) => {
    const year = day.slice(0, 4)
    const free = holidays.get(year) ?? new Set([...nationalHolidays(Number(year)), ...(patron ? [`${year}-${patron}`] : [])])
    holidays.set(year, free)
    return !free.has(day) && new Date(day).getUTCDay() % 6 !== 0
  }
}

/** Worked days after a day, up to another and with it: the day itself does not count (art. 2963 c.c.). Far ends are near enough at a thousand. */
export function workingBetween(worked: Worked, from: string, to: string): number {
  let count = 0
  for (let day = addDays(from, 1), i = 0; day <= to && i < 1500; day = addDays(day, 1), i++) if (worked(day)) count += 1
  return count
}

export const daysBetween = (from: string, to: string): number => Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000))

/** First human contact, internal targets in working days (domain.md 2.7): U1 the same day, or the first one worked. */
export const targets: Record<string, number> = { U1: 0, U2: 3, U3: 10, U4: 20 }

/** Was a contact on `to` within the target? */
export function inTime(worked: Worked, from: string, to: string, target: number): boolean {
  const between = workingBetween(worked, from, to)
  return target === 0 ? between === 0 || (!worked(from) && between === 1) : between <= target
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
