import type { Content, Workflow } from '../content/content.ts'
import type { Dossier } from '../dossiers/dossiers.ts'
import { isRealDate } from '../engine/dates.ts'

export type Decision = Workflow['decisions'][number]

/** The decisions that may be taken from a status in a role, or in one of several (domain.md 2.5): they draw the choices and guard the posts. */
export const allowed = (workflow: Workflow, status: string, ...roles: string[]): Decision[] =>
  workflow.decisions.filter((decision) => decision.from.includes(status) && decision.roles.some((role) => roles.includes(role)))

/** Where a decision leads from a status: on, nowhere, or back to where it was before the pause. */
export function leadsTo({ to, moves }: Decision, { status, pausedFrom }: Pick<Dossier, 'status' | 'pausedFrom'>): string {
  if (moves === 'stays') return status
  return to ?? pausedFrom ?? 'in_lavorazione'
}

/** What a decision was given. `priority` is empty unless it changes; `manager`: the id of who follows the project, empty for who decides; `answers`: to the observations, by their id. */
export type Given = { message: string; reason: string; items: string[]; until: string; desk: string; nextOn: string; nextWhat: string; priority: string; priorityReason: string; manager: string; answers: Record<string, string> }
export const nothingGiven: Given = { message: '', reason: '', items: [], until: '', desk: '', nextOn: '', nextWhat: '', priority: '', priorityReason: '', manager: '', answers: {} }

const shortest = 10
/** Somebody was chosen who may not follow the project, or not any more. */
export const nobody = '0'

/** What is missing in it, as a key of problems.json; undefined when it is complete. */
export function missingIn(decision: Decision, given: Given, today: string): string | undefined {
  const wrong: [boolean, string][] = [
    [decision.asks.includes('items') && given.items.length === 0, 'choose_items'],
    [decision.asks.includes('items') && !(isRealDate(given.until) && given.until > today), 'future_date'],
    [decision.asks.includes('desk') && !given.desk, 'choose_desk'],
    [decision.asks.includes('manager') && given.manager === nobody, 'choose_manager'],
    [decision.asks.includes('message') && (given.message || (decision.message?.it ?? '')).length < shortest, 'write_message'],
    [decision.asks.includes('reason') && !given.reason, 'write_reason'],
    [Boolean(given.nextOn) && !(isRealDate(given.nextOn) && given.nextOn >= today), 'next_date'],
    [Boolean(given.nextOn) && !given.nextWhat, 'next_what'],
    [Boolean(given.priority) && !given.priorityReason, 'priority_reason'],
    [decision.moves === 'stays' && !(given.message || given.reason || given.nextOn || given.priority), 'nothing_to_note'],
  ]
  return wrong.find(([is]) => is)?.[1]
}

/** The field that each of those problems is about. */
export const fieldOf: Record<string, string> = {
  write_message: 'messaggio', write_reason: 'motivo', choose_items: 'elementi', future_date: 'entro', choose_desk: 'sportello', choose_manager: 'segue', answer_observations: 'osservazioni',
  next_date: 'prossima', next_what: 'cosa', priority_reason: 'priorita_motivo', nothing_to_note: 'motivo',
}

/** What the person reads: what was written, or the neutral words of the content, in their language with Italian beside. */
export function messageFor({ workflow }: Content, code: string, lang: string, written: string): string {
  if (written) return written
  const suggested = workflow.decisions.find((decision) => decision.code === code)?.message
  const own = suggested?.[lang as keyof typeof suggested]
  return [own, suggested?.it].filter((words, at, all) => words && all.indexOf(words) === at).join('\n\n')
}
