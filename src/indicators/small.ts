/**
 * Small counts are not shown (domain.md 2.13): "< 5" tells of few people, and few people can be recognised. Where a total is known, what is
 * left of it tells a hidden count: so another one is hidden too, the smallest, until what is hidden together is at least five.
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

/** The parts of a total that everybody can see. @param apart those that another period would tell */
export function hideSmall(counts: number[], apart: boolean[] = []): Cell[] {
  const cells = counts.map((n, i): Cell => (isSmall(n) ? few : apart[i] ? kept : n))
  for (;;) {
    const hidden = counts.filter((_, i) => typeof cells[i] !== 'number')
    if (hidden.length === 0 || (hidden.length > 1 && sum(hidden) >= threshold)) return cells
    const next = smallest(counts, cells)
    if (next === undefined) return cells
    cells[next] = kept
  }
}

/** A count that stands alone: no total says what is left of it. */
export const hideAlone = (n: number, apart = false): Cell => (isSmall(n) ? few : apart ? kept : n)

/** A count, what it is part of, and its whole percentage. Where the part or the rest is small, no percentage. */
export function share(part: number, of: number, apart: { part?: boolean; of?: boolean } = {}): [Cell, Cell, Cell] {
  const total = hideAlone(of, apart.of)
  if (typeof total !== 'number') return [part === 0 ? 0 : isSmall(part) ? few : kept, total, nothing]
  const [shown = nothing] = hideSmall([part, of - part], [apart.part === true, false])
  return [shown, total, of === 0 || typeof shown !== 'number' ? nothing : Math.round((100 * part) / of)]
}

export const isSmall = (n: number): boolean => n > 0 && n < threshold

/** The smallest that is shown and is not nought. */
function smallest(counts: number[], cells: Cell[]): number | undefined {
  const shown = counts.flatMap((n, i) => (typeof cells[i] === 'number' && n > 0 ? [{ n, i }] : []))
  return shown.toSorted((one, other) => one.n - other.n)[0]?.i
}

export const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0)
