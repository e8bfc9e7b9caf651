import { compile, type Finder } from '../assistant/patterns.ts'
import { readSentence } from '../assistant/sentence.ts'
import type { Meaning } from '../assistant/understand.ts'
import type { Content } from '../content/content.ts'
import type { Said } from '../conversation/visit.ts'

export type Turn = Content['replies']['turns'][number]['to']

type Ready = { turn: Finder; goesOn: Finder }
const ready = new WeakMap<Content, Ready>()

function findersOf(content: Content): Ready {
  const { turns, goes_on } = content.replies
  const found = ready.get(content) ?? { turn: finderOf(turns.flatMap(({ to, words }) => words.map((one) => [to, one] as const))), goesOn: finderOf(goes_on.map((one) => ['', one] as const)) }
  ready.set(content, found)
  return found
}

const finderOf = (patterns: (readonly [to: string, words: string])[]) => compile(patterns.map(([to, words]) => ({ part: 'intents' as const, to, weight: 1, words })))

/** A word on the conversation itself: start again, go back, what does it cost. */
export const turnOf = (content: Content, said: string): Turn | undefined => findersOf(content).turn(readSentence(said))[0]?.to as Turn | undefined

/** Few words: such a sentence may go on from the one before. */
const fewWords = 7
const weak = 0.4

/** "E a Bitonto?", "no, è per mio figlio", "e quanto costa?": what it speaks of was said before. @returns the families of then */
export function carriedOver(content: Content, meaning: Meaning, words: string, turn: Turn | undefined, before: Said[]): string[] {
  const last = before.at(-1)?.families ?? []
  const sentence = readSentence(words)
  const short = sentence.words.length <= fewWords
  const vague = (meaning.families[0]?.share ?? 0) < weak || findersOf(content).goesOn(sentence).some(({ from }) => from === 0)
  const adds = turn === 'cost' || Object.keys(meaning.facts).length > 0 || asking.includes(meaning.intent)
  return short && (vague || turn === 'cost') && adds ? last : []
}

/** Questions of procedure: of what was spoken of before. */
const asking = ['documents', 'how_long', 'offices', 'on_behalf']
