import type { Content, Vocabulary } from '../content/content.ts'
import { fold } from '../search/italian.ts'
import type { Glosser } from './gloss.ts'
import { compile, type Finder, type Hit, type Part, type Pattern } from './patterns.ts'
import type { Sentence } from './sentence.ts'

/** All that the word lists find in a sentence, list by list. */
export type Found = Record<Part, Hit[]>

const strength = { strong: 3, words: 1.6, weak: 0.5 }
/** Languages whose words are not parted, or grow at their beginning too. */
const partless = ['zh', 'ar', 'ur', 'bn']

/** What is looked for in Italian also where another language is spoken. Little words mean something else there. */
const mixed: Part[] = ['needs', 'danger', 'concepts']

type Speaks = Vocabulary['needs'][number]

/** Makes ready the word lists. Italian is looked for in every sentence: people mix it in, and what they say in their language is looked for as its dictionary says it. */
export function vocabularyOf({ vocabularies, emergency }: Content, gloss: Glosser): (sentence: Sentence) => Found {
  const finders = new Map<string, Finder>()
  /** Made at the first sentence of its language: most are never spoken here. */
  const finderOf = (lang: string): Finder | undefined => {
    const vocabulary = vocabularies.find((v) => v.lang === lang)
    if (!vocabulary || finders.has(lang)) return finders.get(lang)
    const roots = lang === 'it' ? emergency.roots.flatMap(({ panel, words }) => [...plain('danger', panel, words, 3), ...plain('roots', panel, words, 3)]) : []
    const made = compile([...patternsOf(vocabulary), ...roots], partless.includes(lang))
    finders.set(lang, made)
    return made
  }
  return (sentence) => {
    const found: Found = { needs: [], intents: [], concepts: [], danger: [], roots: [], soon: [], before: [], after: [], unless: [], contrast: [], facts: [] }
    for (const hit of finderOf(sentence.lang)?.(sentence) ?? []) found[hit.part].push(hit)
    if (sentence.lang === 'it') return found
    for (const hit of finderOf('it')?.(sentence) ?? []) if (hit.part === 'roots') found.roots.push(hit)
    for (const hit of hitsInItalian(finderOf('it'), gloss, sentence)) if (mixed.includes(hit.part)) found[hit.part].push(hit)
    return found
  }
}

/** What the Italian lists find in a sentence of another language, said by its dictionary; the hits cover the person's own words. */
function hitsInItalian(find: Finder | undefined, gloss: Glosser, sentence: Sentence): Hit[] {
  const glossed = gloss(sentence.words, sentence.lang)
  const words = glossed.map(({ word }) => word)
  return (find?.({ text: '', words, starts: new Set(), lang: 'it' }) ?? []).map((hit) => ({ ...hit, from: glossed[hit.from]?.from ?? 0, until: glossed[hit.until - 1]?.until ?? 0 }))
}

/** Is it how a word of the Italian lists begins? Such a word is right as it is: who writes "mi ricatta" means no recipe. */
export function wordsOfLists({ vocabularies, emergency }: Content): (word: string) => boolean {
  const italian = vocabularies.find(({ lang }) => lang === 'it')
  const patterns = [...(italian ? patternsOf(italian).map(({ words }) => words) : []), ...emergency.roots.flatMap(({ words }) => words)]
  const beginnings = new Set(patterns.flatMap((words) => fold(words).match(/\p{L}{4,}/gu) ?? []))
  return (word) => Array.from({ length: Math.max(0, word.length - 3) }, (_, i) => word.slice(0, i + 4)).some((beginning) => beginnings.has(beginning))
}

function patternsOf({ lang, needs, intents, concepts, calm, emergency, soon, not_soon, negation }: Vocabulary): Pattern[] {
  // The Italian list of danger is wide, as it is weighed with all that is learnt; the others hold what is danger alone.
  const danger = lang === 'it' ? 1.2 : 3.2
  return [
    ...speaking('needs', needs), ...speaking('intents', intents), ...speaking('concepts', concepts), ...plain('concepts', 'calma', calm, 1),
    ...emergency.flatMap(({ panel, words }) => plain('danger', panel, words, danger)),
    ...plain('soon', 'soon', soon, 1.2), ...plain('soon', 'none', not_soon, 2.5), ...plain('before', '', negation.before, 1), ...plain('unless', '', negation.before.flatMap((before) => negation.unless.map((word) => `${before} ${word}.`)), 1), ...plain('after', '', negation.after, 1), ...plain('contrast', '', negation.contrast, 1),
  ]
}

const plain = (part: Part, to: string, words: string[], weight: number): Pattern[] => words.map((said) => ({ part, to, words: said, weight }))

const speaking = (part: Part, lists: Speaks[]): Pattern[] => lists.flatMap(({ to, ...words }) =>
  (['strong', 'words', 'weak'] as const).flatMap((list) => words[list].map((said) => ({ part, to, words: said, weight: strength[list] * lengthBonus(said) }))))

/** The longer a pattern, the less it is there by chance. */
const lengthBonus = (words: string) => 1 + 0.15 * (words.split(' ').length - 1)
