import { gte, lt, or, type SQL } from '../../db/drizzle.ts'
import { slots } from '../../db/schema.ts'
import type { Content, Desk } from '../content/content.ts'
import { isHoliday } from '../terms/calendar.ts'
import { patronOf } from '../terms/terms.ts'
import { closedDays } from '../territory/desks.ts'
import { addDays } from '../territory/holidays.ts'
import { todayInRome, type App } from '../web/context.ts'
import { instantOf, weekdayOf } from './time.ts'

/** A holiday of the whole country, of the patron saint, or a day of the week without opening hours: then a home may still be visited. */
export type Closed = 'holiday' | 'patron' | 'shut'

/** Why a desk is closed to the public on a day (domain.md 2.7: the calendar of the terms); undefined where it is open. */
export function closedOn(content: Content, desk: Desk, day: string): Closed | undefined {
  if (isHoliday(day)) return 'holiday'
  if (isHoliday(day, patronOf(content, desk.slug))) return 'patron'
  return desk.hours.some((opening) => opening.day === weekdayOf(day)) ? undefined : 'shut'
}

/** Slots that lie on no holiday to come: made before the day was known, or by hand, nobody is called on it. */
export function onNoHoliday(app: App, desk: Desk): (SQL | undefined)[] {
  const today = todayInRome(app.now())
  return [...closedDays(app.content, desk, app.now())].filter((day) => day >= today).map((day) => {
    const [from = '', to = ''] = [day, addDays(day, 1)].map((at) => instantOf(at, '00:00'))
    return or(lt(slots.startsAt, from), gte(slots.startsAt, to))
  })
}
