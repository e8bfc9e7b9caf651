import { addDays } from '../territory/holidays.ts'

/** A day and a time as a clock on an Italian wall shows them. */
export type Wall = { day: string; time: string }

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome', dateStyle: 'short', timeStyle: 'short' })
const hour = 3_600_000

export function wallOf(iso: string): Wall {
  const [day = '', time = ''] = clock.format(new Date(iso)).split(' ')
  return { day, time }
}

/** The instant of a day and a time in Italy, summer time or not; undefined in the hour that is skipped in March. */
export function instantOf(day: string, time: string): string | undefined {
  const asIfUtc = Date.parse(`${day}T${time}:00Z`)
  const instants = [2, 1].map((ahead) => new Date(asIfUtc - ahead * hour).toISOString())
  return instants.find((iso) => wallOf(iso).day === day && wallOf(iso).time === time)
}

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

export const mondayOf = (day: string): string => addDays(day, 1 - weekdayOf(day))

export const isTime = (typed: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(typed)

/** The last day before that is neither Saturday, Sunday nor one of those closed. */
export function workingDayBefore(day: string, closed: Set<string>): string {
  const before = addDays(day, -1)
  return weekdayOf(before) > 5 || closed.has(before) ? workingDayBefore(before, closed) : before
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** "lunedì 30 novembre 2026": who has an appointment thinks in days of the week. */
export function longDay(lang: string, day: string): string {
  const format = formats.get(lang) ?? new Intl.DateTimeFormat(`${lang}-u-nu-latn`, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  formats.set(lang, format)
  return format.format(new Date(`${day}T00:00:00Z`))
}
