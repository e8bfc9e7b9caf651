import type { Meaning } from '../assistant/understand.ts'
import type { Content } from '../content/content.ts'

/** All that is counted of a sentence that was not understood: its language, how long it is, and the axis that was guessed ("" for none). */
export type Shape = { lang: string; length: (typeof lengths)[number]; axis: string }

const lengths = ['breve', 'media', 'lunga'] as const
/** Up to so many words it is short, up to so many middling. */
const [short, middling] = [4, 20]

export function shapeOf({ families }: Content, { lang, families: guessed }: Pick<Meaning, 'lang' | 'families'>, words: string): Shape {
  const count = words.split(/\s+/).filter(Boolean).length
  return { lang, length: count <= short ? 'breve' : count <= middling ? 'media' : 'lunga', axis: families.get(guessed[0]?.slug ?? '')?.axis ?? '' }
}

/** A shape that came back from a form; undefined where it is none of ours: nothing else can be counted. */
export function readShape({ families, vocabularies }: Content, { lang, length, axis }: { lang: string; length: string; axis: string }): Shape | undefined {
  const known = lengths.find((one) => one === length)
  const isAxis = axis === '' || [...families.values()].some((family) => family.axis === axis)
  return known && isAxis && vocabularies.some((one) => one.lang === lang) ? { lang, length: known, axis } : undefined
}
