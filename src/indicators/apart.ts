import type { Period } from './periods.ts'
import { hideSmall, isSmall, kept, nothing, sum, type Cell } from './small.ts'

/** How many in each month, "2026-03". */
export type ByMonth = Map<string, number>
/** What of these is told in a period, by its key; those that nothing is of are left out. */
export type Told = { code: string; cell: Cell }[]
type Row = { month: string; n: number }

/** The calendar years that a period touches: what may be told of it hangs on the months around it. */
export const wholeYears = ({ from, until }: Period): Period => ({ code: 'scelto', from: `${from.slice(0, 4)}-01-01`, until: `${until.slice(0, 4)}-12-31` })

export const inPeriod = ({ from, until }: Period) => ({ month }: { month: string }): boolean => month >= from.slice(0, 7) && month <= until.slice(0, 7)

/** The rows of whole years by their keys. A row may have several keys, or none. */
export function seriesBy<T extends Row>(wide: T[], keys: (row: T) => string[]): Map<string, ByMonth> {
  const all = new Map<string, ByMonth>()
  for (const row of wide) for (const key of new Set(keys(row))) all.set(key, (all.get(key) ?? new Map<string, number>()).set(row.month, (all.get(key)?.get(row.month) ?? 0) + row.n))
  return all
}

/** One series less another: who is in the first and not in the part of it. */
export const less = (all: Row[], part: Row[]): ByMonth => seriesBy([...all, ...part.map(({ month, n }) => ({ month, n: -n }))], () => ['']).get('') ?? new Map<string, number>()

/**
 * Tells the rows of a table in a period, so that neither what is left of the total nor another period, taken from it, tells a count under five.
 * Which rows are hidden is settled for a whole calendar year; the months of it are told only in blocks (months, else quarters, else the year)
 * in which no row that is shown, and not all that are hidden together, is small: whatever is added or taken away is a sum of such blocks.
 * @param all of whole years @param sides of a row: other counts that it would tell, as who is not in it
 */
export function tell(all: Map<string, ByMonth>, period: Period, sides: (code: string) => ByMonth[] = () => []): Told {
  const codes = [...all.keys()]
  const years = yearsOf(period).map((year) => settled(all, codes, year, sides))
  const hidden = new Set(years.flatMap(({ cells }) => codes.filter((_, i) => typeof cells[i] !== 'number')))
  const whole = period.from.slice(4, 7) === '-01' && period.until.slice(4, 7) === '-12'
  // So many people in so many rows would be one in each.
  if (years.some(({ cells, counts }) => cells.every((cell) => cell === kept) && sum(counts) === codes.length)) return []
  const sound = (whole && years.length === 1) || years.every(({ series, year }) => isSound(series, year, period))
  return codes.flatMap((code, i): Told => {
    const n = sum([...(all.get(code) ?? [])].map(([month, of]) => (inPeriod(period)({ month }) ? of : 0)))
    if (!sound || hidden.has(code)) return [{ code, cell: (sound && years.length === 1 && years[0]?.cells[i]) || kept }]
    return n ? [{ code, cell: n }] : []
  })
}

/** A year of a table: what is hidden in it, and the counts that must not be small in any block: of each row that is shown, and of those hidden together. */
function settled(all: Map<string, ByMonth>, codes: string[], year: number, sides: (code: string) => ByMonth[]) {
  const months = monthsIn(year)
  const of = (code: string) => all.get(code) ?? new Map<string, number>()
  const counts = codes.map((code) => totalOf(of(code), months))
  const cells = hideSmall(counts, codes.map((code) => sides(code).some((side) => isSmall(totalOf(side, months)))))
  const shown = codes.filter((_, i) => typeof cells[i] === 'number')
  const together = new Map(months.map((month) => [month, sum(codes.filter((code) => !shown.includes(code)).map((code) => of(code).get(month) ?? 0))]))
  return { year, counts, cells, series: [...shown.flatMap((code) => [of(code), ...sides(code)]), together] }
}

/** One count of the period. */
export const tellOne = (wide: Row[], period: Period, sides: ByMonth[] = []): Cell => tell(seriesBy(wide, () => ['']), period, () => sides)[0]?.cell ?? 0

/** A part of a whole, its rest hidden with it. @param of what is told of the whole @param sides other counts that the part would tell */
export function shareIn(part: Row[], { rows, cell }: { rows: Row[]; cell: Cell }, period: Period, sides: ByMonth[] = []): [Cell, Cell, Cell] {
  if (typeof cell !== 'number') return [kept, cell, nothing]
  const all = new Map([['part', seriesBy(part, () => ['']).get('') ?? new Map<string, number>()], ['rest', less(rows, part)]])
  const shown = tell(all, period, (code) => (code === 'part' ? sides : [])).find(({ code }) => code === 'part')?.cell ?? 0
  return [shown, cell, cell === 0 || typeof shown !== 'number' ? nothing : Math.round((100 * shown) / cell)]
}

/** Does the period hold only whole blocks of a year, and none in which one of these is small? */
function isSound(series: ByMonth[], year: number, period: Period): boolean {
  const within = inPeriod(period)
  return blocksOf(series, year).every((block) => {
    const inside = block.filter((month) => within({ month }))
    return inside.length === 0 || (inside.length === block.length && !anySmall(series, block))
  })
}

function blocksOf(series: ByMonth[], year: number): string[][] {
  const months = monthsIn(year)
  const quarters = [0, 3, 6, 9].map((at) => months.slice(at, at + 3))
  if (quarters.some((quarter) => anySmall(series, quarter))) return [months]
  return quarters.flatMap((quarter) => (quarter.some((month) => anySmall(series, [month])) ? [quarter] : quarter.map((month) => [month])))
}

const anySmall = (series: ByMonth[], block: string[]): boolean => series.some((one) => isSmall(totalOf(one, block)))
const totalOf = (count: ByMonth, months: string[]): number => sum(months.map((month) => count.get(month) ?? 0))
const monthsIn = (year: number): string[] => Array.from({ length: 12 }, (_, at) => `${year}-${String(at + 1).padStart(2, '0')}`)
const yearsOf = ({ from, until }: Period): number[] => Array.from({ length: Number(until.slice(0, 4)) - Number(from.slice(0, 4)) + 1 }, (_, at) => Number(from.slice(0, 4)) + at)

