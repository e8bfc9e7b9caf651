import type { Vocabulary } from '../content/content.ts'
import { fold } from '../search/italian.ts'

/** Scripts that say the language by themselves; the first that fits. */
const scripts: [string, RegExp][] = [
  ['zh', /\p{Script=Han}/u], ['bn', /\p{Script=Bengali}/u], ['ur', /[ٹڈڑںےگچپکھہی]/u], ['ar', /\p{Script=Arabic}/u],
  ['uk', /[іїєґ]/iu], ['ru', /\p{Script=Cyrillic}/u],
]

/** Makes ready to tell languages by their script, or by their little words. What nothing speaks for is Italian. */
export function languageTeller(vocabularies: Vocabulary[]): (said: string) => string {
  const known = new Set(vocabularies.map(({ lang }) => lang))
  const little = new Map<string, string[]>()
  for (const { lang, function_words: words } of vocabularies) for (const word of words) little.set(fold(word), [...(little.get(fold(word)) ?? []), lang])
  return (said) => scripts.find(([lang, script]) => known.has(lang) && script.test(said))?.[0] ?? byWords(fold(said), little)
}

function byWords(text: string, little: Map<string, string[]>): string {
  const points = new Map<string, number>([['it', 0.4]])
  for (const word of text.match(/[\p{L}\p{M}]+/gu) ?? []) {
    const langs = little.get(word) ?? []
    for (const lang of langs) points.set(lang, (points.get(lang) ?? 0) + 1 / langs.length)
  }
  return [...points].reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}
