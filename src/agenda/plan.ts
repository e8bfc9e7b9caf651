import { isRealDate } from '../engine/dates.ts'
import type { Form } from '../engine/question.ts'
import { addDays } from '../territory/holidays.ts'
import { field } from '../web/form.ts'
import { instantOf, isTime, mondayOf, weekdayOf } from './time.ts'

export const modes = ['sportello', 'telefono', 'domicilio'] as const
/** What staff typed to make the slots of some weeks; as strings, so that a refusal shows it all again. */
export type Plan = { days: string[]; from: string; to: string; minutes: string; mode: string; start: string; weeks: string; mine: boolean }

const most = { weeks: 26, slots: 2000, daysAhead: 180 }
const [shortest, longest] = [5, 240]

export const readPlan = (form: Form): Plan => ({
  days: [form.giorni ?? []].flat(), from: field(form, 'dalle'), to: field(form, 'alle'), minutes: field(form, 'minuti'), mode: field(form, 'modo'),
  start: field(form, 'dal'), weeks: field(form, 'settimane'), mine: field(form, 'per') === 'me',
})

/** What the form shows at first. */
export const usualPlan = (start: string): Plan => ({ days: ['1', '2', '3', '4', '5'], from: '09:00', to: '13:00', minutes: '30', mode: 'sportello', start, weeks: '4', mine: false })

/** What is wrong in a plan, as a key of agenda.problems, and the field it is about; undefined when nothing is. */
export function problemIn(plan: Plan, today: string): { problem: string; field: string } | undefined {
  if (!plan.days.length || plan.days.some((day) => !/^[1-7]$/.test(day))) return { problem: 'days', field: 'giorni' }
  if (!isTime(plan.from) || !isTime(plan.to) || plan.from >= plan.to) return { problem: 'times', field: 'dalle' }
  if (!isWhole(plan.minutes, shortest, longest)) return { problem: 'minutes', field: 'minuti' }
  if (!modes.some((mode) => mode === plan.mode)) return { problem: 'mode', field: 'modo' }
  if (!isRealDate(plan.start) || mondayOf(plan.start) < mondayOf(today) || plan.start > addDays(today, most.daysAhead)) return { problem: 'start', field: 'dal' }
  if (!isWhole(plan.weeks, 1, most.weeks)) return { problem: 'weeks', field: 'settimane' }
  return daysOf(plan).length * timesOf(plan).length > most.slots ? { problem: 'too_many', field: 'settimane' } : undefined
}

/** When the slots of a plan begin (ISO instants), in order; none on a day that is closed. @param plan one in which nothing is wrong */
export function startsOf(plan: Plan, closed: Set<string>): string[] {
  const times = timesOf(plan)
  return daysOf(plan).filter((day) => !closed.has(day)).flatMap((day) => times.flatMap((time) => instantOf(day, time) ?? []))
}

/** The holidays that a plan falls on: whoever made it is told. */
export const skippedIn = (plan: Plan, closed: Set<string>): string[] => daysOf(plan).filter((day) => closed.has(day))

const daysOf = ({ start, weeks, days }: Plan): string[] =>
  Array.from({ length: Number(weeks) * 7 }, (_, at) => addDays(start, at)).filter((day) => days.includes(String(weekdayOf(day))))

/** From the first time on, as many as end before the last. */
function timesOf({ from, to, minutes }: Plan): string[] {
  const length = Number(minutes)
  const count = Math.floor((minutesOf(to) - minutesOf(from)) / length)
  return Array.from({ length: count }, (_, at) => clockOf(minutesOf(from) + at * length))
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
const clockOf = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const isWhole = (typed: string, least: number, largest: number) => /^\d{1,3}$/.test(typed) && Number(typed) >= least && Number(typed) <= largest
