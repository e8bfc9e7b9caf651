import { kinds, type Doubt } from './kinds.ts'
import type { Answer, Answers, Form, Question } from './question.ts'
import { judge, judgeAny, type Conditions, type Facts, type Verdict } from './rule.ts'

/**
 * A step asks one question, if its conditions hold. There are no edges: order and conditions say everything.
 * `known`: where this holds it is not asked here, but what another journey learnt comes along.
 */
export type Step = { ask: string; when?: Conditions | undefined; when_any?: Conditions[] | undefined; part?: string | undefined; known?: Conditions | undefined }
export type Journey = { id: string; version: number; steps: Step[] }
export type Questions = ReadonlyMap<string, Question>

/** What a walk needs besides the answers: today's date, and facts known from elsewhere. */
export type Setting = { today: string; given?: Record<string, string[]> }

export type Turn = { question: Question; answer: Answer; part: string | undefined }
export type Walk = {
  /** Answered questions of the open path, in order. */
  turns: Turn[]
  /** Those of them that come before the current question: what the thread shows. Later answers wait, kept. */
  before: Turn[]
  /** The first question of the open path without an answer. */
  current: Question | undefined
  /** Questions of the open path still to answer, the current one included. */
  remaining: number
  facts: Facts
}

/**
 * Walks a journey from its start. Position is never stored: path, current question, progress, guard and summary
 * all come from here. Answers of closed branches are kept by the caller but believed by nobody.
 */
export function walk(journey: Journey, questions: Questions, answers: Answers, setting: Setting): Walk {
  const said: Record<string, string[]> = { ...setting.given }
  const pending = new Set<string>()
  /** Pending, or perhaps to come: enough to keep a later branch open, not enough to reason on. */
  const possible = new Set<string>()
  const facts: Facts = { said, pending }
  const ahead: Facts = { said, pending: possible }
  const walked: Walk = { turns: [], before: [], current: undefined, remaining: 0, facts }
  for (const step of journey.steps) {
    const told = questions.get(step.ask)
    if (!told) throw new Error(`journey ${journey.id}: no question ${step.ask}`)
    const answer = answers[told.id]
    const verdict = asked(step, ahead)
    if (isClosed(verdict, possible)) continue
    const question = offered(told, ahead)
    if (answer !== undefined && kinds[question.kind].accepts(answer, question)) {
      Object.assign(said, kinds[question.kind].facts(answer, question, setting.today))
      const turn = { question, answer, part: step.part }
      walked.turns.push(turn)
      if (!walked.current) walked.before.push(turn)
    } else if (!isOnlyCarried(step, facts)) {
      possible.add(question.id)
      if (verdict.truth === 'yes') {
        pending.add(question.id)
        walked.current ??= question
        walked.remaining += 1
      }
    }
  }
  return walked
}

export type Outcome = { answers: Answers } | { problem: string } | { doubt: Doubt; answer: Answer } | { closed: true }

/**
 * Answers one question of the open path. The other answers stay: they count again if their branch reopens.
 * What is in doubt is asked once more; posted again as it is (`conferma` holds it), it stands.
 */
export function answer(journey: Journey, questions: Questions, answers: Answers, id: string, form: Form, setting: Setting): Outcome {
  const question = openQuestion(walk(journey, questions, answers, setting), id)
  if (!question) return { closed: true }
  const reading = kinds[question.kind].read(form, question, setting.today)
  if ('problem' in reading) return reading
  const doubted = reading.doubt && form.conferma !== seenAs(reading.answer)
  return doubted && reading.doubt ? { doubt: reading.doubt, answer: reading.answer } : { answers: { ...answers, [id]: reading.answer } }
}

/** An answer as the page sends it back to say that it was seen. */
export const seenAs = (answer: Answer): string => (typeof answer === 'string' ? answer : JSON.stringify(answer))

/** The question of that name, as it is offered now: already answered on the open path, or the current one. */
const openQuestion = ({ current, before }: Walk, id: string): Question | undefined =>
  current?.id === id ? current : before.find(({ question }) => question.id === id)?.question

const asked = (step: Step, facts: Facts): Verdict => (step.when_any ? judgeAny(step.when_any, facts) : judge(step.when ?? {}, facts))

/** Not asked here: only what was learnt elsewhere comes along. */
const isOnlyCarried = ({ known }: Step, facts: Facts) => known !== undefined && judge(known, facts).truth === 'yes'

/** A question with the choices that what was said leaves in. */
function offered(question: Question, facts: Facts): Question {
  if (!question.options?.some(({ when }) => when)) return question
  return { ...question, options: question.options.filter(({ when }) => judge(when ?? {}, facts).truth !== 'no') }
}

/** "Perhaps" stays open only while the question that would settle it can still be answered. */
const isClosed = (verdict: Verdict, pending: ReadonlySet<string>) =>
  verdict.truth === 'no' || (verdict.truth === 'perhaps' && !verdict.open.some((question) => pending.has(question)))
