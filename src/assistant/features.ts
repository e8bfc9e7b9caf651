import { stemmer } from '@orama/stemmers/italian'
import { remembered } from './remembered.ts'

/** A sentence as numbers: which features it has, and how much of each. */
export type Features = { ids: Int32Array; values: Float32Array }
/** What features are made of: the words, in their order, and what the word lists found. */
export type Source = { words: string[]; concepts: string[] }
/** The features that count, by name, and how rare each is. */
export type Index = { names: Int32Array; rarity: Float32Array }
export type Reader = (source: Source) => Features

/** How much each kind of feature counts in all, whatever the length of the sentence: stems, their pairs, pieces of words, concepts and their pairs. */
const kinds = [1, 0.5, 1, 0.8]
/** A feature that so few examples have says nothing of others. */
const least = 5
type Word = { stem: string; own: number; pieces: number[] }

/** The features that at least three examples have. Rare ones count more. */
export function indexOf(examples: Source[]): Index {
  const counts = new Map<number, number>()
  for (const source of examples) for (const names of namesIn(source, wordOf)) for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1)
  const kept = [...counts].filter(([, count]) => count >= least)
  return { names: Int32Array.from(kept, ([name]) => name), rarity: Float32Array.from(kept, ([, count]) => Math.log(1 + examples.length / count)) }
}

/** Makes ready to read sentences by an index. */
export function createReader({ names, rarity }: Index): Reader {
  const ids = new Map([...names].map((name, i) => [name, i]))
  const knownWord = remembered((word): Word => {
    const made = wordOf(word)
    return { ...made, pieces: made.pieces.filter((piece) => ids.has(piece)) }
  })
  const seen = new Uint32Array(names.length)
  let turn = 0
  return (source) => collect(namesIn(source, knownWord), ids, rarity, seen, ++turn)
}

function collect(kindsOfNames: number[][], ids: Map<number, number>, rarity: Float32Array, seen: Uint32Array, turn: number): Features {
  const [found, values]: [number[], number[]] = [[], []]
  kindsOfNames.forEach((names, kind) => {
    const start = found.length
    let square = 0
    for (const name of names) {
      const id = ids.get(name)
      if (id === undefined || seen[id] === turn) continue
      seen[id] = turn
      const value = rarity[id] ?? 0
      found.push(id)
      values.push(value)
      square += value * value
    }
    const norm = (kinds[kind] ?? 1) / Math.sqrt(square || 1)
    for (let i = start; i < values.length; i++) values[i] = (values[i] ?? 0) * norm
  })
  return { ids: Int32Array.from(found), values: Float32Array.from(values) }
}

/** The names of the features, kind by kind, as hashes. */
function namesIn({ words, concepts }: Source, read: (word: string) => Word): number[][] {
  const all = words.map(read)
  const pairs = all.slice(1).map(({ own }, i) => mix(all[i]?.own ?? 0, own))
  const named = concepts.map((concept) => hash(`c${concept}`))
  const together = named.flatMap((one, i) => [one, ...named.slice(i + 1).map((two) => mix(one, two))])
  return [all.map(({ own }) => own), pairs, all.flatMap(({ pieces }) => pieces), together]
}

/** The names of the words of a sentence, by their stems, and of their pairs. */
export const wordNames = (words: string[]): number[] => namesIn({ words, concepts: [] }, stemOf).slice(0, 2).flat()

/** The stemmer is the slowest part. */
const stemOf = remembered((word): Word => {
  const stem = stemmer(word)
  return { stem, own: hash(`s${stem}`), pieces: [] }
})

/** Of one word: its stem, and its pieces of three to five letters, which forgive what is misspelt. */
function wordOf(word: string): Word {
  const stem = stemmer(word)
  const framed = `^${word}$`
  const pieces: number[] = []
  for (const length of [3, 5]) for (let at = 0; at + length <= framed.length; at++) pieces.push(hash(framed.slice(at, at + length)))
  return { stem, own: hash(`s${stem}`), pieces }
}

/** FNV-1a, 32 bits. */
export function hash(name: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193)
  return h | 0
}

export const mix = (one: number, two: number): number => Math.imul(one ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(two ^ 0x27d4eb2f, 0xc2b2ae35)
