import type { Content } from '../content/content.ts'
import { inTime, quantile, workedDays, workingBetween, type Times, type Worked } from './days.ts'
import { daysBetween } from '../terms/calendar.ts'
import { inPeriod, less, seriesBy, shareIn, tell, tellOne } from './apart.ts'
import { countsOf, largest, sidesOf, wordOf, type Figure, type Row, type Told } from './figures.ts'
import type { Arrived, Contacted, Courses, Waiting } from './indicators.ts'
import type { Period } from './periods.ts'
import { hideSmall, isSmall, kept, nothing, share, sum, threshold, type Cell } from './small.ts'
import { axisOf, endedIn, needsIn } from './statuses.ts'

const priorities = ['U0', 'U1', 'U2', 'U3', 'U4', 'INFO', '']
/** Days waiting, up to and with: as the targets go. */
const bands = [0, 3, 10, 20, Number.POSITIVE_INFINITY]

/** How old the queue is: by worked days, and by days of the calendar. */
export function age(told: Told, rows: Waiting[], today: string): Figure {
  const worked = workedIn(told)
  const ours = rows.flatMap(({ desk, since, n }) => (since === null ? [] : [{ n, working: workingBetween(worked(desk), since, today), calendar: daysBetween(since, today) }]))
  const inBand = (days: number, i: number) => days <= (bands[i] ?? 0) && (i === 0 || days > (bands[i - 1] ?? 0))
  const columns = (['working', 'calendar'] as const).map((kind) => hideSmall(bands.map((_, i) => sum(ours.filter((row) => inBand(row[kind], i)).map(({ n }) => n)))))
  const heads = ['working', 'calendar'].map((kind) => ({ head: told.voice.t(`indicators.heads.${kind}`), kind: 'count' as const }))
  return { id: 'attesa', columns: heads, rows: bands.map((_, i) => ({ label: told.voice.t(`indicators.bands.${i}`), cells: columns.map((cells) => cells[i] ?? 0) })), drawn: 0 }
}

/** Days to the first human contact, by priority. Who still waits beyond the target counts as beyond; who waits within it does not count yet. @param wide of whole years */
export function contacts(told: Told, wide: Contacted[], period: Period, today: string): Figure {
  const worked = workedIn(told)
  const rows = wide.filter(inPeriod(period))
  const counted = tell(seriesBy(wide, ({ priority }) => [priority ?? '']), period)
  const groups = priorities.flatMap((code) => counted.filter((one) => one.code === code))
  const columns = (['count', 'days', 'days', 'percent'] as const).map((kind, i) => ({ head: told.voice.t(`indicators.heads.contatto_${i}`), kind }))
  const cells = (code: string, cell: Cell) => contactCells(told.content.terms.first_contact.targets, worked, code, rows.filter(({ priority }) => (priority ?? '') === code), cell, today)
  return { id: 'contatto', columns, drawn: 1, rows: groups.map(({ code, cell }) => ({ label: wordOf(told.voice, 'priorities', code || 'nessuna'), cells: [cell, ...cells(code, cell)] })) }
}

type Target = Content['terms']['first_contact']['targets'][number]

function contactCells(targets: Target[], worked: (desk: string) => Worked, code: string, all: Contacted[], shown: Cell, today: string): Cell[] {
  const met = all.flatMap(({ desk, received, contacted, n }) => (contacted === null ? [] : [{ days: workingBetween(worked(desk), received, contacted), n }]))
  if (typeof shown !== 'number' || total(met) < threshold) return [nothing, nothing, nothing]
  const target = targets.find(({ priority }) => priority === code)?.working_days
  const [good, late] = [timed(worked, all, target ?? 0, today, true), timed(worked, all, target ?? 0, today, false)]
  return [quantile(met, 0.5) ?? nothing, quantile(met, 0.9) ?? nothing, target === undefined || isSmall(shown - good - late) ? nothing : share(good, good + late)[2]]
}

