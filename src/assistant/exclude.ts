import { pointsOf } from './learned.ts'
import type { Hit } from './patterns.ts'
import { clauseOf, type Sentence } from './sentence.ts'
import type { Found } from './vocabulary.ts'

/** What a person says they do not want, or have already: "il lavoro ce l'ho, cerco una stanza". `words`: what is left of the sentence; `refused`: what was taken away. */
export type Excluded = { hits: Set<Hit>; families: string[]; words: string[]; refused: string[] }

/** A family is excluded where what speaks against it is at least a word, and what speaks for it less. */
const aWord = 1.5

/**
 * Words that exclude take with them what follows in their clause ("non cerco lavoro"), or what comes before, as in "ce l'ho";
 * a single word, as "no", only at the end of the clause.
 */
export function excludedIn(sentence: Sentence, { needs, before, after, unless }: Found): Excluded {
  const spans = [
    ...before.filter(({ from }) => !unless.some((stop) => stop.from === from)).map(({ from, until }) => ({ from, until: clauseOf(sentence, Math.max(0, until - 1)).until })),
    ...after.filter(({ from, until }) => until - from > 1 || endsClause(sentence, until)).map(({ from, until }) => ({ from: clauseOf(sentence, from).from, until })),
  ]
  const inSpan = (at: number) => spans.some(({ from, until }) => at >= from && at < until)
  const hits = new Set(needs.filter(({ from, until }) => inSpan(from) && inSpan(until - 1)))
  const against = pointsOf([...hits])
  const wanted = pointsOf(needs.filter((hit) => !hits.has(hit)))
  const families = [...against].filter(([slug, points]) => points >= aWord && (wanted.get(slug) ?? 0) < aWord).map(([slug]) => slug)
  const words = sentence.words.filter((_, at) => !inSpan(at))
  return { hits, families, words: wanted.size ? words : sentence.words, refused: sentence.words.filter((_, at) => inSpan(at)) }
}

const endsClause = ({ words, starts }: Sentence, at: number) => at >= words.length || starts.has(at)
