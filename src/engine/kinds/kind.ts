import type { Answer, Form, Question } from '../question.ts'
import { unknownCode } from '../rule.ts'

/** Something to look at again before it is believed; said twice, it stands. `code` is a key of locales/<lang>/doubts.json. */
export type Doubt = { code: string; values: Record<string, string> }

/** A problem is a key of locales/<lang>/problems.json. A doubt never blocks. */
export type Reading = { answer: Answer; doubt?: Doubt | undefined } | { problem: string }

export type KindRules = {
  /** Reads the posted form. @param today ISO date; without it nothing is looked at twice */
  read(form: Form, question: Question, today?: string): Reading
  /** Is a kept answer still one that the question accepts? */
  accepts(answer: Answer, question: Question): boolean
  /** The codes of an answer that rules may see; typed words are nobody's rule. */
  facts(answer: Answer, question: Question, today: string): Record<string, string[]>
}

export const quietCodes: string[] = ['ignoto', 'taciuto', 'aiuto']

/** The codes that a question accepts, the quiet ones included. */
export const codesOf = (question: Question): string[] => [...(question.options ?? []).map((option) => option.code), ...question.quiet]

/** What an empty answer says, where the question may be left empty. */
export const silence = (question: Question): string => (question.quiet.includes(unknownCode) ? unknownCode : (question.quiet[0] ?? unknownCode))

/** Every way of not saying counts as unknown; what exactly was chosen stays in the answer. */
export const spoken = (code: string): string => (quietCodes.includes(code) ? unknownCode : code)

type Field = string | string[] | undefined

/** A word or a choice counts more than a quiet box ticked beside it. */
export const loudest = (field: Field): string | undefined => list(field).find((value) => value && !quietCodes.includes(value)) ?? single(field)
export const single = (field: Field): string | undefined => (Array.isArray(field) ? field.at(-1) : field)
export const list = (field: Field): string[] => (field === undefined ? [] : Array.isArray(field) ? field : [field])

/** A quiet choice made on a form of several fields. */
export const quietIn = (form: Form, question: Question): string | undefined => list(form.risposta).find((code) => (question.quiet as string[]).includes(code))

export const isRecord = (answer: Answer): answer is Record<string, string> => typeof answer === 'object' && !Array.isArray(answer)

/** Is it a way of not saying that the question allows? Left empty counts too, where nothing is required. */
export const isSilence = (answer: Answer, question: Question): boolean =>
  typeof answer === 'string' && !question.required && (answer === unknownCode || (question.quiet as string[]).includes(answer))

/** Typed words without control and direction-changing characters; line breaks stay. */
export const clean = (words: string): string =>
  words.normalize('NFC').replace(/\r\n?/g, '\n').replace(/[\p{Cc}\p{Co}\u202a-\u202e\u2066-\u2069]/gu, (c) => (c === '\n' || c === '\t' ? c : '')).trim()
