import { ageBand, isRealDate } from './dates.ts'
import type { Answer, Form, Kind, Question } from './question.ts'
import { unknownCode } from './rule.ts'

/** A problem is a key of locales/<lang>/problems.json. */
export type Reading = { answer: Answer } | { problem: string }

type KindRules = {
  /** Reads the posted form. */
  read(form: Form, question: Question): Reading
  /** Is a kept answer still one that the question accepts? */
  accepts(answer: Answer, question: Question): boolean
  /** The codes of an answer that rules may see; typed words are nobody's rule. */
  facts(answer: Answer, question: Question, today: string): Record<string, string[]>
}

const quietCodes = ['ignoto', 'taciuto']
const longestField = 200

const one: KindRules = {
  read(form, question) {
    const code = loudest(form.risposta)
    if (!code) return question.required || question.quiet.length === 0 ? { problem: 'choose_one' } : { answer: silence(question) }
    return codesOf(question).includes(code) ? { answer: code } : { problem: 'not_in_list' }
  },
  accepts: (answer, question) => typeof answer === 'string' && codesOf(question).includes(answer),
  facts: (answer, question) => ({ [question.id]: [spoken(answer as string)] }),
}

const many: KindRules = {
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

const notice: KindRules = {
  read: (_form, question) => (question.exit ? { problem: 'path_ends' } : { answer: 'visto' }),
  accepts: (answer, question) => answer === 'visto' && !question.exit,
  facts: (_answer, question) => ({ [question.id]: ['visto'] }),
}

const agree: KindRules = {
  read: (form, question) => (single(form.risposta) === 'si' ? { answer: 'si' } : { problem: question.required ? 'must_agree' : 'choose_one' }),
  accepts: (answer) => answer === 'si',
  facts: (_answer, question) => ({ [question.id]: ['si'] }),
}

/** A kind whose answer is typed words: `check` gives a problem, or nothing. */
function typed(check: (words: string) => string | undefined, tidy = (words: string) => words): KindRules {
  const read = (form: Form, question: Question): Reading => {
    const words = tidy(clean(loudest(form.risposta) ?? ''))
    if (quietCodes.includes(words)) return question.required ? { problem: 'write_something' } : { answer: words }
    if (!words) return question.required ? { problem: 'write_something' } : { answer: unknownCode }
    if (words.length > (question.max_length ?? longestField)) return { problem: 'too_long' }
    const problem = check(words)
    return problem ? { problem } : { answer: words }
  }
  return {
    read,
    accepts: (answer, question) => typeof answer === 'string' && 'answer' in read({ risposta: answer }, question),
    facts: (answer, question) => ({ [question.id]: [quietCodes.includes(answer as string) ? unknownCode : 'detto'] }),
  }
}

const name: KindRules = {
  read(form, question) {
    const answer = { cognome: clean(single(form['risposta.cognome']) ?? ''), nome: clean(single(form['risposta.nome']) ?? '') }
    if (!answer.cognome && !answer.nome) return question.required ? { problem: 'write_name' } : { answer: unknownCode }
    return answer.cognome.length > 100 || answer.nome.length > 100 ? { problem: 'too_long' } : { answer }
  },
  accepts: (answer, question) => (isRecord(answer) ? Boolean(answer.cognome || answer.nome) : answer === unknownCode && !question.required),
  facts: (answer, question) => ({ [question.id]: [isRecord(answer) ? 'detto' : unknownCode] }),
}

const date: KindRules = {
  read(form, question) {
    const [day, month, year] = ['giorno', 'mese', 'anno'].map((part) => (single(form[`risposta.${part}`]) ?? '').trim())
    if (!day && !month && !year) return question.required ? { problem: 'write_date' } : { answer: unknownCode }
    const iso = `${year?.padStart(4, '0')}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
    return isRealDate(iso) ? { answer: iso } : { problem: 'not_a_date' }
  },
  accepts: (answer, question) => typeof answer === 'string' && (isRealDate(answer) || (answer === unknownCode && !question.required)),
  facts(answer, question, today) {
    if (answer === unknownCode) return { [question.id]: [unknownCode] }
    const band = question.age_fact ? { [question.age_fact]: [ageBand(answer as string, today)] } : {}
    return { [question.id]: ['detto'], ...band }
  },
}

/** Digits with the signs people write between them. Italian and foreign numbers, 6 to 15 digits (E.164). */
const phone = typed((words) => (/^\+?[\d\s().\-/]+$/.test(words) && /^\d{6,15}$/.test(words.replace(/\D/g, '')) ? undefined : 'not_a_phone'))
const email = typed((words) => (/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]{2,}$/.test(words) ? undefined : 'not_an_email'), (words) => words.replace(/\s/g, ''))
const text = typed(() => undefined)

export const kinds: Record<Kind, KindRules> = { one, comune: one, many, notice, agree, text, name, date, phone, email }

/** The codes that a question accepts, the quiet ones included. */
export const codesOf = (question: Question): string[] => [...(question.options ?? []).map((option) => option.code), ...question.quiet]

/** "Non so", "Nessuno" mean nothing beside another choice. */
const standsAlone = (question: Question, code: string) => quietCodes.includes(code) || question.options?.find((o) => o.code === code)?.alone

/** What an empty answer says, where the question may be left empty. */
const silence = (question: Question) => (question.quiet.includes('ignoto') ? unknownCode : (question.quiet[0] ?? unknownCode))

/** "Preferisco non dirlo" counts as unknown; what exactly was chosen stays in the answer. */
const spoken = (code: string) => (code === 'taciuto' ? unknownCode : code)

/** A word or a choice counts more than a quiet box ticked beside it. */
const loudest = (field: string | string[] | undefined) => list(field).find((value) => value && !quietCodes.includes(value)) ?? single(field)
const single = (field: string | string[] | undefined) => (Array.isArray(field) ? field.at(-1) : field)
const list = (field: string | string[] | undefined) => (field === undefined ? [] : Array.isArray(field) ? field : [field])
const isRecord = (answer: Answer): answer is Record<string, string> => typeof answer === 'object' && !Array.isArray(answer)

/** Typed words without control and direction-changing characters; line breaks stay. */
const clean = (words: string) =>
  words.normalize('NFC').replace(/\r\n?/g, '\n').replace(/[\p{Cc}\p{Co}\u202a-\u202e\u2066-\u2069]/gu, (c) => (c === '\n' || c === '\t' ? c : '')).trim()
