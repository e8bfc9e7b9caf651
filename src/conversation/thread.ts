import type { Turn, Walk } from '../engine/journey.ts'
import { viewQuestion, type Asked, type OpenView } from './question.ts'
import { answerWords, other, shortLabel, type Manner } from './words.ts'

export type { Manner } from './words.ts'

/** `asked` is the question in full, for the bubbles; `label` is short, for summaries. */
export type TurnView = { id: string; asked: string; label: string; answer: string[]; change: string }
export type ThreadView = {
  base: string; turns: TurnView[]; open: OpenView | null; position?: { number: number; of: number }; back?: string | undefined
  ending: string | null
  /** Where a question in one's own words goes, without losing the place. */
  ask: string
}

/** How a thread is shown: where it lives, the question reopened, what was wrong with the last answer. */
export type Shown = Asked & { ending: string; opened?: string | undefined }

/** The thread as the views need it: what was said, what is asked now, where we are. Nothing is decided here. */
export function viewThread(walked: Walk, manner: Manner, shown: Shown): ThreadView {
  const reopened = walked.before.findIndex((turn) => turn.question.id === shown.opened)
  const turns = reopened >= 0 ? walked.before.slice(0, reopened) : walked.before
  const turn = walked.before[reopened]
  const question = turn?.question ?? walked.current
  const said = turns.filter((t) => t.question.kind !== 'notice')
  return {
    base: shown.base,
    turns: said.map((t) => viewTurn(t, manner, shown.base)),
    open: question ? viewQuestion(question, manner, { ...shown, answer: turn?.answer }) : null,
    ...(question ? { position: { number: said.length + 1, of: said.length + (walked.before.length - turns.length) + walked.remaining } } : {}),
    back: said.at(-1) && `${shown.base}/${said.at(-1)?.question.id}`,
    ending: question ? null : shown.ending,
    ask: '/cerca',
  }
}

/** A turn in words: the same rows serve bubbles, check page, receipt and staff sheet. */
export function viewTurn({ question, answer }: Turn, manner: Manner, base: string): TurnView {
  const asked = manner.voice.text(other(manner, question.label, question.label_other) ?? question.label)
  return { id: question.id, asked, label: shortLabel(question, manner), answer: answerWords(question, answer, manner), change: `${base}/${question.id}` }
}
