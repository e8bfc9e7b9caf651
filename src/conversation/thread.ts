import type { Content } from '../content/content.ts'
import type { Turn, Walk } from '../engine/journey.ts'
import type { Answer, Form, Option, Question } from '../engine/question.ts'
import type { Text } from '../engine/text.ts'
import type { Voice } from '../templates.ts'
import { panelView, type PanelView } from '../territory/panels.ts'

/** Who speaks and of whom: the words of every question follow it. */
export type Manner = { voice: Voice; aboutOther: boolean; content: Content }

/** `asked` is the question in full, for the bubbles; `label` is short, for summaries. */
export type TurnView = { id: string; asked: string; label: string; answer: string[]; change: string }
export type OptionView = { code: string; label: string; icon?: string | undefined; checked: boolean }
export type OpenView = {
  id: string; kind: string; label: string; help?: string; why?: string; options?: OptionView[]; quiet?: OptionView[]
  value: unknown; problem?: string; maxLength?: number | undefined; autocomplete?: string | undefined; action: string; submit: string
  panel?: PanelView | undefined; exit: boolean; needed: boolean; restart: string[]; link?: { href: string; label: string }
}
export type ThreadView = {
  base: string; turns: TurnView[]; open: OpenView | null; position?: { number: number; of: number }; back?: string | undefined
  ending: string | null
  /** Where a question in one's own words goes, without losing the place. */
  ask: string
}

/** How a thread is shown: where it lives, the question reopened, what was wrong with the last answer. */
export type Shown = { base: string; ending: string; opened?: string | undefined; problem?: string | undefined; typed?: Form | undefined }

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
    open: question ? viewQuestion(question, manner, { base: shown.base, answer: turn?.answer, problem: shown.problem, typed: shown.typed }) : null,
    ...(question ? { position: { number: said.length + 1, of: said.length + (walked.before.length - turns.length) + walked.remaining } } : {}),
    back: said.at(-1) && `${shown.base}/${said.at(-1)?.question.id}`,
    ending: question ? null : shown.ending,
    ask: '/cerca',
  }
}

/** A turn in words: the same rows serve bubbles, check page, receipt and staff sheet. */
export function viewTurn(turn: Turn, manner: Manner, base: string): TurnView {
  const { question } = turn
  const asked = manner.voice.text(other(manner, question.label, question.label_other) ?? question.label)
  return { id: question.id, asked, label: shortLabel(question, manner), answer: answerWords(question, turn.answer, manner), change: `${base}/${question.id}` }
}

type Asked = { base: string; answer?: Answer | undefined; problem?: string | undefined; typed?: Form | undefined }

/** A question ready to be asked, with what was answered before or typed just now. */
export function viewQuestion(question: Question, manner: Manner, asked: Asked): OpenView {
  const { voice } = manner
  const value = asked.typed ? typedValue(question, asked.typed) : asked.answer
  const help = other(manner, question.help, question.help_other)
  return {
    id: question.id,
    kind: question.kind,
    label: voice.text(other(manner, question.label, question.label_other) ?? question.label),
    ...(help ? { help: voice.text(help) } : {}),
    ...(question.why ? { why: voice.text(question.why) } : {}),
    ...(question.options ? { options: question.options.map((option) => viewOption(option, manner, value)) } : {}),
    quiet: question.quiet.map((code) => ({ code, label: voice.t(`conversation.quiet.${code}`), checked: includes(value, code) })),
    value,
    ...(asked.problem ? { problem: voice.t(`problems.${asked.problem}`, { max: question.max_length ?? 200 }) } : {}),
    maxLength: question.max_length,
    autocomplete: question.autocomplete,
    action: `${asked.base}/${question.id}`,
    submit: voice.t(question.kind === 'notice' ? 'conversation.continue' : 'conversation.next'),
    ...(question.panel ? { panel: panelView(manner.content, question.panel, voice) } : {}),
    exit: question.exit ?? false,
    needed: question.required || question.quiet.length === 0,
    restart: question.restart ?? [],
    ...(question.link ? { link: { href: question.link.href, label: voice.text(question.link.label) } } : {}),
  }
}

/** An answer in words. */
function answerWords(question: Question, answer: Answer, { voice, aboutOther }: Manner): string[] {
  if (typeof answer === 'object' && !Array.isArray(answer)) return [[answer.nome, answer.cognome].filter(Boolean).join(' ')]
  const codes = Array.isArray(answer) ? answer : [answer]
  return codes.map((code) => {
    const option = question.options?.find((o) => o.code === code)
    if (option) return voice.text((aboutOther ? option.label_other : undefined) ?? option.label)
    if (code === 'ignoto' || code === 'taciuto') return voice.t(question.options ? `conversation.quiet.${code}` : 'conversation.quiet.empty')
    if (question.kind === 'date') return voice.day(code)
    return question.kind === 'agree' ? voice.t('conversation.agreed') : code
  })
}

const shortLabel = (question: Question, manner: Manner) =>
  manner.voice.text(question.short ?? other(manner, question.label, question.label_other) ?? question.label)

const other = (manner: Manner, own: Text | undefined, others: Text | undefined) => (manner.aboutOther ? (others ?? own) : own)

const viewOption = (option: Option, manner: Manner, value: unknown): OptionView => ({
  code: option.code,
  label: manner.voice.text((manner.aboutOther ? option.label_other : undefined) ?? option.label),
  icon: option.icon,
  checked: includes(value, option.code),
})

const includes = (value: unknown, code: string) => (Array.isArray(value) ? value.includes(code) : value === code)

/** What was typed, in the shape of an answer, to be shown again beside the problem: nothing is lost. */
function typedValue(question: Question, form: Form): unknown {
  if (question.kind === 'name') return { cognome: form['risposta.cognome'], nome: form['risposta.nome'] }
  if (question.kind === 'date') return { giorno: form['risposta.giorno'], mese: form['risposta.mese'], anno: form['risposta.anno'] }
  return form.risposta
}
