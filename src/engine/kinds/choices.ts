import type { Question } from '../question.ts'
import { codesOf, list, loudest, quietCodes, silence, single, spoken, type KindRules } from './kind.ts'

/** One of a list. */
export const one: KindRules = {
  read(form, question) {
    const code = loudest(form.risposta)
    if (!code) return question.required || question.quiet.length === 0 ? { problem: 'choose_one' } : { answer: silence(question) }
    return codesOf(question).includes(code) ? { answer: code } : { problem: 'not_in_list' }
  },
  accepts: (answer, question) => typeof answer === 'string' && codesOf(question).includes(answer),
  facts: (answer, question) => ({ [question.id]: [spoken(answer as string)] }),
}

/** Some of a list. */
export const many: KindRules = {
  read(form, question) {
    const chosen = [...new Set(list(form.risposta))]
    if (chosen.length === 0) return question.quiet.length ? { answer: [silence(question)] } : { problem: 'choose_some' }
    if (!chosen.every((code) => codesOf(question).includes(code))) return { problem: 'not_in_list' }
    const loud = chosen.filter((code) => !standsAlone(question, code))
    return { answer: loud.length ? loud : chosen.slice(0, 1) }
  },
  accepts: (answer, question) => Array.isArray(answer) && answer.length > 0 && answer.every((code) => codesOf(question).includes(code)),
  facts: (answer, question) => ({ [question.id]: (answer as string[]).map(spoken) }),
}

/** Something to read before going on; where the path ends there is nothing to go on with. */
export const notice: KindRules = {
  read: (_form, question) => (question.exit ? { problem: 'path_ends' } : { answer: 'visto' }),
  accepts: (answer, question) => answer === 'visto' && !question.exit,
  facts: (_answer, question) => ({ [question.id]: ['visto'] }),
}

/** A box to tick. */
export const agree: KindRules = {
  read: (form, question) => (single(form.risposta) === 'si' ? { answer: 'si' } : { problem: question.required ? 'must_agree' : 'choose_one' }),
  accepts: (answer) => answer === 'si',
  facts: (_answer, question) => ({ [question.id]: ['si'] }),
}

/** "Non so", "Nessuno" mean nothing beside another choice. */
const standsAlone = (question: Question, code: string) => quietCodes.includes(code) || question.options?.find((o) => o.code === code)?.alone
