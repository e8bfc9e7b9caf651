import { fold } from '../search/italian.ts'
import { remembered } from './remembered.ts'
import type { Sentence } from './sentence.ts'

/** What a pattern is about: a list of the vocabulary. */
export type Part = 'needs' | 'intents' | 'concepts' | 'danger' | 'roots' | 'soon' | 'before' | 'after' | 'unless' | 'contrast' | 'facts'
/** A pattern found in a sentence: what it speaks for, how strongly, and which words of the sentence it covers (from, until). */
export type Hit = { part: Part; to: string; weight: number; from: number; until: number }
export type Pattern = { part: Part; to: string; weight: number; words: string }
export type Finder = (sentence: Sentence) => Hit[]

type Ready = { part: Part; to: string; weight: number; first: string; whole: boolean; rest: string[] }
/** Patterns by how their first word begins, so many letters of it at most. */
type Shelf = Map<string, Ready[]>
const letters = 3

/** Where words are not parted, a hit stands at a letter of the text; counted from here, beyond all words. */
export const beyond = 10_000

/** Words that * may stand for, at most. */
const widest = 3

/**
 * Makes ready the patterns of a vocabulary. Each word is the beginning of a word of the sentence; with a full stop it is the whole word;
 * a lone * stands for up to three words. @param inside in scripts that do not part the words, a pattern of one word is found anywhere in the text
 */
export function compile(patterns: Pattern[], inside = false): Finder {
  const shelf: Shelf = new Map()
  const anywhere: Pattern[] = []
  for (const pattern of patterns) {
    if (inside && !pattern.words.includes(' ')) anywhere.push({ ...pattern, words: fold(pattern.words).replace(/\.$/, '') })
    else add(shelf, pattern)
  }
  const begunBy = remembered((word) => fitting(shelf, word))
  return (sentence) => {
    const hits: Hit[] = []
    sentence.words.forEach((word, at) => {
      for (const ready of begunBy(word)) take(ready, sentence.words, at, hits)
    })
    for (const { part, to, weight, words } of anywhere) {
      const at = sentence.text.indexOf(words)
      if (at >= 0) hits.push({ part, to, weight, from: beyond + at, until: beyond + at + words.length })
    }
    return hits
  }
}

function add(shelf: Shelf, { words, ...pattern }: Pattern): void {
  const [found = '', ...rest] = fold(words).match(/\*|[\p{L}\p{M}\p{N}]+\.?/gu) ?? []
  const [first, whole] = [found.replace(/\.$/, ''), found.endsWith('.')]
  if (!first || first === '*') return
  const key = first.slice(0, letters)
  const ready = { ...pattern, first, whole, rest }
  const there = shelf.get(key)
  if (there) there.push(ready)
  else shelf.set(key, [ready])
}

/** The patterns that this word may begin. */
const fitting = (shelf: Shelf, word: string): Ready[] => Array.from({ length: Math.min(letters, word.length) }, (_, i) => word.slice(0, i + 1))
  .flatMap((start) => shelf.get(start) ?? []).filter(({ first, whole }) => (whole ? word === first : word.startsWith(first)))

function take({ part, to, weight, rest }: Ready, words: string[], at: number, hits: Hit[]): void {
  const until = rest.length === 0 ? at + 1 : matchRest(words, at + 1, rest, 0)
  if (until !== undefined) hits.push({ part, to, weight, from: at, until })
}

/** @returns where the pattern ends, or undefined where it does not fit */
function matchRest(words: string[], at: number, rest: string[], from: number): number | undefined {
  if (from === rest.length) return at
  const wanted = rest[from] ?? ''
  if (wanted !== '*') return fits(words[at], wanted) ? matchRest(words, at + 1, rest, from + 1) : undefined
  for (let skip = 0; skip <= widest; skip++) {
    const until = matchRest(words, at + skip, rest, from + 1)
    if (until !== undefined) return until
  }
  return undefined
}

const fits = (word: string | undefined, wanted: string) => word !== undefined && (wanted.endsWith('.') ? word.length === wanted.length - 1 && wanted.startsWith(word) : word.startsWith(wanted))
