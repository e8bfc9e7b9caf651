import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { loadExamples, type Content, type Example } from './content.ts'
import { logoFaults } from './logo.ts'
import { contentRoot } from './root.ts'
import { dictionariesFolder, dictionaryLanguages } from './dictionaries.ts'
import { shortestBlock, readability } from './readability.ts'
import { deadReferences } from './references.ts'
import { deadExamples } from './speech.ts'
import { dictionary } from './schemas.ts'
import { readings } from './texts.ts'
import { unsaidDanger } from './translations.ts'
import { findWords } from './words.ts'
import { openFiles } from './yaml.ts'

export type Check = {
  counts: Record<string, number>
  /** Reading ease per page, hardest first. */
  pages: { page: string; gulpease: number; atLeast: number; words: number; longest: number }[]
  faults: string[]
}

/** No sentence is longer (domain.md 4.7). */
const longestSentence = 25
/** Emergency numbers must have been checked in the last ninety days (domain.md 6.1). */
const freshDays = 90

/** Checks all content: references, words, reading ease, freshness. @param today ISO date */
export function checkContent(content: Content, today: string, examples: Example[] = loadExamples()): Check {
  const pages = readings(content).map(({ page, blocks, atLeast }) => ({ page, atLeast, ...readability(blocks) })).sort((a, b) => a.gulpease - b.gulpease)
  const hard = pages.filter((p) => p.words >= shortestBlock && p.gulpease < p.atLeast).map((p) => `${p.page}: reading ease ${p.gulpease}, must be at least ${p.atLeast}`)
  const long = pages.filter((p) => p.longest > longestSentence).map((p) => `${p.page}: a sentence of ${p.longest} words, at most ${longestSentence}`)
  return {
    counts: countsOf(content),
    pages: pages.map(({ page, gulpease, atLeast, words, longest }) => ({ page, gulpease, atLeast, words, longest })),
    faults: [...deadReferences(content), ...deadExamples(content, examples), ...wrongDictionaries(), ...silentQuestions(content), ...missingIcons(content), ...unsaidDanger(content), ...logoFaults(content.territory.authority.logo), ...wordFaults(content), ...hard, ...long, ...staleNumbers(content, today)],
  }
}

function countsOf({ opportunities, rules, territory, families, questions, emergency }: Content): Record<string, number> {
  const items = (document: string) => [...opportunities.values()].filter((o) => o.source.document === document && !o.derived).length
  return {
    'Budget di Salute (S0)': items('S0'), 'INSIEME (S4)': items('S4'), opportunities: opportunities.size,
    families: families.size, rules: rules.length, questions: questions.size, comuni: territory.comuni.length, ambiti: territory.ambiti.length, desks: territory.desks.length, numbers: emergency.numbers.length,
  }
}

/** Every question says why it is asked, and lets a person say nothing unless the request cannot do without. */
function silentQuestions({ questions }: Content): string[] {
  return [...questions.values()].filter(({ kind }) => kind !== 'notice').flatMap((q) => [
    ...(q.why ? [] : [`question ${q.id}: does not say why it is asked`]),
    ...(q.required || q.quiet.length || q.options?.some(({ code }) => ['non_so', 'nessuno', 'niente'].includes(code)) ? [] : [`question ${q.id}: has no quiet way out and is not required`]),
  ])
}

/** Each dictionary says its own language. @throws ContentError where one cannot be read */
export function wrongDictionaries(root = contentRoot): string[] {
  const files = openFiles(root)
  return dictionaryLanguages(root).filter((lang) => files.one(`${dictionariesFolder}/${lang}.yaml`, () => dictionary).lang !== lang).map((lang) => `dictionaries/${lang}.yaml: says it is another language`)
}

function missingIcons({ questions }: Content): string[] {
  const icons = new Set(readdirSync(join(import.meta.dirname, '../../views/icons')).map((file) => file.replace('.eta', '')))
  return [...questions.values()].flatMap((q) => (q.options ?? []).flatMap(({ icon }) => (icon && !icons.has(icon) ? [`question ${q.id}: no icon ${icon}`] : [])))
}

const wordFaults = (content: Content) =>
  readings(content).flatMap(({ page, blocks }) => findWords(blocks.join('\n'), content.words).map(({ word, use }) => `${page}: "${word}"${use ? `, write "${use}"` : ' is never written'}`))

function staleNumbers({ emergency }: Content, today: string): string[] {
  const days = (iso: string) => (Date.parse(today) - Date.parse(iso)) / 86_400_000
  return emergency.numbers.filter((n) => n.on && days(n.verified_on) > freshDays).map((n) => `emergency.yaml: ${n.number} was last checked on ${n.verified_on}; check it again`)
}
