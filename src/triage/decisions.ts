import type { Workflow } from '../content/content.ts'
import { isRealDate } from '../engine/dates.ts'

export type Decision = Workflow['decisions'][number]

/** The decisions that a role may take from a status: they draw the buttons and guard the posts. */
export const allowed = (workflow: Workflow, status: string, role: string): Decision[] =>
  workflow.decisions.filter((decision) => decision.from.includes(status) && decision.roles.includes(role))

/** What a decision was given. */
export type Given = { message: string; reason: string; items: string[]; until: string }

/** What is missing in it, as a key of problems.json; undefined when it is complete. */
export function missingIn(decision: Decision, given: Given, today: string): string | undefined {
  if (decision.asks === 'message' && given.message.length < 10) return 'write_message'
  if (decision.asks === 'reason' && !given.reason) return 'write_reason'
  if (decision.asks !== 'items') return undefined
  if (given.items.length === 0) return 'choose_items'
  return isRealDate(given.until) && given.until > today ? undefined : 'future_date'
}

/** The field that each of those problems is about. */
export const fieldOf: Record<string, string> = { write_message: 'messaggio', write_reason: 'motivo', choose_items: 'elementi', future_date: 'entro' }
