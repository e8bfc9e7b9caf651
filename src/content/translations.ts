import { languages, type Language, type Text } from '../engine/text.ts'
import type { Content, Translation } from './content.ts'

/**
 * Translations of the content stand in files of their own (db/content/translations/LANGUAGE), by their Italian: who writes Italian
 * is not in the way of who translates, one sentence said twice is translated once, and when the Italian changes its translation
 * no longer matches, so nobody reads what is no longer true.
 */
export const foreignLanguages = languages.filter((lang) => lang !== 'it')

/** Puts beside each Italian text of the content what it is in the other languages. */
export function translate(content: object, translations: Translation[]): void {
  const known = new Map(foreignLanguages.map((lang) => [lang, memoryOf(translations, lang)]))
  eachText(content, (text) => {
    for (const [lang, memory] of known) {
      const to = memory.get(text.it)
      if (to && !text[lang]) text[lang] = to
    }
  })
}

const memoryOf = (translations: Translation[], lang: Language) =>
  new Map(translations.filter((file) => file.lang === lang).flatMap(({ texts }) => texts.map(({ it, to }) => [it, to] as const)))

/** Visits every text of the content, each as often as it stands there. */
export function eachText(value: unknown, visit: (text: Text) => void): void {
  if (typeof value !== 'object' || value === null) return
  if (isText(value)) return visit(value)
  for (const part of value instanceof Map ? value.values() : Object.values(value)) eachText(part, visit)
}

const isText = (value: object): value is Text => 'it' in value && typeof value.it === 'string'

/** What people read that nobody has said in a language yet, or whose Italian has changed since: in Italian, what matters most first. */
export const missingIn = (content: Content, lang: Language): string[] => readByPeople(content).filter((text) => text[lang] === undefined).map(({ it }) => it)

/** Who is in danger reads no Italian: without these words there is no start. */
export function unsaidDanger({ emergency }: Content): string[] {
  const faults: string[] = []
  eachText(emergency, (text) => faults.push(...foreignLanguages.filter((lang) => text[lang] === undefined).map((lang) => `emergency.yaml: not in ${lang}: "${text.it}"`)))
  return faults
}

/** What people read of the content, in the order of what matters. Staff words, and texts of law, stay in Italian. */
function readByPeople(content: Content): Text[] {
  const { emergency, questions, rules, openReason, replies, workflow, missingItems, askers, processing, services, routing, journeys, territory, families, groups, cards, pages, opportunities } = content
  const open = [...questions.values()].map(({ places, ...question }) => ({ ...question, ...(places && { options: question.options?.filter(({ code }) => !/^[A-Z]\d{3}$/.test(code)) }) }))
  const parts = [
    emergency, open, rules, openReason, replies,
    workflow.statuses.map(({ citizen, next }) => [citizen, next]), workflow.citizen_moves, workflow.decisions.map(({ message }) => message),
    missingItems, askers, processing, services.moves.map(({ message }) => message), services.kinds.map(({ name }) => name), routing, journeys,
    territory.banner, territory.term,
    [...families.values()].filter((family) => family.citizen_facing), groups, cards,
    [...pages.values()].filter((page) => !page.italian_only),
    [...opportunities.values()].filter(({ visibility }) => visibility === 'C').map((sheet) => ({ ...sheet, providers: undefined })),
  ]
  const found = new Map<string, Text>()
  eachText(parts, (text) => found.set(text.it, text))
  return [...found.values()]
}
