import type { Content } from '../content/content.ts'
import type { Answers } from '../engine/question.ts'
import { moments } from './calendar.ts'
import type { Chance } from '../chance.ts'
import { quotas } from './quotas.ts'
import type { Persona, Year } from './schemas.ts'

/** A request that somebody will make: when, what is sure to be said, what is left without an answer. */
export type Plan = { at: Date; act: string; need: string; incomplete: boolean; answers: Answers; chosen: string[]; gaps: string[]; decisions?: string[] | undefined }

export type Demo = { year: Year; personas: Persona[] }

/** The requests of the year, oldest first: the personas spread over it, the others drawn. Needs and gaps keep their shares to the last one. */
export function plansOf(content: Content, { year, personas }: Demo, n: number, today: string, chance: Chance): Plan[] {
  if (n < personas.length) throw new Error(`at least ${personas.length} requests: there are as many personas`)
  const known = personas.map((persona) => ({ ...persona, act: actOf(persona.answers), need: needOf(year, persona.answers), incomplete: persona.gaps.length > 0 }))
  const places = new Map(known.map((persona, k) => [Math.floor(((k + 0.5) * n) / known.length), persona]))
  const needs = rest(shares(year), n, known.map(({ need }) => need), chance)
  const gaps = rest({ yes: year.incomplete, no: 100 - year.incomplete }, n, known.map(({ incomplete }) => (incomplete ? 'yes' : 'no')), chance)
  const comuni = weightsOf(content, year)
  return moments(year, n, today, chance).map((at, i): Plan => {
    const persona = places.get(i)
    if (persona) return { at, ...persona, answers: withComune(content, persona.answers) }
    return { at, ...drawn(year, needs.pop() ?? 'non_so', gaps.pop() === 'yes', chance.weigh(comuni), chance) }
  })
}

/** The need that a request counts for: the first one told. */
export function needOf({ needs }: Year, { o_bisogni }: Answers): string {
  const first = [o_bisogni ?? []].flat()[0]
  return needs.find(({ choices }) => choices.some(([code]) => code === first))?.code ?? 'non_so'
}

function drawn(year: Year, need: string, incomplete: boolean, comune: string, chance: Chance): Omit<Plan, 'at'> {
  const act = chance.weigh(year.acts)
  const kinds = year.needs.find(({ code }) => code === need)
  const [first = '', ...others] = year.gaps[act] ?? []
  return {
    act,
    need,
    incomplete,
    answers: { natura_atto: act, o_bisogni: chance.pick(kinds?.choices ?? [[need]]), o_comune: comune },
    chosen: act === 'segnalazione' ? [] : chance.pick(kinds?.chosen ?? [[]]),
    gaps: incomplete ? [first, ...others.filter(() => chance.happens(25))] : [],
  }
}

/** What is left of the shares once the personas took theirs, in random order. */
function rest(weights: Record<string, number>, n: number, taken: string[], chance: Chance): string[] {
  const left = Object.entries(quotas(weights, n)).flatMap(([key, count]) => Array.from({ length: Math.max(0, count - taken.filter((t) => t === key).length) }, () => key))
  return chance.shuffle(left)
}

const shares = ({ needs }: Year) => Object.fromEntries(needs.map(({ code, share }) => [code, share]))

/** Comuni by inhabitants, and who lives elsewhere. Where the inhabitants are not known, an equal part of what the whole area leaves. */
function weightsOf({ territory: { comuni } }: Content, year: Year): Record<string, number> {
  const known = comuni.reduce((sum, { population }) => sum + (population ?? 0), 0)
  const unknown = comuni.filter(({ population }) => population === null).length
  const part = Math.max(1, (year.inhabitants - known) / Math.max(1, unknown))
  const total = known + part * unknown
  const elsewhere = Object.entries(year.elsewhere).map(([code, share]) => [code, (share / 100) * total] as const)
  return Object.fromEntries([...comuni.map(({ belfiore, population }) => [belfiore, population ?? part] as const), ...elsewhere])
}

/** In the file a comune is written by its name in small letters; a request holds its code. */
function withComune({ territory }: Content, answers: Answers): Answers {
  const comune = territory.comuni.find(({ slug }) => slug === answers.o_comune)
  return comune ? { ...answers, o_comune: comune.belfiore } : answers
}

const actOf = ({ natura_atto: act }: Answers) => (typeof act === 'string' ? act : '')
