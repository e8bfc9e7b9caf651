import { aboutOther, walkThread } from '../conversation/threads.ts'
import type { Kept } from '../conversation/visit.ts'
import { submit, type Dossier } from '../dossiers/dossiers.ts'
import { countStep } from '../dossiers/stops.ts'
import { answer, type Walk } from '../engine/journey.ts'
import { codesOf } from '../engine/kinds.ts'
import type { Answer, Answers, Form, Question } from '../engine/question.ts'
import { newToken } from '../vault/vault.ts'
import { todayInRome, type App } from '../web/context.ts'
import { chanceOf, type Chance } from '../chance.ts'
import type { Plan } from './plans.ts'
import type { Year } from './schemas.ts'

/** Makes a request as a visitor does: question by question, by the same door, then sends it. */
export function fileRequest(app: App, year: Year, plan: Plan, chance: Chance): Dossier {
  let kept: Kept = { answers: learnt(app, plan), chosen: plan.chosen }
  let walked = walkThread(app, { journey: 'richiesta' }, kept)
  const others = chanceOf(plan.at.getTime())
  countStep(app.db, app.now(), undefined, walked)
  while (walked.current) {
    const before = walked
    kept = { ...kept, answers: answered(app, walked.facts.said.gruppi ?? [], kept.answers, walked.current, speak(year, plan, walked.current, kept.answers, chance)) }
    walked = walkThread(app, { journey: 'richiesta' }, kept)
    countStep(app.db, app.now(), before, walked, before.current?.id)
    stopSomebody(app, year, before, others)
  }
  countStep(app.db, app.now(), walked, undefined, 'invio')
  const manner = { voice: app.templates.voice('it'), aboutOther: aboutOther(kept.answers), content: app.content }
  return submit(app, { token: newToken(), kept, walked, manner, channel: others.weigh(year.channels) === 'kiosk' ? 'kiosk' : 'home' })
}

/** Somebody else, who came as far as this question, goes no further. */
function stopSomebody(app: App, year: Year, at: Walk, others: Chance): void {
  if (others.happens(year.stops[at.current?.id ?? ''] ?? year.stops.all ?? 0)) countStep(app.db, app.now(), undefined, at)
}

/** What the orientation learnt before the request, of what the plan says. */
function learnt(app: App, { answers }: Plan): Answers {
  const known = app.content.journeys.get('richiesta')?.steps.filter((step) => step.known).map(({ ask }) => ask) ?? []
  return Object.fromEntries(Object.entries(answers).filter(([id]) => known.includes(id)))
}

function answered(app: App, groups: string[], answers: Answers, question: Question, form: Form): Answers {
  const journey = app.content.journeys.get('richiesta')
  if (!journey) throw new Error('no journey richiesta')
  const outcome = answer(journey, app.content.questions, answers, question.id, form, { today: todayInRome(app.now()), given: { gruppi: groups } })
  if ('answers' in outcome) return outcome.answers
  // What is looked at twice is confirmed.
  if ('doubt' in outcome) return { ...answers, [question.id]: outcome.answer }
  throw new Error(`invented answer to ${question.id}: ${'problem' in outcome ? outcome.problem : 'not asked now'} (${JSON.stringify(form)})`)
}

/** What is typed or chosen at a question: what the plan says, else what people often say. */
function speak(year: Year, plan: Plan, question: Question, answers: Answers, chance: Chance): Form {
  if (plan.gaps.includes(question.id)) return question.quiet.includes('ignoto') ? { risposta: 'ignoto' } : {}
  return formOf(question, plan.answers[question.id] ?? invent(year, plan, question, answers, chance))
}

function invent(year: Year, plan: Plan, question: Question, answers: Answers, chance: Chance): Answer {
  const { id } = question
  const often = year.answers[plan.act]?.[id] ?? year.answers.all?.[id]
  if (often) return chance.weigh(onOffer(often, question))
  if (id === 'persona_data_nascita') return birth(plan.at, answers, year, chance)
  switch (question.kind) {
    case 'name': return { nome: chance.pick(year.names.given), cognome: chance.pick(year.names.family) }
    case 'phone': return `080 000 ${String(chance.between(1, 9999)).padStart(4, '0')}`
    case 'email': return `${chance.pick(year.names.given)}.${chance.pick(year.names.family)}@example.org`.toLowerCase()
    case 'date': return dayAfter(plan.at, chance.between(7, 60))
    case 'text': return chance.pick(id === 'bisogno_parole_tue' ? (year.words[plan.need] ?? []) : (year.texts[id] ?? []))
    case 'agree': return 'si'
    case 'notice': return 'visto'
    case 'address': return { via: chance.pick(year.texts.indirizzo ?? []) }
    case 'counts': return { [chance.pick((question.options ?? []).filter(({ alone }) => !alone)).code]: String(chance.between(0, 2)) }
    case 'grid': return Object.fromEntries((question.options ?? []).map((row) => [row.code, chance.pick(question.levels ?? []).code]))
    case 'fiscal_code': return 'XXXXXX00X00X000X'
    default: return chance.pick(question.options ?? []).code
  }
}

/** Of what people often say, what this question offers now. */
function onOffer(often: Record<string, number>, question: Question): Record<string, number> {
  const offered = Object.entries(often).filter(([code]) => !question.options || codesOf(question).includes(code))
  return offered.length ? Object.fromEntries(offered) : Object.fromEntries((question.options ?? []).map(({ code }) => [code, 1]))
}

/** A date of birth of the age that goes with the answers: a parent asks for who is not yet 18. */
function birth(at: Date, { titolo }: Answers, year: Year, chance: Chance): string {
  const ages: Record<string, [number, number]> = { '18-29': [18, 29], '30-64': [30, 64], '65+': [65, 92] }
  const [from, to] = titolo === 'genitore_minore' ? [6, 16] : (ages[chance.weigh(year.answers.all?.o_eta ?? { '30-64': 1 })] ?? [30, 64])
  return dayAfter(at, -Math.floor(chance.between(from, to) * 365.25 + chance.between(30, 330)))
}

/** An answer as a browser would post it. */
export function formOf(question: Question, said: Answer): Form {
  if (question.kind === 'date' && typeof said === 'string') {
    const [year = '', month = '', day = ''] = said.split('-')
    return { 'risposta.giorno': day, 'risposta.mese': month, 'risposta.anno': year }
  }
  if (typeof said === 'object' && !Array.isArray(said)) return Object.fromEntries(Object.entries(said).map(([part, words]) => [`risposta.${part}`, words]))
  return { risposta: said }
}

const dayAfter = (at: Date, days: number) => new Date(at.getTime() + days * 86_400_000).toISOString().slice(0, 10)
