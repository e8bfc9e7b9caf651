import { distance } from 'fastest-levenshtein'

/** Words as they are written, with how often they were seen. */
export type Lexicon = Map<string, number>

/** Shorter words are too much like others. */
const shortest = 5
/** Looking costs: so many words of a sentence, and no more. */
const mostLooked = 12
export function lexiconOf(sentences: string[][]): Lexicon {
  const lexicon: Lexicon = new Map()
  for (const words of sentences) for (const word of words) if (/^\p{L}+$/u.test(word)) lexicon.set(word, (lexicon.get(word) ?? 0) + 1)
  return lexicon
}

/**
 * Makes ready to mend words that nobody wrote before: one slip away from a known one, two in long words, with the same first letter.
 * @param seenOften what is mended to must have been seen so often @param isRight words that are never mended, besides those of the lexicon
 */
export function createSpeller(lexicon: Lexicon, seenOften = 1, isRight: (word: string) => boolean = () => false): (words: string[]) => string[] {
  const shelf = Map.groupBy([...lexicon].filter(([word, seen]) => seen >= seenOften && word.length >= shortest - 1).map(([word]) => word), (word) => `${word[0]}${word.length}`)
  return (words) => {
    let left = mostLooked
    return words.map((word) => {
      if (word.length < shortest || lexicon.has(word) || left === 0 || isRight(word)) return word
      left -= 1
      return nearest(word, shelf, lexicon) ?? word
    })
  }
}

function nearest(word: string, shelf: Map<string, string[]>, lexicon: Lexicon): string | undefined {
  const slips = word.length > 8 ? 2 : 1
  let best: { word: string; away: number; seen: number } | undefined
  for (let length = word.length - slips; length <= word.length + slips; length++) {
    for (const known of shelf.get(`${word[0]}${length}`) ?? []) {
      const away = distance(word, known)
      const seen = lexicon.get(known) ?? 0
      if (away <= slips && (!best || away < best.away || (away === best.away && seen > best.seen))) best = { word: known, away, seen }
    }
  }
  return best?.word
}
