/** A measure; with a limit, its ratio to it; judged where the ratio means something on any machine. */
export type Line = { measure: string; value: number; unit: string; limit?: number | undefined; judged: boolean }

/** Prints what was measured, a line each. */
export function print(lines: Line[]): void {
  const width = Math.max(...lines.map(({ measure, unit }) => measure.length + unit.length)) + 5
  console.log(`${'measure'.padEnd(width)}${'value'.padStart(12)}${'limit'.padStart(12)}  ratio`)
  for (const { measure, value, unit, limit, judged } of lines) {
    const ratio = limit === undefined ? '' : (value / limit).toFixed(2)
    const verdict = judged && limit !== undefined ? (value <= limit ? 'ok' : 'over') : ''
    const name = unit ? `${measure} (${unit})` : measure
    console.log(`${name.padEnd(width)}${shown(value, unit).padStart(12)}${(limit === undefined ? '' : shown(limit, unit)).padStart(12)}  ${ratio.padEnd(6)}${verdict}`)
  }
}

const shown = (value: number, unit: string) => (unit === 'ms' ? value.toFixed(2) : String(Math.round(value)))

export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export const median = (values: number[]): number => quantile(values, 0.5)
