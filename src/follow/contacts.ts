import { isDeepStrictEqual } from 'node:util'
import type { Content } from '../content/content.ts'
import { viewQuestion, type Unsettled } from '../conversation/question.ts'
import { viewTurn, type Manner } from '../conversation/thread.ts'
import { rowsOf, type Filed, type Row } from '../dossiers/file.ts'
import { seenAs, walk, type Step, type Turn } from '../engine/journey.ts'
import { kinds } from '../engine/kinds.ts'
import type { Answer, Answers, Form, Question } from '../engine/question.ts'
import { judge, judgeAny, type Facts, type Verdict } from '../engine/rule.ts'
import type { Told } from '../events/events.ts'
import { withSilence } from '../web/form.ts'

type Contact = Step & { question: Question }
/** A form that came back, and whether the screen is one that many people use. */
type Sent = { form?: Form | undefined; unsettled?: Map<string, Unsettled> | undefined; shared?: boolean }
export type Typed = { answers: Answers } | { unsettled: Map<string, Unsettled> }

/** How to reach the person: the questions of the request that are used to speak with them, and nothing else (processing.yaml). */
const contactsIn = ({ journeys, questions }: Content): Contact[] => (journeys.get('richiesta')?.steps ?? []).flatMap((step) => {
  const question = questions.get(step.ask)
  return question?.processing === 'contatto' ? [{ ...step, question }] : []
})

/** How to reach the person now: as it was filed, or as they changed it since (GDPR art. 16). The snapshot filed never changes. */
export function contactsOf(content: Content, filed: Filed, story: Told[]): Answers {
  return story.findLast(({ detail }) => detail.contacts)?.detail.contacts ?? asFiled(content, filed)
}

const asFiled = (content: Content, { answers }: Filed): Answers => Object.fromEntries(contactsIn(content).flatMap(({ ask }) => (answers[ask] === undefined ? [] : [[ask, answers[ask]]])))

/** When each contact was last changed (ISO instant), by question; those still as they were filed are missing. */
export function changesOf(content: Content, filed: Filed, story: Told[]): Map<string, string> {
  const changed = new Map<string, string>()
  let before = asFiled(content, filed)
  for (const { at, detail: { contacts } } of story) {
    if (!contacts) continue
    for (const [id, answer] of Object.entries(contacts)) if (!isDeepStrictEqual(answer, before[id])) changed.set(id, at)
    before = contacts
  }
  return changed
}

const turnsOf = (content: Content, contacts: Answers): Turn[] => contactsIn(content).flatMap(({ ask, question, part }) => {
  const answer = contacts[ask]
  return answer !== undefined && kinds[question.kind].accepts(answer, question) ? [{ question, answer, part }] : []
})

/** The rows of a request as it is now: those of the contacts take the place of the ones that were filed. */
export function presentRows(filed: Filed, story: Told[], manner: Manner, today: string): Row[] {
  const { content } = manner
  if (!story.some(({ detail }) => detail.contacts)) return filed.rows
  const old = new Set(contactsIn(content).map(({ ask }) => ask))
  const at = filed.rows.findIndex(({ id }) => old.has(id))
  const now = rowsOf(turnsOf(content, contactsOf(content, filed, story)), manner, today)
  const rest = (rows: Row[]) => rows.filter(({ id }) => !old.has(id))
  return at < 0 ? [...filed.rows, ...now] : [...rest(filed.rows.slice(0, at)), ...now, ...rest(filed.rows.slice(at))]
}

/** What is on file, said so that who passes by reads no number and no address. */
export const viewContacts = (contacts: Answers, manner: Manner): { label: string; answer: string[] }[] => turnsOf(manner.content, contacts).map((turn) => {
  const { label, answer } = viewTurn(turn, manner, '')
  return { label, answer: discreet(turn, answer, manner) }
})

/** Of a number the end, of an e-mail its first letter and who carries it, of what else was written only that it is there. */
function discreet({ question, answer }: Turn, words: string[], { voice: { t } }: Manner): string[] {
  const [said = ''] = typeof answer === 'string' ? [answer] : []
  if (question.quiet.some((code) => code === said)) return words
  switch (question.kind) {
    case 'phone': return [t('follow.contacts.ends', { digits: said.replace(/\D/g, '').slice(-3) })]
    case 'email': return [said.replace(/^(.)[^@]*/u, '$1…')]
    case 'address': case 'text': return [t('follow.contacts.written')]
    default: return words
  }
}

/** What rules know of a request besides its contacts. */
function factsBut(content: Content, { answers }: Filed, today: string): Record<string, string[]> {
  const journey = content.journeys.get('richiesta')
  const said = journey ? walk(journey, content.questions, answers, { today }).facts.said : {}
  const contacts = new Set(contactsIn(content).map(({ ask }) => ask))
  return Object.fromEntries(Object.entries(said).filter(([id]) => !contacts.has(id)))
}

const asked = (step: Step, facts: Facts): Verdict['truth'] => (step.when_any ? judgeAny(step.when_any, facts) : judge(step.when ?? {}, facts)).truth

/** The form: every contact question that this request could ask, each with its own fields (`telefono.risposta`). */
export function viewForm(filed: Filed, contacts: Answers, manner: Manner, today: string, { form, unsettled, shared = false }: Sent = {}) {
  const all = contactsIn(manner.content)
  const facts = { said: factsBut(manner.content, filed, today), pending: new Set(all.map(({ ask }) => ask)) }
  return all.filter((step) => asked(step, facts) !== 'no').map(({ ask, question }) => viewQuestion(question, manner, {
    base: '/la-mia-richiesta/contatti', stored: true, shared, prefix: `${ask}.`, answer: contacts[ask], ...(form ? { typed: fieldsOf(form, ask) } : {}), ...unsettled?.get(ask),
  }))
}

/** Reads the form. Of what the way chosen does not need nothing is read, and nothing is kept. */
export function readContacts(content: Content, filed: Filed, form: Form, today: string): Typed {
  const said = factsBut(content, filed, today)
  const answers: Answers = {}
  const unsettled = new Map<string, Unsettled>()
  for (const step of contactsIn(content)) {
    if (asked(step, { said, pending: new Set() }) !== 'yes') continue
    const read = readOne(step.question, fieldsOf(form, step.ask), today)
    if ('answer' in read) {
      answers[step.ask] = read.answer
      Object.assign(said, kinds[step.question.kind].facts(read.answer, step.question, today))
    } else {
      unsettled.set(step.ask, read)
    }
  }
  return unsettled.size ? { unsettled } : { answers }
}

function readOne(question: Question, typed: Form, today: string): { answer: Answer } | Unsettled {
  const reading = kinds[question.kind].read(typed, question, today)
  if ('problem' in reading) return { problem: reading.problem }
  const { answer, doubt } = reading
  return doubt && typed.conferma !== seenAs(answer) ? { doubt: { doubt, answer } } : { answer }
}

const fieldsOf = (form: Form, id: string): Form =>
  withSilence(Object.fromEntries(Object.entries(form).filter(([name]) => name.startsWith(`${id}.`)).map(([name, value]) => [name.slice(id.length + 1), value])))
