import type { Combination } from '../content/content.ts'
import { judge, softmax, type Network } from './network.ts'
import { vote, type Alike } from './neighbours.ts'
import type { Hit } from './patterns.ts'

/** What is known of a sentence, class by class: points from the word lists alone, and the chances by all the witnesses together. */
export type Guess = { told: Map<string, number>; learnt: Map<string, number> }
/** A sentence looked at once, for every guesser: the concepts that the word lists found, its places in the networks, the examples like it; `strange`: no example holds any of its words. */
export type Looked = { concepts: string[]; places: Float32Array[]; alike: Alike; strange: boolean }
export type Guesser = (looked: Looked, hits: Hit[]) => Guess

/** How much a point of the word lists counts, where they speak alone. */
const trust = 1.2
/** So many points has what is meant where they say nothing: most sentences are calm, and ask for help. */
const silence: Record<string, number> = { calm: 2, none: 1, orient: 1 }

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

/** How much each witness counts: the networks have the rest. */
export type Witnesses = { lists: number; alike: number }
type Guessing = { classes: string[]; combine: Combination[]; networks: Network[]; task: number; labels: Int8Array; witnesses: Witnesses }

/** Guesses by the word lists, by what the networks learnt, and by the examples that are said almost alike. */
export const createGuesser = ({ classes, combine, networks, task, labels, witnesses }: Guessing): Guesser => (looked, hits) => {
  const told = tell(combine, looked, hits)
  const lists = softmax(Float32Array.from(classes, (name) => trust * damp((told.get(name) ?? 0) + (silence[name] ?? 0))))
  // Pieces of strange words are no ground to alarm anybody, or to know what they need.
  if (looked.strange && told.size === 0) return { told, learnt: new Map(classes.map((name, c) => [name, lists[c] ?? 0])) }
  const learnt = networks.map((network, i) => judge(network, task, looked.places[i] ?? new Float32Array()))
  const votes = vote(looked.alike, labels, classes.length)
  const chance = (c: number) => {
    const [net, list, like] = [learnt.reduce((sum, own) => sum + (own[c] ?? 0), 0) / networks.length, lists[c] ?? 0, votes?.[c]]
    const alike = like === undefined ? 0 : witnesses.alike
    return (1 - witnesses.lists - witnesses.alike) * net + witnesses.lists * list + alike * (like ?? 0)
  }
  const chances = classes.map((_, c) => chance(c))
  const total = chances.reduce((a, b) => a + b, 0)
  return { told, learnt: new Map(classes.map((name, c) => [name, (chances[c] ?? 0) / total])) }
}

/** What the word lists say, with what several concepts say together. */
function tell(combine: Combination[], { concepts }: Looked, hits: Hit[]): Map<string, number> {
  const points = pointsOf(hits)
  for (const { all, to, weight } of combine) if (all.every((concept) => concepts.includes(concept))) points.set(to, (points.get(to) ?? 0) + weight)
  return points
}

/** Ten words for the same thing are not ten times as sure. */
const damp = (points: number) => (points > 4 ? 4 + Math.log2(points - 3) : points)
