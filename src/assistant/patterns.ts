import { fold } from '../search/italian.ts'
import type { Sentence } from './sentence.ts'

/** What a pattern is about: a list of the vocabulary. */
export type Part = 'needs' | 'intents' | 'concepts' | 'danger' | 'soon' | 'before' | 'after' | 'unless' | 'facts'
/** A pattern found in a sentence: what it speaks for, how strongly, and which words of the sentence it covers (from, until). */
export type Hit = { part: Part; to: string; weight: number; from: number; until: number }
export type Pattern = { part: Part; to: string; weight: number; words: string }
export type Finder = (sentence: Sentence) => Hit[]

type Ready = { part: Part; to: string; weight: number; rest: string[] }
/** Letters of first words: what starts so, and what is exactly so. */
type Node = { next: Map<number, Node>; starts: Ready[]; whole: Ready[] }

/** Words that * may stand for, at most. */
const widest = 3

/**
 * Makes ready the patterns of a vocabulary. Each word is the beginning of a word of the sentence; with a full stop it is the whole word;
 * a lone * stands for up to three words. @param inside in scripts that do not part the words, a pattern of one word is found anywhere in the text
 */
export function compile(patterns: Pattern[], inside = false): Finder {
  const root: Node = { next: new Map(), starts: [], whole: [] }
  const anywhere: Pattern[] = []
  for (const pattern of patterns) {
    if (inside && !pattern.words.includes(' ')) anywhere.push({ ...pattern, words: fold(pattern.words).replace(/\.$/, '') })
    else add(root, pattern)
  }
  return (sentence) => {
    const hits: Hit[] = []
    for (let at = 0; at < sentence.words.length; at++) findAt(root, sentence.words, at, hits)
    for (const { part, to, weight, words } of anywhere) if (sentence.text.includes(words)) hits.push({ part, to, weight, from: 0, until: sentence.words.length })
    return hits
  }
}

function add(root: Node, { words, ...pattern }: Pattern): void {
  const [first = '', ...rest] = fold(words).match(/\*|[\p{L}\p{N}]+\.?/gu) ?? []
  let node = root
  for (const letter of first.replace(/\.$/, '')) {
    const code = letter.codePointAt(0) ?? 0
    const next = node.next.get(code) ?? { next: new Map(), starts: [], whole: [] }
    node.next.set(code, next)
    node = next
  }
  if (node !== root) (first.endsWith('.') ? node.whole : node.starts).push({ ...pattern, rest })
}

function findAt(root: Node, words: string[], at: number, hits: Hit[]): void {
  let node: Node | undefined = root
  const word = words[at] ?? ''
  for (let i = 0; i < word.length && node; i++) {
    node = node.next.get(word.charCodeAt(i))
    if (!node) return
    for (const ready of node.starts) take(ready, words, at, hits)
  }
  for (const ready of node?.whole ?? []) take(ready, words, at, hits)
}

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
