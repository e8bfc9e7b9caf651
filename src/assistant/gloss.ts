import { loadDictionary, type Dictionary } from '../content/dictionaries.ts'
import { beyond, compile, type Finder, type Hit } from './patterns.ts'

/** Words of another language as Italian ones, each with the words it stands for (from, until). What no dictionary has stays as it is. */
export type Glossed = { word: string; from: number; until: number }[]
export type Glosser = (words: string[], lang: string) => Glossed

/** Only the Italian words. */
export const inItalian = (gloss: Glosser, words: string[], lang: string): string[] => gloss(words, lang).map(({ word }) => word)

/** Its words are not parted. */
const unparted = 'zh'

/**
 * Makes ready to read other languages word by word in Italian, by their dictionaries: of few languages there are many examples, and what is learnt of Italian serves all.
 * @param dictionaryOf read when its language is first spoken
 */
export function createGlosser(dictionaryOf: (lang: string) => Dictionary | undefined = loadDictionary): Glosser {
  const finders = new Map<string, Finder>()
  const finderOf = (lang: string): Finder => {
    const made = finders.get(lang) ?? compile(patternsOf(dictionaryOf(lang) ?? {}), lang === unparted)
    finders.set(lang, made)
    return made
  }
  return (words, lang) => (lang === 'it' ? words.map((word, at) => ({ word, from: at, until: at + 1 })) : read(finderOf(lang), lang === 'ar' ? words.map(bareArabic(finderOf(lang))) : words, lang))
}

const patternsOf = (dictionary: Dictionary) => Object.entries(dictionary).flatMap(([to, said]) =>
  said.split(/[,،，]/).map((words) => words.trim()).filter(Boolean).map((words) => ({ part: 'concepts' as const, to, words, weight: words.length })))

/** "And", "with", "to" and "the" are written as one with an Arabic word. */
const prefixes = ['وال', 'بال', 'فال', 'كال', 'لل', 'ال', 'و', 'ب', 'ل', 'ف', 'ك', 'ع']
const bareArabic = (find: Finder) => (word: string): string => {
  const isKnown = (form: string) => find({ text: form, words: [form], starts: new Set(), lang: 'ar' }).length > 0
  return isKnown(word) ? word : (prefixes.filter((prefix) => word.startsWith(prefix) && word.length - prefix.length >= 2).map((prefix) => word.slice(prefix.length)).find(isKnown) ?? word)
}

function read(find: Finder, words: string[], lang: string): Glossed {
  const text = words.join(' ')
  const hits = find({ text, words, starts: new Set(), lang }).toSorted((a, b) => a.from - b.from || b.until - a.until || b.weight - a.weight)
  const glossed: Glossed = []
  let at = 0
  const add = ({ to, from, until }: Pick<Hit, 'to' | 'from' | 'until'>) => glossed.push(...to.split(' ').map((word) => ({ word, from, until })))
  for (const hit of hits) {
    if (hit.from < at) continue
    if (hit.from < beyond) for (; at < hit.from; at++) add({ to: words[at] ?? '', from: at, until: at + 1 })
    add(hit)
    at = hit.until
  }
  for (; at < words.length; at++) add({ to: words[at] ?? '', from: at, until: at + 1 })
  return glossed
}
