import type { Content, Example } from '../content/content.ts'
import type { Answers } from '../engine/question.ts'
import { createSpeller } from '../search/spelling.ts'
import { refusedByLists } from './exclude.ts'
import { factReader } from './facts.ts'
import { createReader, wordNames } from './features.ts'
import { classesOf, hitsOf, intentNames, studyOf, tasks, type Knowledge, type Task } from './knowledge.ts'
import { languageTeller } from './language.ts'
import { createGuesser, type Guess, type Witnesses } from './learned.ts'
import { place } from './network.ts'
import { createFinder } from './neighbours.ts'
import { beyond, type Hit } from './patterns.ts'
import { createRefuser, type Refuser } from './refusal.ts'
import { readSentence, type Sentence } from './sentence.ts'
import { vocabularyOf, wordsOfLists, type Found } from './vocabulary.ts'

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

/** From this chance on, danger is taken as danger: a panel too many harms less than one too few. */
const alarm = 0.4
const soonFrom = 0.45
/** How much the word lists and the examples that are said almost alike count; in languages of which there are few examples, the lists more. */
const witnesses: Record<Task, Witnesses> = {
  needs: { lists: 0.2, alike: 0.3 }, danger: { lists: 0.2, alike: 0.35 }, panels: { lists: 0.2, alike: 0.3 }, intents: { lists: 0.2, alike: 0.3 }, haste: { lists: 0.2, alike: 0.25 },
}
const abroad: Witnesses = { lists: 0.5, alike: 0.2 }
/** Who asks something is rarer than who needs something: their chances are lifted so much. */
const lift = 1.6
/** Families below this share are not spoken of. */
const leastShare = 0.045
/** Where something is refused, what is only touched on may be just that. */
const carefulShare = 0.1
/** What the refused words mean is refused from this share on; and beside the words that are left, the whole sentence counts so much. */
const [refusedShare, wholeCounts] = [0.1, 0.3]
/** Of a question of procedure, only what the words say plainly. */
const [plainShare, plainPoints] = [0.2, 2.9]
const plainNeed = 3.5
const mostFamilies = 5
/** A misspelt word is mended to one that several people wrote. */
const seenOften = 3

/** Makes the assistant ready. Pure: the same content and knowledge, the same answers. */
export function createAssistant(content: Content, knowledge: Knowledge): Understand {
  const [tellLanguage, factsIn, reading] = [languageTeller(content.vocabularies), factReader(content), createReading(content, knowledge)]
  return (said, lang = tellLanguage(said)) => {
    const { sentence, guess, ...rest } = reading(said, lang)
    const { needs, wanted, refused, careful } = weighNeeds({ sentence, guess, ...rest })
    const danger = guess('danger').learnt.get('emergency') ?? 0
    const { name, sureness } = intentOf(danger, guess('intents'), Math.max(0, ...needs.told.values()))
    const families = familiesOf(needs, name, refused, wanted, sentence, careful)
    return {
      lang, intent: name, sureness, families, axes: axesOf(content, families), urgency: urgencyOf(name, guess), panels: name === 'emergency' ? panelsOf(guess('panels')) : [],
      danger, literal: [...new Set(rest.found.roots.map(({ to }) => to))], excluded: [...refused], facts: factsIn(sentence),
    }
  }
}

/** A sentence read: what the lists find in it, what each task makes of it, and of which needs some of its words speak. */
type Reading = { sentence: Sentence; found: Found; guess: (task: Task) => Guess; refuses: Refuser; needsOf: (words: string[], hits: Hit[]) => Guess }

