import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CORE_SCHEMA, load } from 'js-yaml'
import { contentRoot } from './root.ts'

/** Of a language: Italian words, and how words that mean them begin, parted by commas. */
export type Dictionary = Record<string, string>

/** Where they are in the content: what is learnt depends on them. */
export const dictionariesFolder = 'vocabulary/dictionaries'

/** The languages that have a dictionary. */
export const dictionaryLanguages = (root = contentRoot): string[] => readdirSync(join(root, dictionariesFolder)).map((file) => file.replace('.yaml', '')).sort()

/** The dictionary of a language, read when it is first spoken; undefined where there is none. The content check has looked at it. */
export function loadDictionary(lang: string, root = contentRoot): Dictionary | undefined {
  const file = join(root, dictionariesFolder, `${lang}.yaml`)
  return existsSync(file) ? (load(readFileSync(file, 'utf8'), { schema: CORE_SCHEMA }) as { words: Dictionary }).words : undefined
}
