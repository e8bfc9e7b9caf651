import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import type { Journey } from '../engine/journey.ts'
import type { Option, Question } from '../engine/question.ts'
import type { Text } from '../engine/text.ts'
import * as schemas from './schemas.ts'
import { readFolder, readYaml } from './yaml.ts'

export type Opportunity = z.infer<typeof schemas.opportunity>
export type Family = z.infer<typeof schemas.family>
export type Group = z.infer<typeof schemas.group>
export type Card = z.infer<typeof schemas.card>
export type Page = z.infer<typeof schemas.page>
export type Rule = z.infer<typeof schemas.ruleFile>['rules'][number]
export type RoutingRule = z.infer<typeof schemas.routingFile>['rules'][number]
export type Territory = z.infer<typeof schemas.territory>
export type Desk = Territory['desks'][number]
export type Comune = Territory['comuni'][number]
export type Emergency = z.infer<typeof schemas.emergency>
export type MissingItem = z.infer<typeof schemas.missingItems>['items'][number]
export type Workflow = z.infer<typeof schemas.workflow>
export type WordList = z.infer<typeof schemas.wordList>
type TitledJourney = Journey & { title: Text }

/** All that a coordinator can read and change, read once at start. */
export type Content = {
  /** Fingerprint of all files: a request remembers the version it was made on. */
  version: string
  questions: Map<string, Question>
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
  words: WordList
  stopWords: string[]
}

export const contentRoot = join(import.meta.dirname, '../../db/content')

/**
 * Reads db/content for one territory.
 * @param territory slug of a file of db/content/territories
 * @throws ContentError with file, line and reason of the first faulty file
 */
export function loadContent(territory = 'bari', root = contentRoot): Content {
  const place = readYaml(root, `territories/${territory}.yaml`, schemas.territory)
  const places = comuneOptions(place, readYaml(root, 'vocabulary/places.yaml', schemas.places).places)
  const orientation = readYaml(root, 'rules/orientamento.yaml', schemas.ruleFile)
  const questions = readFolder(root, 'questions', schemas.questionFile).flatMap((file) => file.questions)
  return {
    version: fingerprint(root),
    questions: index(questions.map((q): Question => (q.kind === 'comune' ? { ...q, options: places } : q)), (q) => q.id),
    journeys: index(readFolder(root, 'journeys', schemas.journey), (j) => j.id),
    rules: orientation.rules,
    openReason: orientation.open_reason,
    routing: readYaml(root, 'rules/sportelli.yaml', schemas.routingFile).rules,
    opportunities: index(readFolder(root, 'opportunities', schemas.opportunity), (o) => o.slug),
    families: index(readFolder(root, 'families', schemas.family), (f) => f.slug),
    groups: index(readFolder(root, 'groups', schemas.group), (g) => g.slug),
    cards: index(readFolder(root, 'cards', schemas.card), (c) => c.slug),
    pages: index(readFolder(root, 'pages', schemas.page), (p) => p.slug),
    territory: place,
    emergency: readYaml(root, 'emergency.yaml', schemas.emergency),
    missingItems: readYaml(root, 'missing-items.yaml', schemas.missingItems).items,
    workflow: readYaml(root, 'workflow.yaml', schemas.workflow),
    words: readYaml(root, 'vocabulary/words.yaml', schemas.wordList),
    stopWords: readYaml(root, 'vocabulary/stop-words.yaml', schemas.stopWords).words,
  }
}

/** The comuni of the territory by cadastral code, which survives mergers and province reforms, then the other places. */
function comuneOptions(territory: Territory, others: Option[]): Option[] {
  const comuni = territory.comuni.map(({ belfiore, slug, name, istat }): Option =>
    ({ code: belfiore, label: { it: name }, alias: [slug, name.toLowerCase(), ...(istat ? [istat] : [])] }))
  return [...comuni.sort((a, b) => a.label.it.localeCompare(b.label.it, 'it')), ...others]
}

const index = <T>(items: T[], key: (item: T) => string) => new Map(items.map((item) => [key(item), item]))

function fingerprint(root: string): string {
  const hash = createHash('sha256')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml')).sort()
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex').slice(0, 12)
}
