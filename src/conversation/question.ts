import { seenAs } from '../engine/journey.ts'
import type { Doubt } from '../engine/kinds.ts'
import type { Answer, Form, Option, Question } from '../engine/question.ts'
import { panelView, type PanelView } from '../territory/panels.ts'
import { doubtWords, other, placeWords, type Manner } from './words.ts'

export type OptionView = { code: string; label: string; icon?: string | undefined; checked: boolean; group?: string; help?: string; alone?: boolean | undefined }
/** On what law, who reads it, how long it is kept. */
export type ProcessingView = { basis: string; readers: string; kept: string }
export type OpenView = {
  /** What its fields are called by; empty where a form asks one question only. */
  prefix: string
  id: string; kind: string; label: string; help?: string; why?: string; processing?: ProcessingView; options?: OptionView[]; levels?: { code: string; label: string }[]; quiet?: OptionView[]
  value: unknown; problem?: string
  /** What to look at again, and the answer as it goes back when it is right. */
  doubt?: { words: string; seen: string }
  /** comune: the places that the typed words may mean. */
  found?: OptionView[]
  maxLength?: number | undefined; autocomplete?: string | undefined; chosenName?: boolean | undefined; action: string; submit: string
  panel?: PanelView | undefined; exit: boolean; needed: boolean; restart: string[]; link?: { href: string; label: string }
}

/** An answer that did not go through: what was wrong, or in doubt, and what was typed. */
export type Unsettled = { problem?: string | undefined; doubt?: { doubt: Doubt; answer: Answer } | undefined; typed?: Form | undefined }
/** `stored`: the answer will be kept, so the page says on what law, for whom, how long. `shared`: on a screen of many, no browser may offer what others typed. */
export type Asked = Unsettled & { base: string; stored?: boolean; shared?: boolean; answer?: Answer | undefined; prefix?: string }

/** A question ready to be asked, with what was answered before or typed just now. */
export function viewQuestion(question: Question, manner: Manner, asked: Asked): OpenView {
  const { voice } = manner
  const value = asked.typed ? typedValue(question, asked.typed) : asked.answer
  const help = other(manner, question.help, question.help_other)
  const processing = asked.stored ? viewProcessing(question, manner) : undefined
  return {
    prefix: asked.prefix ?? '',
    id: question.id,
    kind: question.kind,
    label: voice.text(other(manner, question.label, question.label_other) ?? question.label),
    ...(help ? { help: voice.text(help) } : {}),
    ...(question.why ? { why: voice.text(question.why) } : {}),
    ...(processing ? { processing } : {}),
    ...(question.options ? { options: question.options.map((option) => viewOption(option, manner, value)) } : {}),
    ...(question.levels ? { levels: question.levels.map(({ code, label }) => ({ code, label: voice.text(label) })) } : {}),
    quiet: question.quiet.map((code) => ({ code, label: voice.t(`conversation.quiet.${code}`), checked: includes(asked.typed?.risposta ?? value, code) })),
    value,
    ...viewUnsettled(question, manner, asked),
    maxLength: question.max_length,
    autocomplete: asked.shared ? undefined : question.autocomplete,
    chosenName: question.chosen_name,
    action: `${asked.base}/${question.id}`,
    submit: voice.t(question.kind === 'notice' ? 'conversation.continue' : asked.doubt ? 'conversation.right' : 'conversation.next'),
    ...(question.panel ? { panel: panelView(manner.content, question.panel, voice) } : {}),
    exit: question.exit ?? false,
    needed: question.required || question.quiet.length === 0,
    restart: question.restart ?? [],
    ...(question.link ? { link: { href: question.link.href, label: voice.text(question.link.label) } } : {}),
  }
}

function viewUnsettled(question: Question, manner: Manner, { problem, doubt, typed }: Unsettled): Pick<OpenView, 'problem' | 'doubt' | 'found'> {
  const words = [typed?.testo ?? ''].flat().at(-1) ?? ''
  const found = problem === 'which_comune' ? question.places?.find(words, 8) : undefined
  return {
    ...(problem ? { problem: manner.voice.t(`problems.${problem}`, { max: question.max_length ?? 200, words }) } : {}),
    ...(doubt ? { doubt: { words: doubtWords(doubt.doubt, manner), seen: seenAs(doubt.answer) } } : {}),
    ...(found ? { found: found.map(({ code }) => ({ code, label: placeWords(manner.content.places, code), checked: false })) } : {}),
  }
}

function viewProcessing({ processing }: Question, { content, voice }: Manner): ProcessingView | undefined {
  const used = processing ? content.processing.get(processing) : undefined
  return used && { basis: voice.text(used.basis), readers: voice.text(used.readers), kept: voice.text(used.kept) }
}

const viewOption = (option: Option, manner: Manner, value: unknown): OptionView => ({
  code: option.code,
  label: manner.voice.text(other(manner, option.label, option.label_other) ?? option.label),
  icon: option.icon,
  checked: includes(value, option.code),
  alone: option.alone,
  ...(option.group ? { group: manner.voice.text(option.group) } : {}),
  ...(option.help ? { help: manner.voice.text(option.help) } : {}),
})

const includes = (value: unknown, code: string) => (Array.isArray(value) ? value.includes(code) : value === code)

const inParts = ['name', 'date', 'address', 'counts', 'grid']

/** What was typed, in the shape of an answer, to be shown again beside the problem: nothing is lost. */
function typedValue({ kind }: Question, form: Form): unknown {
  if (kind === 'comune' && form.testo) return undefined
  if (!inParts.includes(kind)) return form.risposta
  return Object.fromEntries(Object.entries(form).filter(([name]) => name.startsWith('risposta.')).map(([name, words]) => [name.slice('risposta.'.length), words]))
}
