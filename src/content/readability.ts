/** Reading ease of Italian texts (Gulpease, domain.md 4.7): 0-100, higher is easier. */
export type Readability = { words: number; sentences: number; letters: number; gulpease: number; longest: number }

/** Below this many words the index means nothing (domain.md 4.7). */
export const shortestBlock = 30

/** Measures a list of blocks (paragraphs, list items, headings): the end of a block ends a sentence. */
export function readability(blocks: string[]): Readability {
  const sentences = blocks.flatMap((block) => block.split(/[.!?;]+(?:\s|$)|\n/)).map(wordsOf).filter((words) => words.length > 0)
  const words = sentences.flat()
  const letters = words.join('').replace(/[^\p{L}\p{N}]/gu, '').length
  const gulpease = words.length === 0 ? 100 : 89 + (300 * sentences.length - 10 * letters) / words.length
  return {
    words: words.length,
    sentences: sentences.length,
    letters,
    gulpease: Math.round(Math.min(100, Math.max(0, gulpease))),
    longest: Math.max(0, ...sentences.map((sentence) => sentence.length)),
  }
}

const wordsOf = (sentence: string) => sentence.split(/[\s'’/]+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
