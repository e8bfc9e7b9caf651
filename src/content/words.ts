import type { WordList } from './content.ts'

/** A word of the list met in a text, as it is written there; `use` says what to write instead. */
export type FoundWord = { word: string; use?: string }

/** Finds the words that a citizen should not read: those never to be written first, then those that have a plainer one. */
export function findWords(text: string, list: WordList): FoundWord[] {
  const source = text.normalize('NFC')
  const entries = [...list.never.map((avoid) => ({ avoid })), ...list.swaps]
  return entries.flatMap(({ avoid, ...instead }) => (source.match(pattern(avoid)) ?? []).map((word) => ({ word, ...instead })))
}

// Not \b: it takes an accented letter for the end of a word.
function pattern(avoid: string): RegExp {
  const words = avoid.normalize('NFC').split(/\s+/).map((word) => word.split('*').map(literal).join('\\p{L}*'))
  return new RegExp(`(?<![\\p{L}\\p{N}])${words.join('\\s+')}(?![\\p{L}\\p{N}])`, 'giu')
}

const literal = (part: string) => part.replace(/[\\^$.+?()[\]{}|/]/g, '\\$&')
