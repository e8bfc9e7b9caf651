import { createRequire } from 'node:module'
import type { z } from 'zod'
import type { Journey } from '../engine/journey.ts'
import type { Option, Question } from '../engine/question.ts'
import type { Places } from '../engine/places.ts'
import type { Text } from '../engine/text.ts'
import { createPlaces } from '../places/places.ts'
import type * as Schemas from './schemas.ts'
import { contentRoot } from './root.ts'
import { openKept } from './kept.ts'
import { servicesOf } from './services.ts'
import { foreignLanguages, translate } from './translations.ts'
import { openFiles } from './yaml.ts'

export type Opportunity = z.infer<typeof Schemas.opportunity>
export type Family = z.infer<typeof Schemas.family>
export type Group = z.infer<typeof Schemas.group>
export type Card = z.infer<typeof Schemas.card>
export type Page = z.infer<typeof Schemas.page>
export type Rule = z.infer<typeof Schemas.ruleFile>['rules'][number]
export type RoutingRule = z.infer<typeof Schemas.routingFile>['rules'][number]
export type Territory = z.infer<typeof Schemas.territory>
export type Desk = Territory['desks'][number]
export type Comune = Territory['comuni'][number]
export type Emergency = z.infer<typeof Schemas.emergency>
export type MissingItem = z.infer<typeof Schemas.missingItems>['items'][number]
export type Workflow = z.infer<typeof Schemas.workflow>
export type Priority = z.infer<typeof Schemas.priorities>['priorities'][number]
export type Terms = z.infer<typeof Schemas.terms>
export type Processing = z.infer<typeof Schemas.processing>['uses'][number]
export type RetentionRule = z.infer<typeof Schemas.retention>['rules'][number]
export type Asker = z.infer<typeof Schemas.askers>['askers'][number]
export type Vocabulary = z.infer<typeof Schemas.vocabulary>
export type FactWords = z.infer<typeof Schemas.facts>
export type Replies = z.infer<typeof Schemas.replies>
export type Combination = z.infer<typeof Schemas.combine>['combine'][number]
export type Example = z.infer<typeof Schemas.examples>['examples'][number]
export type Services = z.infer<typeof Schemas.services>
export type Translation = z.infer<typeof Schemas.translation>
export type WordList = z.infer<typeof Schemas.wordList>
type TitledJourney = Journey & { title: Text }

/** All that a coordinator can read and change, read once at start. */
export type Content = {
  /** Fingerprint of all files: a request remembers the version it was made on. */
  version: string
  questions: Map<string, Question>
  /** All comuni and countries, by cadastral code. */
  places: Places
  journeys: Map<string, TitledJourney>
  rules: Rule[]
  openReason: Text
  routing: RoutingRule[]
  opportunities: Map<string, Opportunity>
  families: Map<string, Family>
  groups: Map<string, Group>
  cards: Map<string, Card>
  pages: Map<string, Page>
  territory: Territory
  emergency: Emergency
  missingItems: MissingItem[]
  workflow: Workflow
  priorities: Priority[]
  terms: Terms
  services: Services
  processing: Map<string, Processing>
  /** In the order of the file: for requests the first that matches. */
  retention: Map<string, RetentionRule>
  askers: Asker[]
  words: WordList
  stopWords: string[]
  /** What people say, language by language. */
  vocabularies: Vocabulary[]
  combine: Combination[]
  replies: Replies
  factWords: FactWords
}

/** The schemas, and zod with them, are loaded only when a file has to be read anew: most starts need neither. */
const load = createRequire(import.meta.url)
const schemas = () => load('./schemas.ts') as typeof Schemas

/**
 * Reads db/content for one territory.
 * @param territory slug of a file of db/content/territories
 * @param keptAt a file that keeps what was read, for the next start
 * @throws ContentError with file, line and reason of the first faulty file
 */
export function loadContent(territory = 'bari', root = contentRoot, keptAt?: string): Content {
  const kept = openKept(keptAt)
  const files = openFiles(root, kept)
  const place = files.one(`territories/${territory}.yaml`, () => schemas().territory)
  const nearby = comuneOptions(place, files.one('vocabulary/places.yaml', () => schemas().places).places)
  const places = createPlaces(root, files.one('places/mergers.yaml', () => schemas().mergers))
  const orientation = files.one('rules/orientamento.yaml', () => schemas().ruleFile)
  const questions = files.all('questions', () => schemas().questionFile).flatMap((file) => file.questions)
  const content = {
    services: servicesOf(files.one('services.yaml', () => schemas().services), place),
    places,
    questions: index(questions.map((q): Question => (q.kind === 'comune' ? { ...q, options: nearby, places } : q)), (q) => q.id),
    journeys: index(files.all('journeys', () => schemas().journey), (j) => j.id),
    rules: orientation.rules,
    openReason: orientation.open_reason,
    routing: files.one('rules/sportelli.yaml', () => schemas().routingFile).rules,
    opportunities: index(files.all('opportunities', () => schemas().opportunity), (o) => o.slug),
    families: index(files.all('families', () => schemas().family), (f) => f.slug),
    groups: index(files.all('groups', () => schemas().group), (g) => g.slug),
    cards: index(files.all('cards', () => schemas().card), (c) => c.slug),
    pages: index(files.all('pages', () => schemas().page), (p) => p.slug),
    territory: place,
    emergency: files.one('emergency.yaml', () => schemas().emergency),
    missingItems: files.one('missing-items.yaml', () => schemas().missingItems).items,
    workflow: files.one('workflow.yaml', () => schemas().workflow),
    priorities: files.one('priorities.yaml', () => schemas().priorities).priorities,
    terms: files.one('terms.yaml', () => schemas().terms),
    processing: index(files.one('processing.yaml', () => schemas().processing).uses, (use) => use.code),
    retention: index(files.one('retention.yaml', () => schemas().retention).rules, (rule) => rule.code),
    askers: files.one('askers.yaml', () => schemas().askers).askers,
    words: files.one('vocabulary/words.yaml', () => schemas().wordList),
    stopWords: files.one('vocabulary/stop-words.yaml', () => schemas().stopWords).words,
    vocabularies: files.all('vocabulary/needs', () => schemas().vocabulary),
    factWords: files.one('vocabulary/facts.yaml', () => schemas().facts),
    replies: files.one('replies.yaml', () => schemas().replies),
    combine: files.one('vocabulary/combine.yaml', () => schemas().combine).combine,
  }
  const translations = foreignLanguages.flatMap((lang) => files.all(`translations/${lang}`, () => schemas().translation))
  kept.save()
  translate(content, translations)
  return { ...content, version: files.version() }
}

/** Sentences as people say them, with what they mean: read only to learn from them, not at each start. */
export const loadExamples = (root = contentRoot): Example[] => openFiles(root).all('examples', () => schemas().examples).flatMap((file) => file.examples)

/** The comuni of the territory by cadastral code, which survives mergers and province reforms, then the other places. */
function comuneOptions(territory: Territory, others: Option[]): Option[] {
  const comuni = territory.comuni.map(({ belfiore, slug, name, istat, province }): Option =>
    ({ code: belfiore, label: { it: name }, alias: [slug, ...(province ? [`${name} (${province})`] : []), ...(istat ? [istat, istat.replace(/^0+/, '')] : [])] }))
  return [...comuni.sort((a, b) => a.label.it.localeCompare(b.label.it, 'it')), ...others]
}

const index = <T>(items: T[], key: (item: T) => string) => new Map(items.map((item) => [key(item), item]))
