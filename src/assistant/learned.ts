import type { Combination } from '../content/content.ts'
import { judge, train, type Tuning } from './classifier.ts'
import type { Features } from './features.ts'
import { vote, type Alike } from './neighbours.ts'
import type { Hit } from './patterns.ts'

/** What is known of a sentence, class by class: from the word lists alone, and with what was learnt. */
export type Guess = { told: Map<string, number>; learnt: Map<string, number> }
/** A sentence looked at once, for every guesser: the concepts that the word lists found, and its features. */
export type Looked = { concepts: string[]; features: Features; alike?: Alike }
export type Guesser = (looked: Looked, hits: Hit[]) => Guess
/** A sentence to learn from: how much of it is each class. */
export type Taught = { looked: Looked; hits: Hit[]; shares: Map<string, number> }

/** How much a point of the word lists counts beside what is learnt. */
const trust = 0.8
const tuning: Omit<Tuning, 'blind'> = { epochs: 5, rate: 0.6, pull: 2e-5 }

/** Points per class: every word of the sentence counts once for a class, by the strongest pattern that covers it. */
export function pointsOf(hits: Hit[]): Map<string, number> {
  const points = new Map<string, number>()
  const covered = new Map<string, Set<number>>()
  for (const { to, weight, from, until } of hits.toSorted((a, b) => b.weight - a.weight)) {
    const own = covered.get(to) ?? new Set()
    covered.set(to, own)
    const before = own.size
    for (let at = from; at < Math.max(until, from + 1); at++) own.add(at)
    if (own.size > before) points.set(to, (points.get(to) ?? 0) + weight)
  }
  return points
}

/** Learns from sentences which class they mean. @param size how many features there are @returns weights, to be kept */
export function learn(classes: string[], combine: Combination[], size: number, blind: Tuning['blind'], taught: Taught[]): Float32Array {
  const lessons = taught.map(({ looked, hits, shares }) =>
    ({ features: looked.features, target: Float32Array.from(classes, (name) => shares.get(name) ?? 0), prior: priorOf(classes, tell(combine, looked, hits)) }))
  return train(size, classes.length, lessons, { ...tuning, blind })
}

/** `nearness`: how much the sentences alike count beside the rest, 0 to 1. */
type Guessing = { classes: string[]; combine: Combination[]; weights: Float32Array; labels: Float32Array; nearness: number }

/** Guesses by the word lists, by what was learnt, and by the examples that are said almost alike. */
export const createGuesser = ({ classes, combine, weights, labels, nearness }: Guessing): Guesser => (looked, hits) => {
  const told = tell(combine, looked, hits)
  const chances = judge(weights, looked.features, priorOf(classes, told))
  const votes = looked.alike && vote(looked.alike, labels, classes.length)
  return { told, learnt: new Map(classes.map((name, i) => [name, votes ? (1 - nearness) * (chances[i] ?? 0) + nearness * (votes[i] ?? 0) : (chances[i] ?? 0)])) }
}

/** What the word lists say, with what several concepts say together. */
function tell(combine: Combination[], { concepts }: Looked, hits: Hit[]): Map<string, number> {
  const points = pointsOf(hits)
  for (const { all, to, weight } of combine) if (all.every((concept) => concepts.includes(concept))) points.set(to, (points.get(to) ?? 0) + weight)
  return points
}

const priorOf = (classes: string[], told: Map<string, number>) => Float32Array.from(classes, (name) => trust * damp(told.get(name) ?? 0))

/** Ten words for the same thing are not ten times as sure. */
const damp = (points: number) => (points > 4 ? 4 + Math.log2(points - 3) : points)
