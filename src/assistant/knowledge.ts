import type { Content, Example } from '../content/content.ts'
import { intents } from '../content/intents.ts'
import { createReader, indexOf, wordNames, type Index, type Source } from './features.ts'
import { train, type Network, type Tuning } from './network.ts'
import { neighbourhoodOf, type Neighbourhood } from './neighbours.ts'
import { createGlosser, inItalian, type Glosser } from './gloss.ts'
import type { Hit } from './patterns.ts'
import { flagsOf, learnRefusal, type Refusal } from './refusal.ts'
import { readSentence, type Sentence } from './sentence.ts'
import { lexiconOf, type Lexicon } from '../search/spelling.ts'
import { vocabularyOf, type Found } from './vocabulary.ts'

export const tasks = ['needs', 'danger', 'panels', 'intents', 'haste'] as const
export type Task = (typeof tasks)[number]
/** All that is learnt from the example sentences: numbers, which can be kept for the next start. */
export type Knowledge = {
  index: Index
  /** Several, each begun otherwise: together they err less. */
  networks: Network[]
  refusal: Refusal
  /** The examples themselves, by their words, and what each is: for what is said almost alike. */
  near: Neighbourhood
  labels: Record<Task, Int8Array>
  /** Italian words as people write them. */
  lexicon: Lexicon
}

export const intentNames = intents.filter((name) => name !== 'emergency')

/** What each task tells apart. */
export const classesOf = ({ families, emergency }: Content): Record<Task, string[]> =>
  ({ needs: [...families.keys()], danger: ['emergency', 'calm'], panels: emergency.panels.map(({ id }) => id), intents: intentNames, haste: ['none', 'soon'] })

type Studied = Source & { sentence: Sentence; found: Found; example: Example }
/** A part of an example, the tasks that it teaches, and what it means. */
type Part = { source: Source; asked: readonly Task[]; example: Example }

const tuning: Tuning = { width: 64, epochs: 10, rate: 0.1, forget: 0.7 }
const seeds = [1, 2]
/** What refuses nothing teaches also; every third such sentence is enough. */
const plainTold = 3

/** Learns from the examples, and of the families also from what the catalogue says of them. Pure: the same content, the same numbers. */
export function acquire(content: Content, examples: Example[]): Knowledge {
  const gloss = createGlosser()
  const find = vocabularyOf(content, gloss)
  const study = (example: Example): Studied => {
    const sentence = readSentence(example.say, example.lang)
    return { ...studyOf(find, sentence), words: inItalian(gloss, sentence.words, example.lang), sentence, example }
  }
  const [said, sheets] = [examples.map(study), sheetsOf(content).map(study)]
  const index = indexOf([...said, ...sheets])
  const [read, classes] = [createReader(index), classesOf(content)]
  const parts = [...said.flatMap((one) => partsOf(one, gloss)), ...sheets.map((source): Part => ({ source, asked: ['needs'], example: source.example }))]
  const targets = ({ asked, example }: Part) => tasks.map((task) => {
    const shares = asked.includes(task) ? sharesOf(task, example) : undefined
    return shares && Float32Array.from(classes[task], (name) => shares.get(name) ?? 0)
  })
  const lessons = parts.map((part) => ({ features: read(part.source), targets: targets(part) }))
  const label = (t: number, task: Task) => Int8Array.from(lessons.flatMap((lesson) => [...(lesson.targets[t] ?? new Float32Array(classes[task].length))].map((share) => Math.round(share * 100))))
  return {
    index,
    networks: seeds.map((seed) => train(index.names.length, tasks.map((task) => classes[task].length), lessons, tuning, seed)),
    refusal: learnRefusal(said.filter(({ example }, i) => example.lang === 'it' && (example.refused.length > 0 || (example.not.length === 0 && i % plainTold === 0)))),
    near: neighbourhoodOf(parts.map(({ source }) => wordNames(source.words))),
    labels: Object.fromEntries(tasks.map((task, t) => [task, label(t, task)])) as Record<Task, Int8Array>,
    lexicon: lexiconOf(said.filter(({ example }) => example.lang === 'it').map(({ words }) => words)),
  }
}

/** A sentence that refuses something teaches in parts: what is left without the words that refuse is what is needed, and those words mean what is refused. */
function partsOf({ example, sentence, ...source }: Studied, gloss: Glosser): Part[] {
  if (!example.refused.length) return [{ source, asked: tasks, example }]
  const flags = flagsOf(sentence, example.refused)
  const wordsThat = (are: boolean) => ({ ...source, words: inItalian(gloss, sentence.words.filter((_, at) => flags[at] === are), sentence.lang) })
  return [
    { source, asked: tasks.filter((task) => task !== 'needs'), example },
    { source: wordsThat(false), asked: ['needs'], example },
    { source: wordsThat(true), asked: ['needs'], example: { ...example, families: example.not } },
  ]
}

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
    .map(({ it }): Example => ({ say: it, intent: 'orient', families: [slug], axes: [], urgency: 'none', panels: [], lang: 'it', not: [], refused: [] }))
  return [...[...families.values()].flatMap((f) => of(f.slug, f)), ...[...opportunities.values()].flatMap((o) => of(o.family, o))]
}
