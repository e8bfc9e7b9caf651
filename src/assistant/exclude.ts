import type { Refuser } from './refusal.ts'
import { clauseOf, type Sentence } from './sentence.ts'

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
