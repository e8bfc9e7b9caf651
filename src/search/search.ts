import Database from 'better-sqlite3'
import type { Content } from '../content/content.ts'
import { fold, stemsOf, wordsOf } from './italian.ts'
import { createSpeller, lexiconOf } from './spelling.ts'

/** Something a citizen can read: a sheet, a card of a group, an information card or a page. */
export type Entry = { href: string; title: string; summary: string; body: string }

/** Longer questions are read so far. */
const longest = 500
/** Looking for the nearest known word costs: so many different words are read, and no more. */
const mostWords = 24

export type Search = (words: string, limit?: number) => Entry[]

/**
 * Full-text search over all that citizens may read, in a database of its own in memory, made anew by each process.
 * Forgives accents, endings (stems) and small misspellings (nearest known word). What is not for citizens is not in it.
 */
export function createSearch(content: Content): Search {
  let ready: Search | undefined
  // Made at the first search: a start should not wait for it.
  return (words, limit) => (ready ??= makeIndex(readableBy(content), content.stopWords))(words, limit)
}

function makeIndex(entries: Entry[], stopWords: string[]): Search {
  const silent = new Set(stopWords.map(fold))
  const db = new Database(':memory:')
  db.exec("CREATE VIRTUAL TABLE sheets USING fts5(title, summary, body, tokenize = 'unicode61 remove_diacritics 2')")
  const add = db.prepare('INSERT INTO sheets (rowid, title, summary, body) VALUES (?, ?, ?, ?)')
  db.transaction(() => entries.forEach((e, i) => add.run(i, index(e.title), index(e.summary), index(e.body))))()
  const find = db.prepare<[string, number], { rowid: number }>('SELECT rowid FROM sheets WHERE sheets MATCH ? ORDER BY bm25(sheets, 8, 4, 1) LIMIT ?')
  const mend = createSpeller(lexiconOf(entries.map((e) => wordsOf(`${e.title} ${e.summary} ${e.body}`))))
  return (words, limit = 12) => {
    const said = [...new Set(wordsOf(words.slice(0, longest)))].filter((word) => !silent.has(word)).slice(0, mostWords)
    const stems = stemsOf(mend(said).join(' '))
    if (stems.length === 0) return []
    const query = [...new Set(stems)].map((stem) => `"${stem}"*`).join(' OR ')
    return find.all(query, limit).flatMap(({ rowid }) => entries[rowid] ?? [])
  }
}

/** All that citizens may read. Names that would reveal a condition stay out (domain.md 1.2). */
function readableBy(content: Content): Entry[] {
  const sheets = [...content.opportunities.values()].filter((o) => o.visibility === 'C')
  const groups = [...content.groups.values()].filter((g) => g.code !== 'PUA')
  const families = [...content.families.values()].filter((f) => f.citizen_facing && !f.reveals_condition)
  return [
    ...families.map((f) => entry(`/aiuti/${f.slug}`, f, `${f.label} ${join(f)}`)),
    ...groups.map((g) => entry(`/aiuti/${g.slug}`, g, join(g))),
    ...sheets.map((o) => entry(`/servizi/${o.slug}`, o, join(o))),
    ...[...content.cards.values()].map((card) => entry(`/informazioni/${card.slug}`, card, card.paragraphs.map((p) => p.it).join(' '))),
  ]
}

type Sheet = { title: { it: string }; summary: { it: string } }
type Body = { for_whom?: { it: string }[] | undefined; what_you_get?: { it: string }[] | undefined; how?: { it: string }[] | undefined }

const entry = (href: string, sheet: Sheet, body: string): Entry => ({ href, title: sheet.title.it, summary: sheet.summary.it, body })
const join = (b: Body) => [...(b.for_whom ?? []), ...(b.what_you_get ?? []), ...(b.how ?? [])].map((text) => text.it).join(' ')
const index = (text: string) => `${fold(text)} ${stemsOf(text).join(' ')}`
