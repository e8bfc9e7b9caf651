import type { Content } from '../content/content.ts'
import type { Voice } from '../templates.ts'
import { less, seriesBy, tell, tellOne, type ByMonth } from './apart.ts'
import type { Arrived } from './indicators.ts'
import { monthName, type Period } from './periods.ts'
import { few, kept, type Cell } from './small.ts'
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

/** A table of one count a row. */
export function countsOf({ voice }: Told, id: string, counts: { label: string; cell: Cell }[]): Figure {
  return { id, columns: [{ head: voice.t(`indicators.heads.${id}`), kind: 'count' }], rows: counts.map(({ label, cell }) => ({ label, cells: [cell] })), drawn: 0 }
}

/** The tables of what arrived: by month, axis, need, act, channel and ambito. @param wide of whole years */
export function arrivals(told: Told, wide: Arrived[], period: Period, months: string[]): Figure[] {
  const { voice, content } = told
  const by = (keys: (row: Arrived) => string[], name: (code: string) => string, sides?: (code: string) => ByMonth[]) => largest(tell(seriesBy(wide, keys), period, sides)).map(({ code, cell }) => ({ label: name(code), cell }))
  const word = (list: string) => (code: string) => wordOf(voice, list, code)
  const ambito = (slug: string) => content.territory.ambiti.find((one) => one.slug === slug)?.name ?? wordOf(voice, 'ambiti', slug)
  return [
    ...(months.length > 1 ? [countsOf(told, 'mesi', months.map((at) => monthOf(wide, at, voice)))] : []),
    countsOf(told, 'assi', by(axesOf, word('axes'), (axis) => [without(wide, axesOf, axis)])),
    countsOf(told, 'bisogni', by(needsOf, word('needs'), (need) => [without(wide, needsOf, need), without(wide.filter((row) => axesOf(row).includes(axisOf(need))), needsOf, need)])),
    countsOf(told, 'atti', by(({ act }) => [act], word('acts'))),
    countsOf(told, 'canali', by(({ channel, counter }) => [counter ? 'sportello' : channel], word('channels'))),
    countsOf(told, 'ambiti', by(({ ambito: slug }) => [slug || 'nessuno'], ambito)),
  ]
}

const axesOf = ({ axes }: Arrived): string[] => orUnsaid(needsIn(axes).map(axisOf))
const needsOf = ({ axes }: Arrived): string[] => orUnsaid(needsIn(axes))
/** A request may be in more rows: who is not in one is told by the total, and who is in an axis but not for a need of it by the axis. */
const without = (wide: Arrived[], keys: (row: Arrived) => string[], code: string): ByMonth => less(wide, wide.filter((row) => keys(row).includes(code)))

/** A month of a longer period is told as it would be alone. */
const monthOf = (wide: Arrived[], at: string, voice: Voice) => ({ label: monthName(voice, at), cell: tellOne(wide, { code: 'scelto', from: `${at}-01`, until: `${at}-28` }) })

/** How they stand now: open, closed, and the closed ones by how they ended. Where the closed are hidden, so are their parts: together they are all. */
export function sidesOf({ content }: Told, wide: Arrived[], period: Period): { open: Cell; closed: Cell; ended: { code: string; cell: Cell }[] } {
  const codes = endedIn(content)
  const sides = tell(seriesBy(wide, ({ status }) => [codes.includes(status) ? 'closed' : 'open']), period)
  const [open, closed] = ['open', 'closed'].map((side): Cell => sides.find(({ code }) => code === side)?.cell ?? 0)
  const ended = tell(seriesBy(wide.filter(({ status }) => codes.includes(status)), ({ status }) => [status]), period)
  return { open: open ?? 0, closed: closed ?? 0, ended: ended.map(({ code, cell }) => ({ code, cell: typeof closed === 'number' ? cell : closed === few ? few : kept })) }
}

/** The same as a table: first the open ones. */
export function outcomes(told: Told, wide: Arrived[], period: Period): Figure {
  const { open, ended } = sidesOf(told, wide, period)
  const name = (code: string) => told.voice.text(told.content.workflow.statuses.find((one) => one.code === code)?.name ?? { it: code })
  return countsOf(told, 'esiti', [{ label: told.voice.t('indicators.still_open'), cell: open }, ...ended.map(({ code, cell }) => ({ label: name(code), cell }))])
}

/** The largest first. What is hidden has no place in an order. */
export const largest = <T extends { cell: Cell }>(counts: T[]): T[] => counts.toSorted(({ cell: one }, { cell: other }) => sizeOf(other) - sizeOf(one))
const sizeOf = (cell: Cell): number => (typeof cell === 'number' ? cell : 0)

/** A word of locales/it/indicators.json; a code that has none stands for itself. */
export function wordOf({ t }: Voice, list: string, code: string): string {
  const key = `indicators.${list}.${code}`
  const word = t(key)
  return word === key ? code : word
}

const orUnsaid = (codes: string[]): string[] => (codes.length ? codes : ['non_detto'])

/** The rows that the page shows. What is hidden has no place in an order: it would tell something. */
export function onPage(figure: Figure): Figure {
  const { most, drawn = 0, rows } = figure
  const size = ({ cells }: Row) => sizeOf(cells[drawn] ?? 0)
  return most === undefined ? figure : { ...figure, rows: rows.filter((row) => size(row) > 0).toSorted((one, other) => size(other) - size(one)).slice(0, most) }
}