function createReading(content: Content, { index, networks, refusal, near, labels, lexicon }: Knowledge): (said: string, lang: string) => Reading {
  const [find, read, findAlike] = [vocabularyOf(content), createReader(index), createFinder(near)]
  const mend = createSpeller(lexicon, seenOften, wordsOfLists(content))
  const [classes, refuses] = [classesOf(content), createRefuser(refusal)]
  const guesser = (task: Task, lang: string) => createGuesser({ classes: classes[task], combine: content.combine, networks, task: tasks.indexOf(task), labels: labels[task], witnesses: lang === 'it' ? witnesses[task] : abroad })
  return (said, lang) => {
    const written = readSentence(said, lang)
    const sentence = lang === 'it' ? { ...written, words: mend(written.words) } : written
    const study = studyOf(find, sentence)
    const lookAt = (words: string[]) => {
      const features = read({ ...study, words })
      return { concepts: study.concepts, places: networks.map((network) => place(network, features)), alike: findAlike(wordNames(words)) }
    }
    const looked = lookAt(sentence.words)
    return {
      sentence, found: study.found, refuses: lang === 'it' ? refuses : refusedByLists,
      guess: (task) => guesser(task, lang)(looked, hitsOf(task, study.found)),
      needsOf: (words, hits) => guesser('needs', lang)(words.length === sentence.words.length ? looked : lookAt(words), hits),
    }
  }
}

/** What is needed, by the words that are left when those that refuse are taken away, with a part for the whole; and what is refused. */
function weighNeeds({ sentence, found, refuses, needsOf }: Reading) {
  const refused = refuses(sentence, found)
  const whole = needsOf(sentence.words, found.needs)
  if (refused.every((is) => !is)) return { needs: whole, wanted: found.needs, refused: new Set<string>(), careful: found.contrast.length > 0 }
  const [wanted, unwanted] = [false, true].map((is) => ({ words: sentence.words.filter((_, at) => refused[at] === is), hits: found.needs.filter(({ from }) => (refused[from] ?? false) === is) }))
  const rest = wanted?.words.length ? needsOf(wanted.words, wanted.hits) : undefined
  const taken = needsOf(unwanted?.words ?? [], unwanted?.hits ?? [])
  const isRefused = ([slug, share]: [string, number]) => share > refusedShare && (rest?.learnt.get(slug) ?? 0) < share
  const learnt = new Map([...whole.learnt].map(([slug, share]) => [slug, rest ? (1 - wholeCounts) * (rest.learnt.get(slug) ?? 0) + wholeCounts * share : share]))
  return { needs: { told: rest?.told ?? new Map<string, number>(), learnt }, wanted: wanted?.hits ?? [], refused: new Set([...taken.learnt].filter(isRefused).map(([slug]) => slug)), careful: true }
}

const urgencyOf = (intent: Intent, guess: Reading['guess']): Meaning['urgency'] =>
  intent === 'emergency' ? 'now' : (guess('haste').learnt.get('soon') ?? 0) > soonFrom ? 'soon' : 'none'

/** @param need the points of the need that the words say most plainly: then nobody is only greeting */
function intentOf(chance: number, { learnt, told }: Guess, need: number): { name: Intent; sureness: number } {
  if (chance > alarm) return { name: 'emergency', sureness: chance }
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

/** The axes of the families: one that is likely counts more than two that hardly are. The likeliest always, another where it has its part. */
function axesOf({ families: all }: Content, families: Meaning['families']): string[] {
  const shares = new Map<string, number>()
  for (const { slug, share } of families) shares.set(all.get(slug)?.axis ?? '', (shares.get(all.get(slug)?.axis ?? '') ?? 0) + share * share)
  const total = [...shares.values()].reduce((a, b) => a + b, 0)
  return [...shares].sort((a, b) => b[1] - a[1]).filter(([, share], i) => i === 0 || share / total > 0.2).map(([axis]) => axis)
}

/** The likeliest panel, and a second where it may be that as well. */
const panelsOf = ({ learnt }: Guess): string[] => [...learnt].sort((a, b) => b[1] - a[1]).slice(0, 2).filter(([, share], i) => i === 0 || share > 0.25).map(([panel]) => panel)
