import type { Terms } from '../content/content.ts'

/** Days are ISO dates of Italy. `patron` is a day of the year, "12-06". Pure: the day is always given. */

type Holiday = Terms['holidays'][number]

const dayMs = 86_400_000

/** The day so many calendar days after a day; before it where they are negative. */
export const addDays = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

/** Calendar days from a day to another. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / dayMs)

/** Easter Sunday of a year of the Gregorian calendar: computus of Meeus, Jones and Butcher (Nature, 1876). */
export function easter(year: number): string {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100]
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const at = h + l - 7 * m + 114
  return `${year}-${String(Math.floor(at / 31)).padStart(2, '0')}-${String((at % 31) + 1).padStart(2, '0')}`
}

/** Is it a holiday of the whole country, or of the patron saint of the comune? */
export function isHoliday(holidays: Holiday[], day: string, patron?: string): boolean {
  const year = Number(day.slice(0, 4))
  const is = (holiday: Holiday) => ('day' in holiday ? day.slice(5) === holiday.day : day === addDays(easter(year), holiday.easter)) && year >= (holiday.since ?? 0)
  return day.slice(5) === patron || holidays.some(is)
}

/** Neither Saturday nor Sunday nor a holiday. */
export function isWorkingDay(holidays: Holiday[], day: string, patron?: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !isHoliday(holidays, day, patron)
}

/** The first working day from a day on, itself included: a last day that falls on a holiday moves on (art. 2963 c.c.). */
export function workingDayFrom(holidays: Holiday[], day: string, patron?: string): string {
  return isWorkingDay(holidays, day, patron) ? day : workingDayFrom(holidays, addDays(day, 1), patron)
}

/** The day so many working days after a day, which is not counted; with none, the day itself. */
export function addWorkingDays(holidays: Holiday[], day: string, count: number, patron?: string): string {
  let at = day
  for (let left = count; left > 0; left -= 1) at = workingDayFrom(holidays, addDays(at, 1), patron)
  return at
}
