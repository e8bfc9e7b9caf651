import type { Content } from '../content/content.ts'
import type { Voice } from '../templates.ts'
import type { Arrived } from './indicators.ts'
import { hideAlone, hideSmall, sum, type Cell } from './small.ts'
import { axisOf, endedIn, needsIn } from './statuses.ts'

/** A table of the page, and of the files. Labels and heads are in words; what is hidden is so already here. */
export type Column = { head: string; kind: 'count' | 'percent' | 'days' }
export type Row = { label: string; cells: Cell[] }
export type Figure = {
  id: string
  columns: Column[]
  rows: Row[]
  /** The column that is drawn as bars. */
  drawn?: number
  /** So many rows on the page, the longest bars first; the files have them all. */
  most?: number
}

export type Told = { content: Content; voice: Voice }

/** A table of one count a row. `parts`: the rows together are a total that can be seen elsewhere; else a request may stand in more rows, or in none. */
export function countsOf({ voice }: Told, id: string, counts: [label: string, n: number][]): Figure {
  const cells = hideSmall(counts.map(([, n]) => n))
  const rows = counts.map(([label], i) => ({ label, cells: [cells[i] ?? 0] }))
  return { id, columns: [{ head: voice.t(`indicators.heads.${id}`), kind: 'count' }], rows, drawn: 0 }
}

/** The tables of what arrived: by month, axis, need, act, channel and ambito. */
export function arrivals(told: Told, all: Arrived[], months: string[], monthName: (month: string) => string): Figure[] {
  const by = (key: (row: Arrived) => string[]) => tally(all, key)
  const word = (list: string) => ([code, n]: [string, number]): [string, number] => [wordOf(told.voice, list, code), n]
  const month = by((row) => [row.month])
  return [
    ...(months.length > 1 ? [countsOf(told, 'mesi', months.map((at) => [monthName(at), month.get(at) ?? 0]))] : []),
    countsOf(told, 'assi', largest(by(({ axes }) => orUnsaid(needsIn(axes).map(axisOf)))).map(word('axes'))),
    countsOf(told, 'bisogni', largest(by(({ axes }) => orUnsaid(needsIn(axes)))).map(word('needs'))),
    countsOf(told, 'atti', largest(by(({ act }) => [act])).map(word('acts'))),
    countsOf(told, 'canali', largest(by(({ channel, counter }) => [counter ? 'sportello' : channel])).map(word('channels'))),
    countsOf(told, 'ambiti', largest(by(({ ambito }) => [ambito || 'nessuno'])).map(([slug, n]) => [told.content.territory.ambiti.find((one) => one.slug === slug)?.name ?? wordOf(told.voice, 'ambiti', slug), n])),
  ]
}

/** How they stand now: first open and closed, then how the closed ones ended; each a total of its own. */
export function outcomes(told: Told, all: Arrived[]): Figure {
  const counts = tally(all, ({ status }) => [status])
  const ended = endedIn(told.content)
  const closed = ended.filter((code) => counts.get(code)).map((code) => ({ code, n: counts.get(code) ?? 0 }))
  const open = hideSmall([sum([...counts.values()]) - sum(closed.map(({ n }) => n)), sum(closed.map(({ n }) => n))])
  const cells = hideSmall(closed.map(({ n }) => n))
  const name = (code: string) => told.voice.text(told.content.workflow.statuses.find((one) => one.code === code)?.name ?? { it: code })
  const rows = [{ label: told.voice.t('indicators.still_open'), cells: open.slice(0, 1) }, ...closed.map(({ code }, i) => ({ label: name(code), cells: [cells[i] ?? 0] }))]
  return { id: 'esiti', columns: [{ head: told.voice.t('indicators.heads.esiti'), kind: 'count' }], rows, drawn: 0 }
}

/** How many, by each of the keys of a row: a request with two axes stands in both. */
export function tally<T extends { n: number }>(rows: T[], keys: (row: T) => string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const row of rows) for (const key of new Set(keys(row))) counts.set(key, (counts.get(key) ?? 0) + row.n)
  return counts
}

export const largest = (counts: Map<string, number>): [string, number][] => [...counts].toSorted(([, one], [, other]) => other - one)

/** A word of locales/it/indicators.json; a code that has none stands for itself. */
export function wordOf({ t }: Voice, list: string, code: string): string {
  const key = `indicators.${list}.${code}`
  const word = t(key)
  return word === key ? code : word
}

/** The total at the top of the page. */
export const totalOf = (all: { n: number }[]): Cell => hideAlone(sum(all.map(({ n }) => n)))

const orUnsaid = (codes: string[]): string[] => (codes.length ? codes : ['non_detto'])

/** The rows that the page shows. What is hidden has no place in an order: it would tell something. */
export function onPage(figure: Figure): Figure {
  const { most, drawn = 0, rows } = figure
  const size = ({ cells }: Row) => (typeof cells[drawn] === 'number' ? cells[drawn] : 0)
  return most === undefined ? figure : { ...figure, rows: rows.filter((row) => size(row) > 0).toSorted((one, other) => size(other) - size(one)).slice(0, most) }
}
