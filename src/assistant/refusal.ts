import { hash, type Features } from './features.ts'
import { judge, place, train, type Network, type Tuning } from './network.ts'
import { clauseOf, readSentence, type Sentence } from './sentence.ts'
import type { Found } from './vocabulary.ts'

/**
 * Which words of a sentence speak of what the person does not want, or has already: "il lavoro ce l'ho, cerco una stanza".
 * Learnt word by word, from what stands around it; a thing that is needed counts as any other, so that a way of refusing one refuses all.
 */
export type Refusal = { names: Int32Array; network: Network }
export type Refuser = (sentence: Sentence, found: Found) => boolean[]

const tuning: Tuning = { width: 12, epochs: 6, rate: 0.1, forget: 0.3 }
const seed = 1
/** What is around so few words says nothing of others. */
const least = 8
/** From this chance on a word is refused; and so much it costs to change one's mind between two words. */
const from = 0.5
const change = 1.2

/** @param taught sentences with the stretches in them that are refused; none where nothing is */
export function learnRefusal(taught: { sentence: Sentence; found: Found; refused: string[] }[]): Refusal {
  const looked = taught.flatMap(({ sentence, found, refused }) => {
    const flags = flagsOf(sentence, refused)
    return aroundAll(sentence, found).map((names, at) => ({ names, refused: flags[at] ?? false }))
  })
  const counts = new Map<number, number>()
  for (const { names } of looked) for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  const names = Int32Array.from([...counts].filter(([, count]) => count >= least).map(([name]) => name))
  const read = readerOf(names)
  const lessons = looked.map((one) => ({ features: read(one.names), targets: [Float32Array.from(one.refused ? [1, 0] : [0, 1])] }))
  return { names, network: train(names.length, [2], lessons, tuning, seed) }
}

/** Makes ready to tell the words that are refused. */
export function createRefuser({ names, network }: Refusal): Refuser {
  const read = readerOf(names)
  const chance = (features: Features) => judge(network, 0, place(network, features))[0] ?? 0
  return (sentence, found) => likeliest(aroundAll(sentence, found).map((around) => chance(read(around))))
}

/** The likeliest story, word by word: refused or not, as changing costs (Viterbi). */
function likeliest(chances: number[]): boolean[] {
  const cost = (chance: number, refused: boolean) => -Math.log(Math.max(1e-6, refused ? chance * (1 - from) : (1 - chance) * from))
  let [yes, no] = [0, 0]
  const back = chances.map((chance) => {
    const [stayYes, stayNo] = [yes <= no + change, no <= yes + change]
    ;[yes, no] = [Math.min(yes, no + change) + cost(chance, true), Math.min(no, yes + change) + cost(chance, false)]
    return { stayYes, stayNo }
  })
  let now = yes < no
  return back.toReversed().map(({ stayYes, stayNo }) => {
    const own = now
    now = (now ? stayYes : stayNo) ? now : !now
    return own
  }).toReversed()
}

function readerOf(names: Int32Array): (around: number[]) => Features {
  const ids = new Map([...names].map((name, i) => [name, i]))
  return (around) => {
    const found = [...new Set(around)].flatMap((name) => ids.get(name) ?? [])
    return { ids: Int32Array.from(found), values: new Float32Array(found.length).fill(2 / Math.sqrt(found.length || 1)) }
  }
}

const need = '\u0001'
const edge = '\u0002'

/** What is around each word: the words beside it, those of its clause, and those that begin the clauses beside. */
function aroundAll(sentence: Sentence, { needs, before, after, contrast }: Found): number[][] {
  const { words, starts } = sentence
  const covered = new Set(needs.flatMap(({ from: start, until }) => words.slice(start, until).map((_, i) => start + i)))
  const said = (at: number) => (at < 0 || at >= words.length ? edge : covered.has(at) ? need : (words[at] ?? edge))
  const cues = [...before.map((hit) => ({ ...hit, part: 'b' })), ...after.map((hit) => ({ ...hit, part: 'a' })), ...contrast.map((hit) => ({ ...hit, part: 'c' }))]
  return words.map((_, at) => {
    const clause = clauseOf(sentence, at)
    const beside = [-3, -2, -1, 0, 1, 2, 3].map((by) => `${by}${said(at + by)}`)
    const pairs = [-2, -1, 0, 1].map((by) => `${by}${said(at + by)} ${said(at + by + 1)}`)
    const within = words.slice(clause.from, clause.until).map((_word, i) => `i${clause.from + i < at ? '<' : '>'}${said(clause.from + i)}`)
    const ends = [`f${said(clause.from)}`, `f${said(clause.from)} ${said(clause.from + 1)}`, `l${said(clause.until - 1)}`, `l${said(clause.until - 2)} ${said(clause.until - 1)}`, `n${said(clause.until)} ${said(clause.until + 1)}`, `p${said(clause.from - 2)} ${said(clause.from - 1)}`]
    const cue = cues.flatMap(({ part, from: start, until }) => (start < clause.until && until > clause.from ? [`${part}${start <= at ? (until > at ? '=' : '<') : '>'}`] : []))
    const place = [clause.from === 0 ? 'first' : 'later', clause.until >= words.length ? 'last' : 'more', starts.has(at) ? 'start' : 'within']
    return [...beside, ...pairs, ...within, ...ends, ...cue, ...place].map(hash)
  })
}

/** Which words belong to the stretches. */
function flagsOf({ words, lang }: Sentence, refused: string[]): boolean[] {
  const flags = words.map(() => false)
  for (const stretch of refused.map((said) => readSentence(said, lang).words)) {
    const start = words.findIndex((_, at) => stretch.every((word, i) => words[at + i] === word))
    if (start >= 0) flags.fill(true, start, start + stretch.length)
  }
  return flags
}
