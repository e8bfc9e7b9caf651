import { readSentence } from '../assistant/sentence.ts'
import type { Meaning } from '../assistant/understand.ts'
import type { Content } from '../content/content.ts'
import type { Said } from '../conversation/visit.ts'
import { findersOf } from './finders.ts'

export type Turn = Content['replies']['turns'][number]['to']

/** Words besides, at most: "torna indietro" is of the conversation, "mio figlio è rimasto indietro a scuola" is not. */
const besides: Record<Turn, number> = { restart: 0, back: 1, cost: 3 }

/** A word on the conversation itself: start again, go back, what does it cost. Only where the sentence is hardly anything else. */
export function turnOf(content: Content, said: string): Turn | undefined {
  const sentence = readSentence(said)
  const hits = findersOf(content).turn(sentence).map(({ to, from, until }) => ({ to: to as Turn, others: sentence.words.length - (until - from) }))
  return hits.find(({ to, others }) => others <= besides[to])?.to
}

/** Few words: such a sentence may go on from the one before. */
const fewWords = 7
/** "Che documenti servono?": of what, it does not say. */
const bareQuestion = 4
const weak = 0.4
/** Facts that say of whom and where, not what is needed. */
const aside = ['o_per_chi', 'o_comune', 'o_eta', 'o_scadenza', 'o_seguito', 'o_servizio']
/** Questions of procedure: of what was spoken of before. */
const asking = ['documents', 'how_long', 'offices', 'on_behalf']

/** "E a Bitonto?", "no, è per mio figlio", "e quanto costa?": what it speaks of was said before; "no, cerco lavoro" is new. @returns the families of then */
export function carriedOver(content: Content, meaning: Meaning, words: string, turn: Turn | undefined, before: Said[]): string[] {
  const last = before.at(-1)?.families ?? []
  const sentence = readSentence(words)
  const facts = Object.keys(meaning.facts)
  const asks = asking.includes(meaning.intent)
  const vague = (meaning.families[0]?.share ?? 0) < weak || (asks && sentence.words.length <= bareQuestion) || findersOf(content).goesOn(sentence).some(({ from }) => from === 0)
  const adds = turn === 'cost' || asks || (facts.length > 0 && facts.every((id) => aside.includes(id)))
  return sentence.words.length <= fewWords && (vague || turn === 'cost') && adds ? last : []
}
