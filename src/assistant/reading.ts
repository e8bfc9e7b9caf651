import type { Content } from '../content/content.ts'
import { createSpeller } from '../search/spelling.ts'
import { createReader, wordNames } from './features.ts'
import { classesOf, hitsOf, studyOf, tasks, type Knowledge, type Task } from './knowledge.ts'
import { createGuesser, type Guess, type Guesser, type Witnesses } from './guess.ts'
import { createFinder } from './neighbours.ts'
import { createGlosser, inItalian } from './gloss.ts'
import { place } from './network.ts'
import type { Hit } from './patterns.ts'
import { createRefuser, refusedByLists, type Refuser } from './refusal.ts'
import { readSentence, type Sentence } from './sentence.ts'
import { vocabularyOf, wordsOfLists, type Found } from './vocabulary.ts'

/** How much the word lists and the examples that are said almost alike count; in languages of which there are few examples, the lists a little more. */
const witnesses: Record<Task, Witnesses> = {
  needs: { lists: 0.2, alike: 0.3 }, danger: { lists: 0.2, alike: 0.35 }, panels: { lists: 0.2, alike: 0.3 }, intents: { lists: 0.2, alike: 0.3 }, haste: { lists: 0.2, alike: 0.25 },
}
const abroad: Witnesses = { lists: 0.3, alike: 0.25 }
/** A misspelt word is mended to one that several people wrote. */
const seenOften = 3

/** A sentence read: what the lists find in it, what each task makes of it, and of which needs some of its words speak. */
export type Reading = { sentence: Sentence; found: Found; guess: (task: Task) => Guess; refuses: Refuser; needsOf: (words: string[], hits: Hit[]) => Guess }

/** Makes ready to read. Pure: the same content and knowledge, the same readings. */
export function createReading(content: Content, { index, networks, refusal, near, labels, lexicon }: Knowledge): (said: string, lang: string) => Reading {
  const gloss = createGlosser()
  const [find, read, findAlike] = [vocabularyOf(content, gloss), createReader(index), createFinder(near)]
  const mend = createSpeller(lexicon, seenOften, wordsOfLists(content))
  const [classes, refuses] = [classesOf(content), createRefuser(refusal)]
  const guessersWith = (count: (task: Task) => Witnesses) => Object.fromEntries(tasks.map((task, t) =>
    [task, createGuesser({ classes: classes[task], combine: content.combine, networks, task: t, labels: labels[task], witnesses: count(task) })])) as Record<Task, Guesser>
  const [italian, foreign] = [guessersWith((task) => witnesses[task]), guessersWith(() => abroad)]
  return (said, lang) => {
    const written = readSentence(said, lang)
    const sentence = lang === 'it' ? { ...written, words: mend(written.words) } : written
    const study = studyOf(find, sentence)
    const lookAt = (own: string[]) => {
      const words = inItalian(gloss, own, lang)
      const [features, alike] = [read({ ...study, words }), findAlike(wordNames(words))]
      return { concepts: study.concepts, places: networks.map((network) => place(network, features)), alike, strange: lang === 'it' && alike.length === 0 }
    }
    const [looked, guessers] = [lookAt(sentence.words), lang === 'it' ? italian : foreign]
    return {
      sentence, found: study.found, refuses: lang === 'it' ? refuses : refusedByLists,
      guess: (task) => guessers[task](looked, hitsOf(task, study.found)),
      needsOf: (words, hits) => guessers.needs(words.length === sentence.words.length ? looked : lookAt(words), hits),
    }
  }
}
