import { inTime, quantile, targets, workedDays, workingBetween, type Times, type Worked } from './days.ts'
import { daysBetween } from '../terms/calendar.ts'
import { countsOf, largest, tally, wordOf, type Figure, type Row, type Told } from './figures.ts'
import type { Arrived, Contacted, Courses, Waiting } from './indicators.ts'
import { hideSmall, isSmall, nothing, share, sum, threshold, type Cell } from './small.ts'
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

/** Days to the first human contact, by priority. Who still waits beyond the target counts as beyond; who waits within it does not count yet. */
export function contacts(told: Told, rows: Contacted[], today: string): Figure {
  const worked = workedIn(told)
  const groups = priorities.map((code) => ({ code, all: rows.filter(({ priority }) => (priority ?? '') === code) })).filter(({ all }) => all.length)
  const counts = hideSmall(groups.map(({ all }) => sum(all.map(({ n }) => n))))
  const heads = (['count', 'days', 'days', 'percent'] as const).map((kind, i) => ({ head: told.voice.t(`indicators.heads.contatto_${i}`), kind }))
  const columns = heads.map(({ head, kind }) => ({ head, kind }))
  return { id: 'contatto', columns, drawn: 1, rows: groups.map(({ code, all }, i) => ({ label: wordOf(told.voice, 'priorities', code || 'nessuna'), cells: [counts[i] ?? 0, ...contactCells(worked, code, all, counts[i] ?? 0, today)] })) }
}

function contactCells(worked: (desk: string) => Worked, code: string, all: Contacted[], shown: Cell, today: string): Cell[] {
  const met = all.flatMap(({ desk, received, contacted, n }) => (contacted === null ? [] : [{ days: workingBetween(worked(desk), received, contacted), n }]))
  if (typeof shown !== 'number' || total(met) < threshold) return [nothing, nothing, nothing]
  const target = targets[code]
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

/** What went how (domain.md 2.13): how many, of how many, in percent. */
export function course(told: Told, all: Arrived[], went: Courses): Figure {
  const ended = endedIn(told.content)
  const closed = all.filter(({ status }) => ended.includes(status))
  const archived = closed.filter(({ status }) => status === 'archiviata')
  // Shown here only where the table of outcomes shows it too.
  const byOutcome = hideSmall([...tally(closed, ({ status }) => [status]).values()])
  const hidden = byOutcome.some((cell) => typeof cell !== 'number')
  const row = (id: string, cells: Cell[]): Row => ({ label: told.voice.t(`indicators.courses.${id}`), cells })
  const rows = [
    row('first', share(total(closed.filter(({ first }) => first)), total(closed))),
    row('incomplete', share(went.incomplete, total(all))),
    row('completed', share(went.completed, went.incomplete)),
    row('archived', hidden && archived.length ? ['kept', share(0, total(closed))[1], nothing] : share(total(archived), total(closed))),
    row('reopened', share(went.reopened, total(all))),
  ]
  return { id: 'andamento', columns: (['count', 'count', 'percent'] as const).map((kind, i) => ({ head: told.voice.t(`indicators.heads.andamento_${i}`), kind })), rows, drawn: 2 }
}

/** The indicators of the seeds that can be counted now. */
export function seeds(told: Told, went: Courses): Figure {
  const row = (id: Exclude<keyof Courses, 'incomplete' | 'completed' | 'reopened'>): Row => ({ label: told.voice.t(`indicators.seeds.${id}`), cells: [isSmall(went[id]) ? 'few' : went[id]] })
  return { id: 'presi', columns: [{ head: told.voice.t('indicators.heads.presi'), kind: 'count' }], rows: [row('taken'), row('assessed'), row('planned'), row('agreed')] }
}

export const opportunities = (told: Told, rows: { axes: string; n: number }[]): Figure =>
  countsOf(told, 'opportunita', largest(tally(rows, ({ axes }) => needsIn(axes).map(axisOf))).map(([code, n]) => [wordOf(told.voice, 'axes', code), n]))

/** The calendar of each desk: its comune has a patron saint. */
function workedIn({ content: { territory } }: Told): (desk: string) => Worked {
  const patrons = new Map(territory.desks.map(({ slug, comune }) => [slug, territory.comuni.find(({ name }) => name === comune)?.patron]))
  return (desk) => workedDays(patrons.get(desk))
}

const total = (rows: (Times | { n: number })[]): number => sum(rows.map(({ n }) => n))
