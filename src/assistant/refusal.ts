import type { Example } from '../content/content.ts'
import { hash, mix, type Features } from './features.ts'
import { judge, place, train, type Network, type Tuning } from './network.ts'
import { clauseOf, readSentence, type Sentence } from './sentence.ts'
import type { Found } from './vocabulary.ts'

/**
 * Which words of a sentence speak of what the person does not want, or has already: "il lavoro ce l'ho, cerco una stanza".
 * Learnt word by word, from what stands around it; all things that are needed count alike, so that a way of refusing one refuses each.
 */
export type Refusal = { names: Int32Array; network: Network }
/** Word by word: what is refused for sure, and what perhaps. */
export type Refused = { surely: boolean[]; perhaps: boolean[] }
export type Refuser = (sentence: Sentence, found: Found) => Refused

const tuning: Tuning = { width: 12, epochs: 3, rate: 0.12, forget: 0.5 }
const seed = 1
/** What is around so few words says nothing of others. */
const least = 12
/** From these chances on a word is refused, surely or perhaps; and so much it costs to change one's mind between two words. */
const [sure, possible] = [0.75, 0.1]
const change = 1.2

/** @param taught sentences with the stretches in them that are refused; none where nothing is */
export function learnRefusal(taught: { sentence: Sentence; found: Found; example: Example }[]): Refusal {
  const looked = taught.flatMap(({ sentence, found, example }) => {
    const flags = flagsOf(sentence, example.refused)
    return aroundAll(sentence, found).map((names, at) => ({ names, refused: flags[at] ?? false }))
  })
  const counts = new Map<number, number>()
  for (const { names } of looked) for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  const names = Int32Array.from([...counts].filter(([, count]) => count >= least).map(([name]) => name))
  const read = readerOf(names)
  const lessons = looked.map((one) => ({ features: read(one.names), targets: [Float32Array.from(one.refused ? [1, 0] : [0, 1])] }))
  return { names, network: train(names.length, [2], lessons, tuning, seed) }
}

/** Makes ready to tell the words that are refused. */
export function createRefuser({ names, network }: Refusal): Refuser {
  const read = readerOf(names)
  const chance = (features: Features) => judge(network, 0, place(network, features))[0] ?? 0
  return (sentence, found) => {
    const chances = aroundAll(sentence, found).map((around) => chance(read(around)))
    return { surely: likeliest(chances, sure), perhaps: likeliest(chances, possible) }
  }
}

/**
 * The words that refuse, by the lists alone, in languages of which no refusals were learnt: they take with them what follows in their clause
 * ("I don't want a job"), or what comes before, as in "I have already"; a single word, as "no", only at the end of the clause.
 */
export const refusedByLists: Refuser = (sentence, { before, after, unless }) => {
  const spans = [
    ...before.filter(({ from }) => !unless.some((stop) => stop.from === from)).map(({ from, until }) => ({ from, until: clauseOf(sentence, Math.max(0, until - 1)).until })),
    ...after.filter(({ from, until }) => until - from > 1 || endsClause(sentence, until)).map(({ from, until }) => ({ from: clauseOf(sentence, from).from, until })),
  ]
  const refused = sentence.words.map((_, at) => spans.some(({ from, until }) => at >= from && at < until))
  return { surely: refused, perhaps: refused }
}

const endsClause = ({ words, starts }: Sentence, at: number) => at >= words.length || starts.has(at)

/** The likeliest story, word by word: refused or not, as changing costs (Viterbi). */
function likeliest(chances: number[], from: number): boolean[] {
  const cost = (chance: number, refused: boolean) => -Math.log(Math.max(1e-6, refused ? chance * (1 - from) : (1 - chance) * from))
  let [yes, no] = [0, 0]
  const back = chances.map((chance) => {
    const [stayYes, stayNo] = [yes <= no + change, no <= yes + change]
    ;[yes, no] = [Math.min(yes, no + change) + cost(chance, true), Math.min(no, yes + change) + cost(chance, false)]
    return { stayYes, stayNo }
  })
  let now = yes < no
  return back.toReversed().map(({ stayYes, stayNo }) => {
    const own = now
    now = (now ? stayYes : stayNo) ? now : !now
    return own
  }).toReversed()
}

function readerOf(names: Int32Array): (around: number[]) => Features {
  const ids = new Map([...names].map((name, i) => [name, i]))
  return (around) => {
    const found: number[] = []
    for (const name of around) {
      const id = ids.get(name)
      if (id !== undefined) found.push(id)
    }
    return { ids: Int32Array.from(found), values: new Float32Array(found.length).fill(2 / Math.sqrt(found.length || 1)) }
  }
}

/** What stands for a word that tells of a need, whatever need; and for what is outside of the sentence. */
const [need, edge] = [hash('\u0001'), hash('\u0002')]
/** Where a name comes from, so that the same word before and after is two. */
const [besides, pairs, earlier, later, opens, ends, next, past, cued, placed] = [1, 20, 40, 41, 42, 43, 44, 45, 46, 60]

/** What is around each word: the words beside it, those of its clause, those at its ends and of the clauses beside, and what refuses there by the lists. */
function aroundAll(sentence: Sentence, { needs, before, after, contrast }: Found): number[][] {
  const { words, starts } = sentence
  const said = words.map(hash)
  for (const { from: start, until } of needs) said.fill(need, start, Math.min(until, words.length))
  const at = (i: number) => said[i] ?? edge
  const two = (i: number) => mix(at(i), at(i + 1))
  const cues = [before, after, contrast].flatMap((hits, part) => hits.map(({ from: start, until }) => ({ start, until, part })))
  let clause = clauseOf(sentence, 0)
  return words.map((_, i) => {
    if (i >= clause.until) clause = clauseOf(sentence, i)
    const { from: start, until } = clause
    const names = [mix(opens, at(start)), mix(opens, two(start)), mix(ends, at(until - 1)), mix(ends, two(until - 2)), mix(next, two(until)), mix(past, two(start - 2))]
    for (let by = -3; by <= 3; by++) names.push(mix(besides + by + 3, at(i + by)))
    for (let by = -2; by <= 1; by++) names.push(mix(pairs + by + 2, two(i + by)))
    for (let k = start; k < until; k++) names.push(mix(k < i ? earlier : later, at(k)))
    for (const cue of cues) if (cue.start < until && cue.until > start) names.push(cued + cue.part * 3 + (cue.start > i ? 0 : cue.until > i ? 1 : 2))
    names.push(placed + Number(start === 0), placed + 2 + Number(until >= words.length), placed + 4 + Number(starts.has(i)))
    return names
  })
}

/** Which words belong to the stretches. */
export function flagsOf({ words, lang }: Sentence, refused: string[]): boolean[] {
  const flags = words.map(() => false)
  for (const stretch of refused.map((said) => readSentence(said, lang).words)) {
    const start = words.findIndex((_, at) => stretch.every((word, i) => words[at + i] === word))
    if (start >= 0) flags.fill(true, start, start + stretch.length)
  }
  return flags
}
