import type { Content } from '../content/content.ts'
import { inTime, quantile, workedDays, workingBetween, type Times, type Worked } from './days.ts'
import { daysBetween } from '../terms/calendar.ts'
import { countedBy, countIn, inPeriod, shareIn } from './apart.ts'
import { countsOf, largest, wordOf, type Figure, type Row, type Told } from './figures.ts'
import type { Arrived, Contacted, Courses, Waiting } from './indicators.ts'
import type { Period } from './periods.ts'
import { hideAlone, hideSmall, nothing, share, sum, threshold, type Cell } from './small.ts'
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
  const counted = countedBy(wide, period, ({ priority }) => [priority ?? ''])
  const groups = priorities.flatMap((code) => counted.filter(([one]) => one === code))
  const counts = hideSmall(groups.map(([, n]) => n), groups.map(([, , apart]) => apart))
  const columns = (['count', 'days', 'days', 'percent'] as const).map((kind, i) => ({ head: told.voice.t(`indicators.heads.contatto_${i}`), kind }))
  const cells = (code: string, i: number) => contactCells(told.content.terms.first_contact.targets, worked, code, rows.filter(({ priority }) => (priority ?? '') === code), counts[i] ?? 0, today)
  return { id: 'contatto', columns, drawn: 1, rows: groups.map(([code], i) => ({ label: wordOf(told.voice, 'priorities', code || 'nessuna'), cells: [counts[i] ?? 0, ...cells(code, i)] })) }
}

type Target = Content['terms']['first_contact']['targets'][number]

function contactCells(targets: Target[], worked: (desk: string) => Worked, code: string, all: Contacted[], shown: Cell, today: string): Cell[] {
  const met = all.flatMap(({ desk, received, contacted, n }) => (contacted === null ? [] : [{ days: workingBetween(worked(desk), received, contacted), n }]))
  if (typeof shown !== 'number' || total(met) < threshold) return [nothing, nothing, nothing]
  const target = targets.find(({ priority }) => priority === code)?.working_days
  const [good, late] = [timed(worked, all, target ?? 0, today, true), timed(worked, all, target ?? 0, today, false)]
  return [quantile(met, 0.5) ?? nothing, quantile(met, 0.9) ?? nothing, target === undefined ? nothing : share(good, good + late)[2]]
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
  const ended = endedIn(told.content)
  const closed = wide.filter(({ status }) => ended.includes(status))
  const archived = closed.filter(({ status }) => status === 'archiviata')
  // Shown here only where the table of outcomes shows it too.
  const byOutcome = countedBy(closed, period, ({ status }) => [status])
  const hidden = hideSmall(byOutcome.map(([, n]) => n), byOutcome.map(([, , apart]) => apart)).some((cell) => typeof cell !== 'number')
  const of = (key: keyof Omit<Courses, 'month'>) => went.map((one) => ({ month: one.month, n: one[key] }))
  const row = (id: string, cells: Cell[]): Row => ({ label: told.voice.t(`indicators.courses.${id}`), cells })
  const rows = [
    row('first', shareIn(closed.filter(({ first }) => first), closed, period)),
    row('incomplete', shareIn(of('incomplete'), wide, period)),
    row('completed', shareIn(of('completed'), of('incomplete'), period)),
    row('archived', hidden && countIn(archived, period).n ? ['kept', shareIn([], closed, period)[1], nothing] : shareIn(archived, closed, period)),
    row('reopened', shareIn(of('reopened'), wide, period)),
  ]
  return { id: 'andamento', columns: (['count', 'count', 'percent'] as const).map((kind, i) => ({ head: told.voice.t(`indicators.heads.andamento_${i}`), kind })), rows, drawn: 2 }
}

/** The indicators of the seeds that can be counted now. */
export function seeds(told: Told, went: Courses[], period: Period): Figure {
  const cell = (id: Exclude<keyof Courses, 'month'>) => {
    const { n, apart } = countIn(went.map((one) => ({ month: one.month, n: one[id] })), period)
    return hideAlone(n, apart)
  }
  const rows = (['taken', 'assessed', 'planned', 'agreed'] as const).map((id) => ({ label: told.voice.t(`indicators.seeds.${id}`), cells: [cell(id)] }))
  return { id: 'presi', columns: [{ head: told.voice.t('indicators.heads.presi'), kind: 'count' }], rows }
}

export const opportunities = (told: Told, wide: { month: string; axes: string; n: number }[], period: Period): Figure =>
  countsOf(told, 'opportunita', largest(countedBy(wide, period, ({ axes }) => needsIn(axes).map(axisOf))).map(([code, n, apart]) => [wordOf(told.voice, 'axes', code), n, apart]))

/** The calendar of each desk: its comune has a patron saint. */
function workedIn({ content: { territory } }: Told): (desk: string) => Worked {
  const patrons = new Map(territory.desks.map(({ slug, comune }) => [slug, territory.comuni.find(({ name }) => name === comune)?.patron]))
  return (desk) => workedDays(patrons.get(desk))
}

const total = (rows: (Times | { n: number })[]): number => sum(rows.map(({ n }) => n))
