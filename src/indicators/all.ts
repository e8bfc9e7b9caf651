import type { Voice } from '../templates.ts'
import { todayInRome, type App, type StaffMember } from '../web/context.ts'
import { tellOne, wholeYears } from './apart.ts'
import { stopsOf, unreadOf } from './drafts.ts'
import { arrivals, outcomes, type Figure } from './figures.ts'
import { activated, arrived, contacted, courses, stops, unread, waiting } from './indicators.ts'
import { monthsOf, type Period } from './periods.ts'
import { age, contacts, course, opportunities, seeds } from './process.ts'
import type { Cell } from './small.ts'

/** The chapters of the page, in their order. */
export type Group = { id: 'arrivi' | 'attesa' | 'esiti' | 'semi' | 'bozze'; figures: Figure[] }

/** Everything that is counted for a member in a period. A table without rows is left out. */
export function figuresOf(app: App, member: StaffMember, period: Period, voice: Voice): { total: Cell; groups: Group[] } {
  const told = { content: app.content, voice }
  const today = todayInRome(app.now())
  const years = wholeYears(period)
  const [wide, went] = [arrived(app, member, years), courses(app, member, years)]
  const groups: Group[] = [
    { id: 'arrivi', figures: arrivals(told, wide, period, monthsOf(period, today)) },
    { id: 'attesa', figures: [age(told, waiting(app, member), today), contacts(told, contacted(app, member, years), period, today)] },
    { id: 'esiti', figures: [outcomes(told, wide, period), course(told, wide, went, period)] },
    { id: 'semi', figures: [seeds(told, wide, went, period), opportunities(told, activated(app, member, years), period)] },
    { id: 'bozze', figures: [stopsOf(told, stops(app, period)), ...unreadOf(told, unread(app, member, years), period)] },
  ]
  return { total: tellOne(wide, period), groups: groups.map(({ id, figures }) => ({ id, figures: figures.filter(({ rows }) => rows.length) })) }
}