/** How many were met in time; or how many were not, those who still wait beyond the target with them. */
function timed(worked: (desk: string) => Worked, all: Contacted[], target: number, today: string, within: boolean): number {
  return sum(all.flatMap(({ desk, received, contacted, open, n }) => {
    if (contacted === null && !open) return []
    const good = inTime(worked(desk), received, contacted ?? today, target)
    return good === within && (contacted !== null || !within) ? [n] : []
  }))
}

/** What went how (domain.md 2.13): how many, of how many, in percent. @param wide, went of whole years */
export function course(told: Told, wide: Arrived[], went: Courses[], period: Period): Figure {
  const { closed: cell, ended } = sidesOf(told, wide, period)
  const closed = { rows: wide.filter(({ status }) => endedIn(told.content).includes(status)), cell }
  const first = closed.rows.filter(({ first: one }) => one)
  const all = { rows: wide, cell: tellOne(wide, period) }
  const incomplete = of(went, 'incomplete')
  const lacking = shareIn(incomplete, all, period)
  // The table of outcomes shows who was archived, and who was closed with an answer, the first time or later.
  const archived = ended.find(({ code }) => code === 'archiviata')?.cell ?? 0
  const answered = less(closed.rows.filter(({ status }) => status === 'chiusa_orientamento'), first)
  const shares: [string, [Cell, Cell, Cell]][] = [
    ['first', shareIn(first, closed, period, [answered])],
    ['incomplete', lacking],
    ['completed', shareIn(of(went, 'completed'), { rows: incomplete, cell: lacking[0] }, period)],
    ['archived', typeof archived === 'number' ? shareIn(closed.rows.filter(({ status }) => status === 'archiviata'), closed, period) : [kept, cell, nothing]],
    ['reopened', shareIn(of(went, 'reopened'), all, period)],
  ]
  const columns = (['count', 'count', 'percent'] as const).map((kind, i) => ({ head: told.voice.t(`indicators.heads.andamento_${i}`), kind }))
  return { id: 'andamento', columns, rows: shares.map(([id, cells]): Row => ({ label: told.voice.t(`indicators.courses.${id}`), cells })), drawn: 2 }
}

const of = (went: Courses[], key: keyof Omit<Courses, 'month'>) => went.map((one) => ({ month: one.month, n: one[key] }))

/** The indicators of the seeds that can be counted now: each is part of the one that it is told after, and of all that arrived. */
export function seeds(told: Told, wide: Arrived[], went: Courses[], period: Period): Figure {
  const all = { rows: wide, cell: tellOne(wide, period) }
  const within = (key: keyof Omit<Courses, 'month'>, whole: { rows: { month: string; n: number }[]; cell: Cell }) => ({ rows: of(went, key), cell: shareIn(of(went, key), whole, period)[0] })
  const taken = within('taken', all)
  const planned = within('planned', taken)
  const cells = { taken, assessed: within('assessed', taken), planned, agreed: within('agreed', planned) }
  return countsOf(told, 'presi', Object.entries(cells).map(([id, { cell }]) => ({ label: told.voice.t(`indicators.seeds.${id}`), cell })))
}

export const opportunities = (told: Told, wide: { month: string; axes: string; n: number }[], period: Period): Figure =>
  countsOf(told, 'opportunita', largest(tell(seriesBy(wide, ({ axes }) => needsIn(axes).map(axisOf)), period)).map(({ code, cell }) => ({ label: wordOf(told.voice, 'axes', code), cell })))

/** The calendar of each desk: its comune has a patron saint. */
function workedIn({ content: { territory } }: Told): (desk: string) => Worked {
  const patrons = new Map(territory.desks.map(({ slug, comune }) => [slug, territory.comuni.find(({ name }) => name === comune)?.patron]))
  return (desk) => workedDays(patrons.get(desk))
}

const total = (rows: (Times | { n: number })[]): number => sum(rows.map(({ n }) => n))
