import type { Meaning } from '../assistant/understand.ts'
import { dangerIn } from '../orientation/guard.ts'
import type { App } from '../web/context.ts'

/** Literal words of danger count, unless the whole sentence sounds so little like it. */
const leastDanger = 0.06
const mostPanels = 2

/** The panels for what somebody wrote: what the whole sentence sounds like, and literal words of danger. Nothing is kept or counted. @returns codes */
export function panelsFor(app: App, words: string, { panels, danger }: Meaning = app.understand(words)): string[] {
  const literal = danger >= leastDanger ? dangerIn(app.content, words) : []
  return [...new Set([...panels, ...literal])].slice(0, mostPanels)
}
