import type { Content, Example } from '../content/content.ts'
import type { Meaning, Understand } from './understand.ts'

/** What was measured: of how many sentences, how many as they should be. */
export type Measure = { right: number; of: number }
export type Score = { measures: Map<string, Measure>; misses: { example: Example; meaning: Meaning; worth: number }[]; confusion: Map<string, Map<string, number>> }

/** Measures the assistant on sentences that it did not learn from. A miss is worse the surer the assistant was. */
export function score(content: Content, understand: Understand, examples: Example[]): Score {
  const measures = new Map<string, Measure>()
  const confusion = new Map<string, Map<string, number>>()
  const misses: Score['misses'] = []
  for (const example of examples) {
    const meaning = understand(example.say)
    const marks = marksOf(content, example, meaning)
    for (const [name, right] of marks) add(measures, name, right)
    const row = confusion.get(example.intent) ?? new Map<string, number>()
    confusion.set(example.intent, row.set(meaning.intent, (row.get(meaning.intent) ?? 0) + 1))
    if (marks.some(([name, right]) => right !== (name === 'false alarms'))) misses.push({ example, meaning, worth: meaning.sureness })
  }
  return { measures, confusion, misses: misses.sort((a, b) => b.worth - a.worth) }
}

/** What this sentence says of the assistant: name of the measure, and whether it counts. */
function marksOf({ families }: Content, { intent, families: accepted, axes, panels, not, urgency }: Example, meaning: Meaning): [string, boolean][] {
  const slugs = meaning.families.map(({ slug }) => slug)
  const danger = meaning.intent === 'emergency'
  const own = accepted.length ? accepted.map((slug) => families.get(slug)?.axis ?? '') : axes
  return [
    ['intent', meaning.intent === intent],
    ...(intent === 'emergency' ? [['emergency recall', danger], ['panel', meaning.panels.some((panel) => panels.includes(panel))]] as [string, boolean][] : [['false alarms', danger], ['urgency', meaning.urgency === urgency]] as [string, boolean][]),
    ...(intent === 'orient' && own.length ? [['axis', own.includes(meaning.axes[0] ?? '')]] as [string, boolean][] : []),
    ...(intent === 'orient' && accepted.length ? [['family, first', accepted.includes(slugs[0] ?? '')], ['family, among three', slugs.slice(0, 3).some((slug) => accepted.includes(slug))]] as [string, boolean][] : []),
    ...(not.length ? [['excluded kept out', !slugs.some((slug) => not.includes(slug))]] as [string, boolean][] : []),
  ]
}

function add(measures: Map<string, Measure>, name: string, right: boolean): void {
  const { right: before, of } = measures.get(name) ?? { right: 0, of: 0 }
  measures.set(name, { right: before + Number(right), of: of + 1 })
}
