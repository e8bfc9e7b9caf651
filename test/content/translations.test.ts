import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadContent } from '../../src/content/content.ts'
import { eachText, foreignLanguages, missingIn } from '../../src/content/translations.ts'
import type { Text } from '../../src/engine/text.ts'

const locales = new URL('../../locales/', import.meta.url)
/** Every word of the interface in a language, by key. */
function wordsOf(lang: string): Map<string, string> {
  const words = new Map<string, string>()
  const walk = (at: string, value: string | object): unknown =>
    typeof value === 'string' ? words.set(at, value) : Object.entries(value).forEach(([key, inner]) => walk(`${at}.${key}`, inner as string | object))
  for (const file of readdirSync(new URL(lang, locales))) walk(file.replace('.json', ''), JSON.parse(readFileSync(new URL(`${lang}/${file}`, locales), 'utf8')) as object)
  return words
}
const holes = (words: string) => (words.match(/\{\{\w+\}\}/g) ?? []).toSorted()
const plural = /_(zero|one|two|few|many|other)$/
const italian = wordsOf('it')

describe.each(foreignLanguages)('%s', (lang) => {
  const words = wordsOf(lang)
  const content = loadContent()

  test('says all of danger: who is afraid reads no Italian', () => {
    const missing: string[] = []
    eachText(content.emergency, (text: Text) => void (text[lang] || missing.push(text.it)))
    expect(missing).toEqual([])
  })

  test('has every question with its answers, every family and every reply', () => {
    const asked = new Set<string>()
    for (const part of [[...content.questions.values()].map((question) => ({ ...question, places: undefined })), [...content.families.values()], content.replies]) eachText(part, ({ it }: Text) => void asked.add(it))
    expect(missingIn(content, lang).filter((it) => asked.has(it))).toEqual([])
  })

  test('keeps every place where a number, a name or a day is put', () => {
    const changed = [...words].filter(([key]) => !/_(zero|one|two)$/.test(key)).filter(([key, said]) => {
      const of = italian.get(key) ?? italian.get(key.replace(plural, '_other'))
      return of === undefined || holes(of).join() !== holes(said).join()
    })
    expect(changed).toEqual([])
  })

  test('has each plural that its grammar asks for', () => {
    const bases = new Set([...italian.keys()].filter((key) => key.endsWith('_many') && words.has(key.replace(plural, '_other'))).map((key) => key.replace(plural, '')))
    expect(bases.size).toBeGreaterThan(0)
    const forms = new Intl.PluralRules(lang).resolvedOptions().pluralCategories
    expect([...bases].flatMap((base) => forms.filter((form) => !words.has(`${base}_${form}`)).map((form) => `${base}_${form}`))).toEqual([])
  })
})
