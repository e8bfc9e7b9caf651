import type { Content } from '../content/content.ts'
import type { Voice } from '../templates.ts'
import { countedBy, countIn, type Counted } from './apart.ts'
import type { Arrived } from './indicators.ts'
import { monthName, type Period } from './periods.ts'
import { hideAlone, hideSmall, type Cell } from './small.ts'
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
export function countsOf({ voice }: Told, id: string, counts: [label: string, n: number, apart?: boolean][]): Figure {
  const cells = hideSmall(counts.map(([, n]) => n), counts.map(([, , apart = false]) => apart))
  const rows = counts.map(([label], i) => ({ label, cells: [cells[i] ?? 0] }))
  return { id, columns: [{ head: voice.t(`indicators.heads.${id}`), kind: 'count' }], rows, drawn: 0 }
}

/** The tables of what arrived: by month, axis, need, act, channel and ambito. @param wide of whole years */
export function arrivals(told: Told, wide: Arrived[], period: Period, months: string[]): Figure[] {
  const { voice, content } = told
  const by = (keys: (row: Arrived) => string[], name: (code: string) => string) => largest(countedBy(wide, period, keys)).map(([code, n, apart]): Counted => [name(code), n, apart])
  const word = (list: string) => (code: string) => wordOf(voice, list, code)
  const ambito = (slug: string) => content.territory.ambiti.find((one) => one.slug === slug)?.name ?? wordOf(voice, 'ambiti', slug)
  return [
    ...(months.length > 1 ? [countsOf(told, 'mesi', months.map((at) => monthOf(wide, at, voice)))] : []),
    countsOf(told, 'assi', by(({ axes }) => orUnsaid(needsIn(axes).map(axisOf)), word('axes'))),
    countsOf(told, 'bisogni', by(({ axes }) => orUnsaid(needsIn(axes)), word('needs'))),
    countsOf(told, 'atti', by(({ act }) => [act], word('acts'))),
    countsOf(told, 'canali', by(({ channel, counter }) => [counter ? 'sportello' : channel], word('channels'))),
    countsOf(told, 'ambiti', by(({ ambito: slug }) => [slug || 'nessuno'], ambito)),
  ]
}

/** A month of a longer period is told as it would be alone. */
function monthOf(wide: Arrived[], at: string, voice: Voice): Counted {
  const { n, apart } = countIn(wide, { code: 'scelto', from: `${at}-01`, until: `${at}-28` })
  return [monthName(voice, at), n, apart]
}

/** How they stand now: first open and closed, then how the closed ones ended; each a total of its own. */
export function outcomes(told: Told, wide: Arrived[], period: Period): Figure {
  const ended = endedIn(told.content)
  const closed = countedBy(wide, period, ({ status }) => (ended.includes(status) ? [status] : []))
  const sides = countedBy(wide, period, ({ status }) => [ended.includes(status) ? 'closed' : 'open'])
  const both = ['open', 'closed'].map((code): Counted => sides.find(([one]) => one === code) ?? [code, 0, false])
  const [open = 0] = hideSmall(both.map(([, n]) => n), both.map(([, , apart]) => apart))
  const cells = hideSmall(closed.map(([, n]) => n), closed.map(([, , apart]) => apart))
  const name = (code: string) => told.voice.text(told.content.workflow.statuses.find((one) => one.code === code)?.name ?? { it: code })
  const rows = [{ label: told.voice.t('indicators.still_open'), cells: [open] }, ...closed.map(([code], i) => ({ label: name(code), cells: [cells[i] ?? 0] }))]
  return { id: 'esiti', columns: [{ head: told.voice.t('indicators.heads.esiti'), kind: 'count' }], rows, drawn: 0 }
}

/** The largest first. What is hidden has no place in an order. */
export const largest = <T extends [string, number, ...unknown[]]>(counts: Iterable<T>): T[] => [...counts].toSorted(([, one], [, other]) => other - one)

/** A word of locales/it/indicators.json; a code that has none stands for itself. */
export function wordOf({ t }: Voice, list: string, code: string): string {
  const key = `indicators.${list}.${code}`
  const word = t(key)
  return word === key ? code : word
}

/** The total at the top of the page. */
export function totalOf(wide: Arrived[], period: Period): Cell {
  const { n, apart } = countIn(wide, period)
  return hideAlone(n, apart)
}

const orUnsaid = (codes: string[]): string[] => (codes.length ? codes : ['non_detto'])

/** The rows that the page shows. What is hidden has no place in an order: it would tell something. */
export function onPage(figure: Figure): Figure {
  const { most, drawn = 0, rows } = figure
  const size = ({ cells }: Row) => (typeof cells[drawn] === 'number' ? cells[drawn] : 0)
  return most === undefined ? figure : { ...figure, rows: rows.filter((row) => size(row) > 0).toSorted((one, other) => size(other) - size(one)).slice(0, most) }
}
