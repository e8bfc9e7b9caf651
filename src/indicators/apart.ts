import type { Period } from './periods.ts'
import { isSmall, share, sum, type Cell } from './small.ts'

/** How many in each month, "2026-03". */
export type ByMonth = Map<string, number>
/** A count of a period by its key; `apart`: not to be told, for another period taken from it would leave a small count. */
export type Counted = [code: string, n: number, apart: boolean]

/** The calendar years that a period touches: what may be told of it hangs on the months around it. */
export const wholeYears = ({ from, until }: Period): Period => ({ code: 'scelto', from: `${from.slice(0, 4)}-01-01`, until: `${until.slice(0, 4)}-12-31` })

export const inPeriod = ({ from, until }: Period) => ({ month }: { month: string }): boolean => month >= from.slice(0, 7) && month <= until.slice(0, 7)

/** Counts the rows of whole years by their keys, and gives those of the period. A row may have several keys, or none. */
export function countedBy<T extends { month: string; n: number }>(wide: T[], period: Period, keys: (row: T) => string[]): Counted[] {
  const all = new Map<string, ByMonth>()
  for (const row of wide) for (const key of new Set(keys(row))) add(all.get(key) ?? fresh(all, key), row)
  return [...all].flatMap(([code, months]): Counted[] => {
    const n = sum([...months].map(([month, of]) => (inPeriod(period)({ month }) ? of : 0)))
    return n ? [[code, n, !stands(months, period)]] : []
  })
}

/** One count of the period. */
export function countIn<T extends { month: string; n: number }>(wide: T[], period: Period): { n: number; apart: boolean } {
  const [[, n, apart] = ['', 0, false] as const] = countedBy(wide, period, () => [''])
  return { n, apart }
}

/** A part of a whole, its rest hidden with it. */
export function shareIn(part: { month: string; n: number }[], of: { month: string; n: number }[], period: Period): [Cell, Cell, Cell] {
  const rest = [...of, ...part.map(({ month, n }) => ({ month, n: -n }))]
  const [one, other, all] = [countIn(part, period), countIn(rest, period), countIn(of, period)]
  return share(one.n, all.n, { part: one.apart || other.apart, of: all.apart })
}

/**
 * May the count of these months be told? Two answers of nested periods tell by subtraction what lies between them. So the months of a quarter
 * in which one is small are told only together, and so are the quarters of a year in which one is small.
 */
export function stands(count: ByMonth, period: Period): boolean {
  const within = inPeriod(period)
  return blocksOf(count, period).every((block) => {
    const inside = block.filter((month) => within({ month }))
    return inside.length === 0 || (inside.length === block.length && !(isSmall(totalOf(count, block)) && block.length < lengthOf(period)))
  })
}

const blocksOf = (count: ByMonth, { from, until }: Period): string[][] =>
  Array.from({ length: Number(until.slice(0, 4)) - Number(from.slice(0, 4)) + 1 }, (_, at) => Number(from.slice(0, 4)) + at).flatMap((year) => blocksOfYear(count, year))

function blocksOfYear(count: ByMonth, year: number): string[][] {
  const quarters = [0, 3, 6, 9].map((before) => [1, 2, 3].map((at) => `${year}-${String(before + at).padStart(2, '0')}`))
  if (quarters.some((quarter) => isSmall(totalOf(count, quarter)))) return [quarters.flat()]
  return quarters.flatMap((quarter) => (quarter.some((month) => isSmall(count.get(month) ?? 0)) ? [quarter] : quarter.map((month) => [month])))
}

const totalOf = (count: ByMonth, months: string[]): number => sum(months.map((month) => count.get(month) ?? 0))

const lengthOf = ({ from, until }: Period): number => (Number(until.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(until.slice(5, 7)) - Number(from.slice(5, 7)) + 1

function fresh(all: Map<string, ByMonth>, key: string): ByMonth {
  const months: ByMonth = new Map()
  all.set(key, months)
  return months
}

const add = (months: ByMonth, { month, n }: { month: string; n: number }): void => void months.set(month, (months.get(month) ?? 0) + n)
