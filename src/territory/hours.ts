import { addDays } from './holidays.ts'

/** When a desk opens: day 1 is Monday, 7 is Sunday; from and to are clock times HH:MM in Italy. */
export type Opening = { day: number; from: string; to: string }
export type NextOpening = { day: number; date: string; from: string }
export type OpenState = { open: boolean; until?: string; next?: NextOpening }

/** Far enough to pass every run of holidays, for a desk open one day a week. */
const horizon = 35

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Rome', hourCycle: 'h23',
  year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
})

/**
 * Says if a desk is open at a moment, on the clock of Italy, summer time included.
 * Open: `until` is the closing time. Closed: `next` is the first opening to come; absent when there is none in sight.
 * @param holidays ISO dates on which the desk is closed.
 */
export function openState(hours: Opening[], now: Date, holidays: Set<string>): OpenState {
  const { date, time } = inItaly(now)
  const today = openingsOf(hours, date, holidays)
  const until = closingTime(today, time)
  if (until) return { open: true, until }
  const later = today.find(({ from }) => from > time)
  const next = later ? { day: later.day, date, from: later.from } : nextDay(hours, date, holidays)
  return next ? { open: false, next } : { open: false }
}

/** The date and the time that a clock on an Italian wall shows. */
function inItaly(now: Date): { date: string; time: string } {
  const part = Object.fromEntries(clock.formatToParts(now).map(({ type, value }) => [type, value]))
  return { date: `${part.year}-${part.month}-${part.day}`, time: `${part.hour}:${part.minute}` }
}

function openingsOf(hours: Opening[], date: string, holidays: Set<string>): Opening[] {
  if (holidays.has(date)) return []
  const day = new Date(`${date}T00:00:00Z`).getUTCDay() || 7
  return hours.filter((opening) => opening.day === day).sort((a, b) => a.from.localeCompare(b.from))
}

/** Openings that touch count as one: 9-13 and 13-17 close at 17. */
function closingTime(today: Opening[], time: string): string | undefined {
  let until: string | undefined
  for (const { from, to } of today) {
    const running = from <= time && time < to
    const goesOn = until !== undefined && from <= until && to > until
    if (running || goesOn) until = until && until > to ? until : to
  }
  return until
}

function nextDay(hours: Opening[], date: string, holidays: Set<string>): NextOpening | undefined {
  for (let ahead = 1; ahead <= horizon; ahead++) {
    const then = addDays(date, ahead)
    const first = openingsOf(hours, then, holidays)[0]
    if (first) return { day: first.day, date: then, from: first.from }
  }
  return undefined
}
