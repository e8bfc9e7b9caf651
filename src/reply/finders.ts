import { compile, type Finder } from '../assistant/patterns.ts'
import type { Content } from '../content/content.ts'

/** The word lists of replies.yaml, made ready once: words on the conversation itself, how a sentence goes on, what is not ours. */
type Finders = { turn: Finder; goesOn: Finder; elsewhere: Finder }
const ready = new WeakMap<Content, Finders>()

export function findersOf(content: Content): Finders {
  const { turns, goes_on, elsewhere } = content.replies
  const found = ready.get(content) ?? {
    turn: finderOf(turns.map(({ to, words }) => [to, words])),
    goesOn: finderOf([['', goes_on]]),
    elsewhere: finderOf(elsewhere.map(({ words }, i) => [String(i), words])),
  }
  ready.set(content, found)
  return found
}

const finderOf = (lists: [to: string, words: string[]][]): Finder =>
  compile(lists.flatMap(([to, words]) => words.map((one) => ({ part: 'intents' as const, to, weight: 1, words: one }))))
