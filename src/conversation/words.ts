import type { Content } from '../content/content.ts'
import type { Doubt } from '../engine/kinds.ts'
import type { Answer, Question } from '../engine/question.ts'
import type { Places } from '../engine/places.ts'
import type { Text } from '../engine/text.ts'
import type { Voice } from '../templates.ts'

/** Who speaks and of whom: the words of every question follow it. */
export type Manner = { voice: Voice; aboutOther: boolean; content: Content }

/** The wording that fits: of the person who writes, or of another. */
export const other = (manner: Manner, own: Text | undefined, others: Text | undefined): Text | undefined => (manner.aboutOther ? (others ?? own) : own)

/** A question in few words, for summaries. */
export const shortLabel = (question: Question, manner: Manner): string =>
  manner.voice.text(question.short ?? other(manner, question.label, question.label_other) ?? question.label)

/** An answer in words, one line each. */
export function answerWords(question: Question, answer: Answer, manner: Manner): string[] {
  if (typeof answer === 'object' && !Array.isArray(answer)) return partsWords(question, answer, manner)
  return (Array.isArray(answer) ? answer : [answer]).map((code) => codeWords(question, code, manner))
}

function codeWords(question: Question, code: string, manner: Manner): string {
  const { voice } = manner
  const option = question.options?.find((o) => o.code === code)
  if (option) return voice.text(other(manner, option.label, option.label_other) ?? option.label)
  if (code === 'aiuto') return voice.t('conversation.quiet.aiuto')
  if (code === 'ignoto' || code === 'taciuto') return voice.t(question.options ? `conversation.quiet.${code}` : 'conversation.quiet.empty')
  if (question.kind === 'comune') return placeWords(manner.content.places, code)
  if (question.kind === 'date') return voice.day(code)
  return question.kind === 'agree' ? voice.t('conversation.agreed') : code
}

/** "Roma (RM)"; a country by its name. */
export function placeWords(places: Places, code: string): string {
  const place = places.byCode(code)
  return place ? `${place.name}${place.province ? ` (${place.province})` : ''}` : code
}

function partsWords(question: Question, parts: Record<string, string>, { voice }: Manner): string[] {
  const label = (code: string) => voice.text(question.options?.find((option) => option.code === code)?.label ?? { it: code })
  const level = (code: string) => voice.text(question.levels?.find((l) => l.code === code)?.label ?? { it: code })
  switch (question.kind) {
    case 'name': return [[parts.nome, parts.cognome].filter(Boolean).join(' '), ...(parts.scelto ? [voice.t('conversation.called', { name: parts.scelto })] : [])]
    case 'address': return [parts.via, [parts.cap, parts.luogo].filter(Boolean).join(' '), parts.presso].filter((line): line is string => Boolean(line))
    case 'counts': return countsWords(Object.entries(parts).filter(([, n]) => n !== '0').map(([code, n]) => `${label(code)}: ${n}`), voice)
    default: return Object.entries(parts).map(([code, said]) => `${label(code)}: ${level(said)}`)
  }
}

const countsWords = (lines: string[], voice: Voice) => (lines.length ? lines : [voice.t('conversation.nobody')])

/** What to look at again, in words: days, places and sexes as people say them. */
export function doubtWords({ code, values }: Doubt, { voice, content }: Manner): string {
  const say: Record<string, (value: string) => string> = {
    nascita: voice.day, prima: voice.day, seconda: voice.day,
    luogo: (value) => (content.places.byCode(value) ? placeWords(content.places, value) : voice.t('doubts.place_unknown')),
    sesso: (value) => voice.t(`doubts.sex.${value}`),
  }
  return voice.t(`doubts.${code}`, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, say[name]?.(value) ?? value])))
}
