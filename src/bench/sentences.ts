import type { Understand } from '../assistant/understand.ts'

const howMany = 2000

/** How long it takes to understand what people say, sentence by sentence, in ms; ready before the first. */
export function timesOf(understand: Understand, examples: { say: string }[]): number[] {
  understand('')
  return Array.from({ length: howMany }, (_, i) => {
    const before = performance.now()
    understand(examples[(i * 7) % examples.length]?.say ?? '')
    return performance.now() - before
  })
}

export const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
