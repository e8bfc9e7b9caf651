import type { Content, Example } from '../content/content.ts'
import type { Answers } from '../engine/question.ts'
import { factReader } from './facts.ts'
import { intentNames, type Knowledge } from './knowledge.ts'
import { languageTeller } from './language.ts'
import type { Guess } from './guess.ts'
import { beyond, type Hit } from './patterns.ts'
import { createReading, type Reading } from './reading.ts'
import type { Sentence } from './sentence.ts'

export type Intent = Example['intent']
/** What a sentence means, as far as the assistant can tell, with what it goes by. */
export type Meaning = {
  lang: string
  intent: Intent
  /** How sure it is of the intent, 0 to 1. */
  sureness: number
  /** Families of help, likeliest first, with their share (0 to 1) and the person's own words that speak for them. */
  families: { slug: string; share: number; words: string[] }[]
  axes: string[]
  urgency: Example['urgency']
  panels: string[]
  /** The chance of danger, 0 to 1, and the panels of literal words of danger (emergency.yaml), likely or not. */
  danger: number
  literal: string[]
  /** Families that the person said they do not want. */
  excluded: string[]
  /** What the sentence says already, as answers to the questions of the orientation. */
  facts: Answers
}
export type Understand = (said: string, lang?: string) => Meaning

/** From this chance on, danger is taken as danger: a panel too many harms less than one too few. In other languages the examples are few, and every third is of danger. */
const [alarm, alarmAbroad] = [0.42, 0.43]
const soonFrom = 0.45
/** Who asks something is rarer than who needs something: their chances are lifted so much. */
const lift = 1.6
/** Families below this share are not spoken of. */
const leastShare = 0.045
/** Where something is refused, what is only touched on may be just that. */
const carefulShare = 0.1
/** What the refused words mean is refused from this share on; and beside the words that are left, the whole sentence counts so much. */
const [refusedShare, wholeCounts] = [0.1, 0.3]
/** What is perhaps refused gives way to what is wanted and at least so likely beside it. */
const firmShare = 0.3
/** Of a question of procedure, only what the words say plainly. */
const [plainShare, plainPoints] = [0.2, 2.9]
const plainNeed = 3.5
const mostFamilies = 5

/** Makes the assistant ready. Pure: the same content and knowledge, the same answers. */
export function createAssistant(content: Content, knowledge: Knowledge): Understand {
  const [tellLanguage, factsIn, reading] = [languageTeller(content.vocabularies), factReader(content), createReading(content, knowledge)]
  return (said, lang = tellLanguage(said)) => {
    const { sentence, guess, ...rest } = reading(said, lang)
    const { needs, wanted, refused, doubtful, careful } = weighNeeds({ sentence, guess, ...rest })
    const danger = guess('danger').learnt.get('emergency') ?? 0
    const { name, sureness } = intentOf(danger > (lang === 'it' ? alarm : alarmAbroad), danger, guess('intents'), Math.max(0, ...needs.told.values()))
    const families = firmOf(familiesOf(needs, name, refused, wanted, sentence, careful), doubtful)
    return {
      lang, intent: name, sureness, families, axes: axesOf(content, families), urgency: urgencyOf(name, guess), panels: name === 'emergency' ? panelsOf(guess('panels')) : [],
      danger, literal: [...new Set(rest.found.roots.map(({ to }) => to))], excluded: [...refused], facts: factsIn(sentence),
    }
  }
}

/** What is needed, by the words that are left when those that refuse are taken away, with a part for the whole; what is refused, and what perhaps is. */
function weighNeeds(reading: Reading) {
  const { sentence, found, refuses, needsOf } = reading
  const { surely, perhaps } = refuses(sentence, found)
  const whole = needsOf(sentence.words, found.needs)
  const part = partWithout(reading, surely)
  const doubtful = new Set((isSame(surely, perhaps) ? part : partWithout(reading, perhaps))?.refused)
  if (!part) return { needs: whole, wanted: found.needs, refused: new Set<string>(), doubtful, careful: found.contrast.length > 0 }
  const learnt = new Map([...whole.learnt].map(([slug, share]) => [slug, (1 - wholeCounts) * (part.rest.learnt.get(slug) ?? 0) + wholeCounts * share]))
  return { needs: { told: part.rest.told, learnt }, wanted: part.wanted, refused: new Set(part.refused), doubtful, careful: true }
}

