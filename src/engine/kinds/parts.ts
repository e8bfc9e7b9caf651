import { ageBand, isRealDate } from '../dates.ts'
import type { Answer, Form, Question } from '../question.ts'
import { unknownCode } from '../rule.ts'
import { clean, isRecord, isSilence, quietIn, silence, single, spoken, type KindRules } from './kind.ts'

/** Kinds of several fields: name, date, address, counts, grid. */

const part = (form: Form, name: string) => clean(single(form[`risposta.${name}`]) ?? '')
const said = (parts: Record<string, string>) => Object.fromEntries(Object.entries(parts).filter(([, words]) => words))
const told = (question: Question, codes: string[]) => ({ [question.id]: codes })

export const name: KindRules = {
  read(form, question) {
    const answer = { cognome: part(form, 'cognome'), nome: part(form, 'nome'), ...(question.chosen_name ? said({ scelto: part(form, 'scelto') }) : {}) }
    if (!answer.cognome && !answer.nome) return question.required ? { problem: 'write_name' } : { answer: unknownCode }
    return Object.values(answer).some((words) => words.length > 100) ? { problem: 'too_long' } : { answer }
  },
  accepts: (answer, question) => (isRecord(answer) ? Boolean(answer.cognome || answer.nome) : isSilence(answer, question)),
  facts: (answer, question) => told(question, [isRecord(answer) ? 'detto' : unknownCode]),
}

export const date: KindRules = {
  read(form, question) {
    const [day, month, year] = ['giorno', 'mese', 'anno'].map((field) => part(form, field))
    if (!day && !month && !year) return question.required ? { problem: 'write_date' } : { answer: quietIn(form, question) ?? unknownCode }
    const iso = `${year?.padStart(4, '0')}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
    return isRealDate(iso) ? { answer: iso } : { problem: 'not_a_date' }
  },
  accepts: (answer, question) => typeof answer === 'string' && (isRealDate(answer) || isSilence(answer, question)),
  facts(answer, question, today) {
    if (!isRealDate(answer as string)) return told(question, [unknownCode])
    return { ...told(question, ['detto']), ...(question.age_fact ? { [question.age_fact]: [ageBand(answer as string, today)] } : {}) }
  },
}

const addressParts = ['via', 'cap', 'luogo', 'presso']

/** Street and number, CAP, place, name on the bell: typed, compared with no outside service. A street that stands for no home says so to rules. */
export const address: KindRules = {
  read(form, question) {
    const answer = said(Object.fromEntries(addressParts.map((field) => [field, part(form, field)])))
    if (Object.keys(answer).length === 0) return question.required ? { problem: 'write_address' } : { answer: quietIn(form, question) ?? optionIn(form, question) ?? silence(question) }
    if (Object.values(answer).some((words) => words.length > 150)) return { problem: 'too_long' }
    if (!answer.via && !answer.luogo) return { problem: 'write_address' }
    return answer.cap && !/^\d{5}$/.test(answer.cap) ? { answer, doubt: { code: 'cap', values: { cap: answer.cap } } } : { answer }
  },
  accepts: (answer, question) => (isRecord(answer) ? Boolean(answer.via || answer.luogo) : isSilence(answer, question) || isChoice(answer, question)),
  facts(answer, question) {
    if (!isRecord(answer)) return told(question, [spoken(answer as string)])
    const street = (answer.via ?? '').toLowerCase()
    return told(question, [question.no_home?.some((words) => street.startsWith(words)) ? 'senza_dimora' : 'detto'])
  },
}

const isOption = ({ options = [] }: Question, code: string) => options.some((option) => option.code === code)
/** A choice that takes the place of the fields: "Non ho un indirizzo fisso", "Nessuno, vivo da solo". */
const optionIn = (form: Form, question: Question) => [form.risposta ?? []].flat().find((code) => isChoice(code, question))
const isChoice = (answer: Answer, question: Question) => question.options?.some(({ code, alone }) => alone && code === answer) ?? false
const mostOfEach = 20

/** How many of each: of every option a number, never a name. The options counted at least once are facts. */
export const counts: KindRules = {
  read(form, question) {
    const answer = said(Object.fromEntries((question.options ?? []).filter(({ alone }) => !alone).map(({ code }) => [code, part(form, code)])))
    if (Object.keys(answer).length === 0) return question.required ? { problem: 'write_counts' } : { answer: optionIn(form, question) ?? quietIn(form, question) ?? silence(question) }
    const isCount = (words: string) => /^\d{1,2}$/.test(words) && Number(words) <= mostOfEach
    return Object.values(answer).every(isCount) ? { answer: Object.fromEntries(Object.entries(answer).map(([code, words]) => [code, String(Number(words))])) } : { problem: 'not_a_count' }
  },
  accepts: (answer, question) => (isRecord(answer) ? Object.keys(answer).length > 0 && Object.keys(answer).every((code) => isOption(question, code)) : isSilence(answer, question) || isChoice(answer, question)),
  facts(answer, question) {
    if (!isRecord(answer)) return told(question, [spoken(answer as string)])
    const some = Object.entries(answer).filter(([, words]) => words !== '0').map(([code]) => code)
    return told(question, some.length ? some : ['nessuno'])
  },
}

/** Rows, each with one of a few levels; a row left alone says nothing. Rules see "row:level". */
export const grid: KindRules = {
  read(form, question) {
    const answer = said(Object.fromEntries((question.options ?? []).map(({ code }) => [code, part(form, code)])))
    if (!Object.values(answer).every((code) => isLevel(question, code))) return { problem: 'not_in_list' }
    if (Object.keys(answer).length) return { answer }
    return question.required ? { problem: 'choose_some' } : { answer: quietIn(form, question) ?? silence(question) }
  },
  accepts: (answer, question) => (isRecord(answer) ? Object.keys(answer).length > 0 && Object.values(answer).every((code) => isLevel(question, code)) : isSilence(answer, question)),
  facts: (answer, question) => told(question, isRecord(answer) ? Object.entries(answer).map((row) => row.join(':')) : [unknownCode]),
}

const isLevel = ({ levels = [] }: Question, code: string) => levels.some((level) => level.code === code)
