import { fold } from '../search/italian.ts'

/** A sentence as the assistant reads it: small letters, no accents, abbreviations written out. `starts`: where a clause begins. */
export type Sentence = { text: string; words: string[]; starts: Set<number>; lang: string }

/** Longer texts are read so far: a long story fits. */
const longest = 1500
const mostWords = 240

/** What people write short on a phone; Italian only. */
const short = new Map(Object.entries({
  nn: 'non', x: 'per', xke: 'perche', xche: 'perche', perke: 'perche', xk: 'perche', cmq: 'comunque', qlc: 'qualche', qlcn: 'qualcuno', qualke: 'qualche', qlcs: 'qualcosa',
  ke: 'che', ki: 'chi', k: 'che', sn: 'sono', tt: 'tutto', nnt: 'niente', dv: 'dove', cn: 'con', dp: 'dopo', msg: 'messaggio', grz: 'grazie', ank: 'anche', anke: 'anche',
  lav: 'lavoro', appt: 'appartamento', doc: 'documento', tel: 'telefono', nne: 'non e', none: 'non e',
}))

/** Words that begin a clause of their own. */
const turning = new Set(['ma', 'pero', 'invece', 'mentre', 'but', 'mais', 'pero', 'dar', 'por', 'aber', 'но', 'але'])

/** Reads a sentence. Any string will do: what is no letter or digit only parts the words. */
export function readSentence(said: string, lang = 'it'): Sentence {
  // Without its accent "né" would be the "ne" of "ne ho due".
  const text = fold((lang === 'ur' ? inUrdu(said) : said).slice(0, longest).replace(/\bn[éè](?=\s)/giu, 'neanche')).replace(/[’‘`´ʼ]/g, "'").replace(/\b(\p{L})\.(?=\p{L}\b)/gu, '$1')
  const words: string[] = []
  const starts = new Set([0])
  for (const piece of text.match(/[\p{L}\p{M}\p{N}]+|[,.;:!?\n()，。；：！？、،؟؛।]+/gu) ?? []) {
    if (words.length >= mostWords) break
    if (!/[\p{L}\p{N}]/u.test(piece) || turning.has(piece)) starts.add(words.length)
    if (/[\p{L}\p{N}]/u.test(piece)) words.push(...((lang === 'it' && short.get(piece)?.split(' ')) || [squeeze(piece)]))
  }
  return { text, words, starts, lang }
}

/** Urdu is often typed with the keys of Arabic. */
const inUrdu = (said: string) => said.replaceAll('ي', 'ی').replaceAll('ك', 'ک')

/** "aiutoooo" is "aiuto". */
const squeeze = (word: string) => word.replace(/(\p{L})\1{2,}/gu, '$1')

/** The clause that a word stands in: from, until. */
export function clauseOf({ words, starts }: Sentence, at: number): { from: number; until: number } {
  let [from, until] = [at, at + 1]
  while (from > 0 && !starts.has(from)) from--
  while (until < words.length && !starts.has(until)) until++
  return { from, until }
}