const isSame = (one: boolean[], other: boolean[]) => one.every((is, at) => is === other[at])

/** The sentence without the words that refuse; undefined where none does. */
function partWithout({ sentence: { words }, found, needsOf }: Reading, refused: boolean[]) {
  if (!refused.includes(true)) return undefined
  const wordsThat = (are: boolean) => words.filter((_, at) => refused[at] === are)
  const hitsThat = (are: boolean) => found.needs.filter(({ from }) => (refused[from] ?? false) === are)
  const [rest, taken] = [needsOf(wordsThat(false), hitsThat(false)), needsOf(wordsThat(true), hitsThat(true))]
  const isRefused = ([slug, share]: [string, number]) => share > refusedShare && (rest.learnt.get(slug) ?? 0) < share
  return { rest, wanted: hitsThat(false), refused: [...taken.learnt].filter(isRefused).map(([slug]) => slug) }
}

const urgencyOf = (intent: Intent, guess: Reading['guess']): Meaning['urgency'] =>
  intent === 'emergency' ? 'now' : (guess('haste').learnt.get('soon') ?? 0) > soonFrom ? 'soon' : 'none'

/** @param need the points of the need that the words say most plainly: then nobody is only greeting */
function intentOf(isDanger: boolean, chance: number, { learnt, told }: Guess, need: number): { name: Intent; sureness: number } {
  if (isDanger) return { name: 'emergency', sureness: chance }
  const chances = intentNames.map((name) => ({ name, sureness: learnt.get(name) ?? 0, lifted: (learnt.get(name) ?? 0) * (name === 'orient' ? 1 : lift) }))
  const said = (name: Intent) => (told.get(name) ?? 0) >= 1
  return chances.filter(({ name }) => need < plainNeed || said(name) || !['smalltalk', 'out_of_scope'].includes(name)).reduce((a, b) => (b.lifted > a.lifted ? b : a))
}

/** Who needs help is always given the likeliest family; a question of procedure speaks of one where its words do; the rest only if it is plain. */
function familiesOf({ told, learnt }: Guess, intent: Intent, refused: Set<string>, hits: Hit[], { words, text }: Sentence, careful: boolean): Meaning['families'] {
  const least = { orient: careful ? carefulShare : leastShare, emergency: 0.4, smalltalk: 0.5, out_of_scope: 0.5 }[intent as string] ?? plainShare
  const isSaid = (slug: string, share: number, i: number) =>
    share >= least || (intent === 'orient' ? i === 0 : least === plainShare && share >= leastShare && (told.get(slug) ?? 0) >= plainPoints)
  return [...learnt].filter(([slug]) => !refused.has(slug)).sort((a, b) => b[1] - a[1]).slice(0, mostFamilies).filter(([slug, share], i) => isSaid(slug, share, i))
    .map(([slug, share]) => ({ slug, share, words: [...new Set(hits.filter(({ to }) => to === slug).map(({ from, until }) => (from >= beyond ? text.slice(from - beyond, until - beyond) : words.slice(from, until).join(' '))))] }))
}

/** Without what is perhaps refused; that stays only where it is by far the likeliest. */
function firmOf(families: Meaning['families'], doubtful: Set<string>): Meaning['families'] {
  const [likeliest] = families
  const firm = families.filter(({ slug }) => !doubtful.has(slug))
  return likeliest && doubtful.has(likeliest.slug) && (firm[0]?.share ?? 0) < firmShare * likeliest.share ? [likeliest, ...firm] : firm
}

/** The axes of the families: one that is likely counts more than two that hardly are. The likeliest always, another where it has its part. */
function axesOf({ families: all }: Content, families: Meaning['families']): string[] {
  const shares = new Map<string, number>()
  for (const { slug, share } of families) shares.set(all.get(slug)?.axis ?? '', (shares.get(all.get(slug)?.axis ?? '') ?? 0) + share * share)
  const total = [...shares.values()].reduce((a, b) => a + b, 0)
  return [...shares].sort((a, b) => b[1] - a[1]).filter(([, share], i) => i === 0 || share / total > 0.2).map(([axis]) => axis)
}

/** The likeliest panel, and a second where it may be that as well. */
const panelsOf = ({ learnt }: Guess): string[] => [...learnt].sort((a, b) => b[1] - a[1]).slice(0, 2).filter(([, share], i) => i === 0 || share > 0.25).map(([panel]) => panel)
