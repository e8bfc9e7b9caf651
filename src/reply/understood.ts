import type { Meaning } from '../assistant/understand.ts'
import type { Content } from '../content/content.ts'
import type { Answers } from '../engine/question.ts'
import { answerWords, shortLabel, type Manner } from '../conversation/words.ts'

/** From this share on, a family says what the person needs; who is not understood is told of no need. */
const said = 0.25
const mostNeeds = 2

/** What the sentence answers already, the need among it; without what the person took back. */
export function answersIn(content: Content, { facts, families, intent }: Meaning, carried: string[], denied: string[]): Answers {
  const needs = [...new Set(families.filter(({ share }) => share >= said).map(({ slug }) => needOf(content, slug)))].filter((code) => code !== undefined).slice(0, mostNeeds)
  const told: Answers = { ...facts, ...(needs.length && carried.length === 0 && intent === 'orient' ? { o_bisogni: needs } : {}) }
  return Object.fromEntries(Object.entries(told).filter(([id]) => !denied.includes(id)))
}

const needOf = ({ factWords }: Content, slug: string) => factWords.needs.find(({ families }) => families.includes(slug))?.code

export type Understood = { id: string; label: string; answer: string }

/** "Ho capito che…": what was understood, one line each, to be taken back with one tap. */
export const viewUnderstood = (answers: Answers, manner: Manner): Understood[] => Object.entries(answers).flatMap(([id, answer]) => {
  const question = manner.content.questions.get(id)
  return question ? [{ id, label: shortLabel(question, manner), answer: answerWords(question, answer, manner).join(', ') }] : []
})
