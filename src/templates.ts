import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Eta } from 'eta'
import i18next, { type i18n, type Resource } from 'i18next'
import { directionOf, inLanguage, type Language, type Text } from './engine/text.ts'
import { besideItalian, inItalian, plainInTags, written } from './marked.ts'

const root = join(import.meta.dirname, '..')

/** What every view finds in `it`, besides its own data. */
export type Voice = {
  lang: Language
  dir: 'ltr' | 'rtl'
  /** Interface words, by key of locales/<lang>/*.json. */
  t: (key: string, values?: Record<string, unknown>) => string
  /** Content words. */
  text: (text: Text) => string
  /** An ISO day or instant as people say it. */
  day: (iso: string) => string
  time: (iso: string) => string
  /** The public address of an asset, by its plain name. */
  asset: (name: string) => string
}
/** @param beside with the Italian beside the words of another language */
export type Templates = { voice(lang: Language, beside?: boolean): Voice; render(view: string, data: Record<string, unknown>): string }

/** Prepares views and words. Knows neither Hono nor the database: letters use it too. @param own assets of the ente, in place of ours */
export function createTemplates(own: Record<string, string> = {}): Templates {
  const words = loadWords()
  const assets = { ...readJson(join(root, 'public/assets/manifest.json')) as Record<string, string>, ...own }
  const eta = new Eta({ views: join(root, 'views'), cache: true, useWith: false, autoEscape: true, escapeFunction: written, plugins: [{ processTemplate: plainInTags }] })
  const voices = new Map<string, Voice>()
  const voice = (lang: Language, beside = false) => voices.get(`${lang}${beside}`) ?? remember(voices, `${lang}${beside}`, makeVoice(words, assets, lang, beside))
  return { voice, render: (view, data) => eta.render(`/${view}`, data) }
}

function makeVoice(words: i18n, assets: Record<string, string>, lang: Language, beside: boolean): Voice {
  /** Words without values are always the same: looked up once. */
  const plain = new Map<string, string>()
  const translate = lang === 'it' ? words.getFixedT('it') : abroad(words, lang, beside)
  const show = (options: Intl.DateTimeFormatOptions) => {
    // The digits of who lives in Italy, also in Arabic: those of the telephone and of the calendar on the wall.
    const format = new Intl.DateTimeFormat(`${lang}-u-nu-latn`, { timeZone: 'Europe/Rome', ...options })
    return (iso: string) => format.format(new Date(iso.length === 10 ? `${iso}T12:00:00Z` : iso))
  }
  return {
    lang,
    dir: directionOf(lang),
    t: (key, values) => (values ? translate(key, values) : (plain.get(key) ?? remember(plain, key, translate(key)))),
    text: (text) => (lang === 'it' ? text.it : ofTwo(inLanguage(text, lang), text.it, lang, text[lang] !== undefined, beside)),
    day: show({ day: 'numeric', month: 'long', year: 'numeric' }),
    time: show({ hour: '2-digit', minute: '2-digit' }),
    asset: (name) => `/assets/${assets[name] ?? name}`,
  }
}

/** Words of the interface in another language: what nobody has translated is in Italian, and marked so. */
function abroad(words: i18n, lang: Language, beside: boolean): Translate {
  const own = words.getFixedT(lang)
  const italian = words.getFixedT('it')
  return (key, values = {}) => ofTwo(own(key, values), italian(key, values), lang, words.exists(key, { ...values, lng: lang, fallbackLng: [] }), beside)
}

type Translate = (key: string, values?: Record<string, unknown>) => string

/** What is the same in both languages (a name, a number) is said once. */
function ofTwo(own: string, italian: string, lang: Language, translated: boolean, beside: boolean): string {
  if (!translated) return inItalian(italian)
  return beside && own !== italian ? besideItalian(own, italian, lang) : own
}

/** One top-level key per file: locales/it/site.json answers to "site.…". */
function loadWords(): i18n {
  const instance = i18next.createInstance()
  const languages = readdirSync(join(root, 'locales'))
  const resources: Resource = Object.fromEntries(languages.map((lang) => [lang, { translation: wordsOf(lang) }]))
  void instance.init({ resources, fallbackLng: 'it', initAsync: false, showSupportNotice: false, interpolation: { escapeValue: false } } as object)
  return instance
}

const wordsOf = (lang: string) => {
  const files = readdirSync(join(root, 'locales', lang)).filter((file) => file.endsWith('.json'))
  const words = Object.fromEntries(files.map((file) => [file.replace('.json', ''), readJson(join(root, 'locales', lang, file)) as Words]))
  for (const [name, more] of Object.values(words).flatMap(({ to_staff = {} }) => Object.entries(to_staff))) Object.assign((words.staff ??= {})[name] ??= {}, more)
  return words as Record<string, never>
}

/** What a room adds to the menu, the story and the log of the staff wing stands in its own file, under `to_staff`. */
type Words = Record<string, Record<string, object>>

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

function remember<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value)
  return value
}
