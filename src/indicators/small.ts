/**
 * Small counts are not shown (domain.md 2.13): "< 5" tells of few people, and few people can be recognised. Where a total is known, what is
 * left of it tells a hidden count: so others are hidden too, the smallest first, until no hidden count can be worked out from what is left.
 * Nought is shown: it is nobody.
 */
export const few = 'few'
/** Hidden so that a small count beside it cannot be worked out. */
export const kept = 'kept'
/** There is nothing to say. */
export const nothing = 'nothing'
/** A count, a whole percentage, days; or why there is none. */
export type Cell = number | typeof few | typeof kept | typeof nothing

export const threshold = 5

/** The parts of a total that everybody can see. @param apart those that something else would tell */
export function hideSmall(counts: number[], apart: boolean[] = []): Cell[] {
  const cells = counts.map((n, i): Cell => (isSmall(n) ? few : apart[i] ? kept : n))
  while (!isSafe(counts, cells)) {
    const next = smallest(counts, cells)
    if (next === undefined) return sum(counts) < threshold ? cells : cells.map((cell) => (cell === few ? kept : cell))
    cells[next] = kept
  }
  return cells
}

type Bounds = { low: number; high: number }

/** What is left of the total is no small count, and fits more than one value of each that is hidden, with all that the words "< 5" and "hidden" tell. */
function isSafe(counts: number[], cells: Cell[]): boolean {
  const next = smallest(counts, cells)
  const most = next === undefined ? Number.POSITIVE_INFINITY : (counts[next] ?? 0)
  const hidden = cells.flatMap((cell): Bounds[] => (cell === few ? [{ low: 1, high: threshold - 1 }] : cell === kept ? [{ low: threshold, high: most }] : []))
  const left = sum(counts.filter((_, i) => typeof cells[i] !== 'number'))
  const [low, high] = [sum(hidden.map((one) => one.low)), sum(hidden.map((one) => one.high))]
  return hidden.length === 0 || (hidden.length > 1 && left >= threshold && left > low && left < high)
}

/** A count, what it is part of, and its whole percentage. Where the part or the rest is small, no percentage. */
export function share(part: number, of: number): [Cell, Cell, Cell] {
  if (isSmall(of)) return [part === 0 ? 0 : few, few, nothing]
  const [shown = nothing] = hideSmall([part, of - part])
  return [shown, of, of === 0 || typeof shown !== 'number' ? nothing : Math.round((100 * part) / of)]
}

export const isSmall = (n: number): boolean => n > 0 && n < threshold

/** The smallest that is shown and is not nought. */
function smallest(counts: number[], cells: Cell[]): number | undefined {
  const shown = counts.flatMap((n, i) => (typeof cells[i] === 'number' && n > 0 ? [{ n, i }] : []))
  return shown.toSorted((one, other) => one.n - other.n)[0]?.i
}

export const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0)
