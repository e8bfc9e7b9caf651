import { addDays, nationalHolidays } from '../territory/holidays.ts'

/** Working days. Days are ISO dates of Italy; `patron` is a day of the year, "12-06". Pure: the day is always given. */

/** Calendar days from a day to another. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

const years = new Map<string, Set<string>>()

/** Is it a holiday of the whole country, or of the patron saint of the comune? */
export function isHoliday(day: string, patron?: string): boolean {
  const year = day.slice(0, 4)
  const holidays = years.get(year) ?? new Set(nationalHolidays(Number(year)))
  years.set(year, holidays)
  return day.slice(5) === patron || holidays.has(day)
}

/** Neither Saturday nor Sunday nor a holiday. */
export function isWorkingDay(day: string, patron?: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !isHoliday(day, patron)
}

/** The first working day from a day on, itself included: a last day that falls on a holiday moves on (art. 2963 c.c.). */
export function workingDayFrom(day: string, patron?: string): string {
  return isWorkingDay(day, patron) ? day : workingDayFrom(addDays(day, 1), patron)
}

/** The day so many working days after a day, which is not counted; with none, the day itself. */
export function addWorkingDays(day: string, count: number, patron?: string): string {
  let at = day
  for (let left = count; left > 0; left -= 1) at = workingDayFrom(addDays(at, 1), patron)
  return at
}
