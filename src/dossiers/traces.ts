import { createRequire } from 'node:module'
import type * as Phones from 'libphonenumber-js/min'
import { and, eq, inArray, isNull, like, ne, sql } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { dossiers, traces } from '../../db/schema.ts'
import type { Content } from '../content/content.ts'
import { quietCodes } from '../engine/kinds.ts'
import type { Answers } from '../engine/question.ts'
import { fold } from '../search/italian.ts'
import { neighboursOf } from '../territory/routing.ts'
import { derive, mac, type Key } from '../vault/vault.ts'
import type { App } from '../web/context.ts'
import type { Filed } from './file.ts'
import { marksOf } from './marks.ts'

/** The blind index: keyed fingerprints by which a dossier is found, and from which nothing can be read back (domain.md 4.1). */

export type Kind = 'fiscal_code' | 'phone' | 'email' | 'name' | 'name_birth'
export type Trace = { kind: Kind; value: string }
/** Two dossiers that share one of these may be of one person (domain.md 2.9, n. 8): a person decides. */
const strong: Kind[] = ['fiscal_code', 'phone', 'name_birth']
const doubled = 'doppia'

/** Keyed with a key of its own from the master key; half of the MAC (128 bits) is enough to tell apart. */
const traceOf = (masterKey: Key, kind: Kind, words: string): Trace => ({ kind, value: mac(derive(masterKey, 'traces'), `${kind} ${words}`).slice(0, 32) })

type Row = typeof dossiers.$inferSelect

/** What a dossier is found by, from its answers as they are now. */
export function tracesOf({ config, content }: App, answers: Answers, birth: string | undefined): Trace[] {
  const make = (kind: Kind, words: string | undefined) => (words ? [traceOf(config.masterKey, kind, words)] : [])
  const found = Object.entries(answers).flatMap(([id, answer]): Trace[] => {
    const kind = content.questions.get(id)?.kind
    if (kind === 'name') return nameWords(fullName(answer)).flatMap((word) => make('name', word))
    if (typeof answer !== 'string' || quietCodes.includes(answer)) return []
    if (kind === 'phone') return make('phone', tidyPhone(answer))
    if (kind === 'email') return make('email', answer.toLowerCase())
    return kind === 'fiscal_code' ? make('fiscal_code', tidyCode(answer)) : []
  })
  const name = nameWords(fullName(answers.persona)).toSorted().join(' ')
  return [...found, ...make('name_birth', name && birth && `${name} ${birth}`)]
}

/** What somebody typed to find a person: `oneOf` these traces is enough, or `allOf` them are needed. A row of digits may be a code or a phone. */
export function tracesFor({ config }: App, typed: string): { oneOf: Trace[] } | { allOf: Trace[] } {
  const make = (kind: Kind, words: string) => traceOf(config.masterKey, kind, words)
  const code = tidyCode(typed)
  if (/^\+?[\d\s().\-/]{6,}$/.test(typed.trim())) return { oneOf: [make('phone', tidyPhone(typed)), ...(code.length === 11 ? [make('fiscal_code', code)] : [])] }
  if (typed.includes('@')) return { oneOf: [make('email', typed.trim().toLowerCase())] }
  if (code.length === 16 && /\d/.test(code)) return { oneOf: [make('fiscal_code', code)] }
  return { allOf: [...new Set(nameWords(typed))].slice(0, 6).map((word) => make('name', word)) }
}

/**
 * Writes what a dossier is found and sorted by: traces, ambito, axes, flags. Call it in the transaction that files it, or changes its contacts.
 * @param contacts how to reach the person now; where left out, as it was filed
 */
export function leaveTraces(app: App, tx: Db, dossier: Pick<Row, 'id' | 'comune' | 'channel' | 'desk'>, filed: Filed, contacts?: Answers): void {
  const answers = contacts ? { ...withoutContacts(app.content, filed.answers), ...contacts } : filed.answers
  const left = tracesOf(app, answers, filed.birth)
  tx.delete(traces).where(eq(traces.dossier, dossier.id)).run()
  for (const trace of left) tx.insert(traces).values({ ...trace, dossier: dossier.id }).onConflictDoNothing().run()
  const marks = marksOf(app.content, filed, answers, dossier)
  tx.update(dossiers).set(marks).where(eq(dossiers.id, dossier.id)).run()
  markDoubles(app.content, tx, dossier, left)
}

/**
 * Marks a dossier and the open ones of its ambito that share a strong trace with it. The mark only asks to look: nothing is joined by itself.
 * Not those elsewhere: who typed somebody's codice fiscale at the counter would learn that they have asked for help in another town.
 */
function markDoubles(content: Content, tx: Db, { id, desk }: Pick<Row, 'id' | 'desk'>, left: Trace[]): void {
  const values = left.filter(({ kind }) => strong.includes(kind)).map(({ value }) => value)
  const others = values.length ? tx.selectDistinct({ id: traces.dossier }).from(traces).innerJoin(dossiers, eq(dossiers.id, traces.dossier))
    .where(and(inArray(traces.kind, strong), inArray(traces.value, values), ne(traces.dossier, id), inArray(dossiers.desk, neighboursOf(content, desk)), isNull(dossiers.closedAt), isNull(dossiers.erasedAt))).all() : []
  if (!others.length) return
  tx.update(dossiers).set({ flags: sql`${dossiers.flags} || ${`${doubled}|`}` })
    .where(and(inArray(dossiers.id, [id, ...others.map((one) => one.id)]), sql`not ${like(dossiers.flags, `%|${doubled}|%`)}`)).run()
}

const withoutContacts = ({ questions }: Content, answers: Answers): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([id]) => questions.get(id)?.processing !== 'contatto'))

const fullName = (answer: Answers[string] | undefined): string =>
  (answer && typeof answer === 'object' && !Array.isArray(answer) ? [answer.nome, answer.cognome].filter(Boolean).join(' ') : '')

/** "D'Amico" is found by "damico" and by "amico". */
const nameWords = (name: string): string[] => [...new Set(fold(name).split(/\s+/).flatMap((word) => {
  const parts = word.match(/\p{L}+/gu) ?? []
  return [parts.join(''), ...parts].filter((part) => part.length > 1)
}))]

const tidyCode = (words: string): string => words.toUpperCase().replace(/[^A-Z0-9]/g, '')

const load = createRequire(import.meta.url)

/** E.164 where it is a number, else its digits. Italian where no country is said. The tables are loaded at the first number. */
function tidyPhone(words: string): string {
  const { parsePhoneNumberFromString: parse } = load('libphonenumber-js/min') as typeof Phones
  return parse(words.trim().replace(/^00/, '+'), 'IT')?.number ?? words.replace(/\D/g, '')
}
