import type { Content, Example } from '../content/content.ts'
import { intents } from '../content/intents.ts'
import { createReader, indexOf, wordNames, type Index, type Source } from './features.ts'
import { learn, type Taught } from './learned.ts'
import { neighbourhoodOf, type Neighbourhood } from './neighbours.ts'
import type { Hit } from './patterns.ts'
import { readSentence, type Sentence } from './sentence.ts'
import { lexiconOf, type Lexicon } from '../search/spelling.ts'
import { vocabularyOf, type Found } from './vocabulary.ts'

export const tasks = ['needs', 'danger', 'panels', 'intents', 'haste'] as const
export type Task = (typeof tasks)[number]
/** All that is learnt from the example sentences: numbers, which can be kept for the next start. */
export type Knowledge = {
  index: Index
  weights: Record<Task, Float32Array>
  /** The examples themselves, by their words, and what each is: for what is said almost alike. */
  near: Neighbourhood
  labels: Record<Task, Float32Array>
  /** Italian words as people write them. */
  lexicon: Lexicon
}

export const intentNames = intents.filter((name) => name !== 'emergency')

/** What each task tells apart. */
export const classesOf = ({ families, emergency }: Content): Record<Task, string[]> =>
  ({ needs: [...families.keys()], danger: ['emergency', 'calm'], panels: emergency.panels.map(({ id }) => id), intents: intentNames, haste: ['none', 'soon'] })

type Studied = Source & { found: Found; example: Example }

/** Learns from the examples, and of the families also from what the catalogue says of them. Pure: the same content, the same numbers. */
export function acquire(content: Content, examples: Example[]): Knowledge {
  const find = vocabularyOf(content)
  const studied = [...examples, ...sheetsOf(content)].map((example): Studied => ({ ...studyOf(find, readSentence(example.say, example.lang)), example }))
  const index = indexOf(studied)
  const read = createReader(index)
  const looked = studied.map((one) => ({ concepts: one.concepts, features: read(one) }))
  const classes = classesOf(content)
  const isSheet = (i: number) => i >= examples.length
  const lesson = (task: Task) => studied.flatMap(({ found, example }, i): Taught[] => {
    const [shares, own] = [sharesOf(task, example), looked[i]]
    return shares && own && (task === 'needs' || !isSheet(i)) ? [{ looked: own, hits: hitsOf(task, found), shares }] : []
  })
  const label = (task: Task) => Float32Array.from(studied.flatMap(({ example }, i) => {
    const shares = task === 'needs' || !isSheet(i) ? sharesOf(task, example) : undefined
    return classes[task].map((name) => shares?.get(name) ?? 0)
  }))
  const each = (make: (task: Task) => Float32Array) => Object.fromEntries(tasks.map((task) => [task, make(task)])) as Record<Task, Float32Array>
  return {
    index,
    weights: each((task) => learn(classes[task], content.combine, index.names.length, blindTo[task], lesson(task))),
    near: neighbourhoodOf(studied.map(({ words }) => wordNames(words))),
    labels: each(label),
    lexicon: lexiconOf(studied.filter(({ example }) => example.lang === 'it').map(({ words }) => words)),
  }
}

/** The list of danger was written with these sentences at hand: the lesson is to do without it. */
const blindTo: Record<Task, 0 | 2> = { needs: 0, danger: 2, panels: 2, intents: 0, haste: 0 }

/** What an example is, for a task: the share of each class; undefined where the task does not ask of it. */
function sharesOf(task: Task, { intent, families, panels, urgency }: Example): Map<string, number> | undefined {
  const danger = intent === 'emergency'
  switch (task) {
    case 'needs': return families.length ? inOrder(families) : undefined
    case 'panels': return panels.length ? inOrder(panels) : undefined
    case 'danger': return new Map([[danger ? 'emergency' : 'calm', 1]])
    case 'intents': return danger ? undefined : new Map([[intent, 1]])
    case 'haste': return danger ? undefined : new Map([[urgency, 1]])
  }
}

/** The first counts most. */
function inOrder(names: string[]): Map<string, number> {
  const parts = [0.62, 0.26, 0.12].slice(0, names.length)
  const total = parts.reduce((a, b) => a + b, 0)
  return new Map(names.slice(0, 3).map((name, i) => [name, (parts[i] ?? 0) / total]))
}

/** What features are made of, and what the word lists found. */
export function studyOf(find: (sentence: Sentence) => Found, sentence: Sentence): Source & { found: Found } {
  const found = find(sentence)
  const length = Math.min(4, Math.round(Math.log2(sentence.words.length + 1)))
  const concepts = new Set([...found.concepts.map(({ to }) => to), ...(sentence.text.includes('?') ? ['?'] : []), `length ${length}`])
  return { words: sentence.words, concepts: [...concepts].sort(), found }
}

/** Which finds speak for the classes of a task. */
export function hitsOf(task: Task, found: Found): Hit[] {
  if (task === 'danger') return found.danger.map((hit) => ({ ...hit, to: 'emergency' }))
  if (task === 'panels') return found.danger
  return task === 'haste' ? found.soon : found[task]
}

/** What the catalogue itself says of each family. */
function sheetsOf({ families, opportunities }: Content): Example[] {
  type Sheet = Pick<Content['opportunities'] extends Map<string, infer O> ? O : never, 'title' | 'summary' | 'for_whom' | 'what_you_get'>
  const of = (slug: string, { title, summary, for_whom, what_you_get }: Sheet) => [title, summary, ...(for_whom ?? []), ...(what_you_get ?? [])]
    .map(({ it }): Example => ({ say: it, intent: 'orient', families: [slug], axes: [], urgency: 'none', panels: [], lang: 'it', not: [] }))
  return [...[...families.values()].flatMap((f) => of(f.slug, f)), ...[...opportunities.values()].flatMap((o) => of(o.family, o))]
}
