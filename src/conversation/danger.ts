import type { Meaning } from '../assistant/understand.ts'
import type { App } from '../web/context.ts'

/** Literal words of danger count, unless the whole sentence sounds so little like it. */
export const leastDanger = 0.06
const mostPanels = 2

/** The panels for what somebody wrote: what the whole sentence sounds like, and literal words of danger. Nothing is kept or counted. @returns codes */
export function panelsFor(app: App, words: string, { panels, danger, literal }: Meaning = app.understand(words)): string[] {
  return [...new Set([...panels, ...(danger >= leastDanger ? literal : [])])].slice(0, mostPanels)
}
