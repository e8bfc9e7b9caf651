import type { Content, Example } from '../content/content.ts'
import { createReader, indexOf, type Index, type Source } from './features.ts'
import { learn, type Taught } from './learned.ts'
import type { Hit } from './patterns.ts'
import { readSentence, type Sentence } from './sentence.ts'
import { vocabularyOf, type Found } from './vocabulary.ts'

export type Task = 'needs' | 'danger' | 'panels' | 'intents' | 'haste'
/** All that is learnt from the example sentences: numbers, which can be kept for the next start. */
export type Knowledge = { index: Index; weights: Record<Task, Float32Array> }

export const intentNames: Exclude<Example['intent'], 'emergency'>[] = ['orient', 'status', 'documents', 'offices', 'how_long', 'on_behalf', 'human', 'privacy', 'smalltalk', 'out_of_scope']

/** What each task tells apart. */
export const classesOf = ({ families, emergency }: Content): Record<Task, string[]> =>
  ({ needs: [...families.keys()], danger: ['emergency', 'calm'], panels: emergency.panels.map(({ id }) => id), intents: intentNames, haste: ['none', 'soon'] })

type Studied = Source & { found: Found; example: Example }

/** Learns from the examples, and of the families also from what the catalogue says of them. Pure: the same content, the same numbers. */
export function acquire(content: Content, examples: Example[] = content.examples): Knowledge {
  const find = vocabularyOf(content)
  const study = (example: Example): Studied => ({ ...studyOf(find, readSentence(example.say, example.lang)), example })
  const [told, sheets] = [examples.map(study), sheetsOf(content).map(study)]
  const index = indexOf([...told, ...sheets])
  const read = createReader(index)
  const classes = classesOf(content)
  const teach = (task: Task, from: Studied[], shares: (example: Example) => Map<string, number>) => from.map((one): Taught =>
    ({ looked: { concepts: one.concepts, features: read(one) }, hits: hitsOf(task, one.found), shares: shares(one.example) }))
  const learnt = (task: Task, taught: Taught[], blind: 0 | 2 = 0) => learn(classes[task], content.combine, index.names.length, blind, taught)
  const wanting = [...told, ...sheets].filter(({ example }) => example.families.length > 0)
  const calm = told.filter(({ example }) => example.intent !== 'emergency')
  return {
    index,
    weights: {
      needs: learnt('needs', teach('needs', wanting, ({ families }) => sharesOf(families))),
      // The list of danger was written with these sentences at hand: half of the lesson is to do without it.
      danger: learnt('danger', teach('danger', told, ({ intent }) => all(intent === 'emergency' ? 'emergency' : 'calm')), 2),
      panels: learnt('panels', teach('panels', told.filter(({ example }) => example.panels.length > 0), ({ panels }) => sharesOf(panels)), 2),
      intents: learnt('intents', teach('intents', calm, ({ intent }) => all(intent))),
      haste: learnt('haste', teach('haste', calm, ({ urgency }) => all(urgency))),
    },
  }
}

const all = (name: string) => new Map([[name, 1]])

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

/** The families of an example, best first, as shares. */
function sharesOf(families: string[]): Map<string, number> {
  const parts = [0.62, 0.26, 0.12].slice(0, families.length)
  const total = parts.reduce((a, b) => a + b, 0)
  return new Map(families.slice(0, 3).map((slug, i) => [slug, (parts[i] ?? 0) / total]))
}

/** What the catalogue itself says of each family. */
function sheetsOf({ families, opportunities }: Content): Example[] {
  type Sheet = Pick<Content['opportunities'] extends Map<string, infer O> ? O : never, 'title' | 'summary' | 'for_whom' | 'what_you_get'>
  const of = (slug: string, { title, summary, for_whom, what_you_get }: Sheet) => [title, summary, ...(for_whom ?? []), ...(what_you_get ?? [])]
    .map(({ it }): Example => ({ say: it, intent: 'orient', families: [slug], axes: [], urgency: 'none', panels: [], lang: 'it', not: [] }))
  return [...[...families.values()].flatMap((f) => of(f.slug, f)), ...[...opportunities.values()].flatMap((o) => of(o.family, o))]
}
