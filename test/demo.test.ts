import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asc } from '../db/drizzle.ts'
import { expect, test } from 'vitest'
import { audit, dossiers, staff } from '../db/schema.ts'
import { databaseName } from '../src/config.ts'
import { contentRoot } from '../src/content/root.ts'
import { openFiles } from '../src/content/yaml.ts'
import { liveYear } from '../src/demo/demo.ts'
import { needOf } from '../src/demo/plans.ts'
import * as schemas from '../src/demo/schemas.ts'
import { openDossier } from '../src/dossiers/dossiers.ts'
import { firstBreak } from '../src/events/audit.ts'
import type { App } from '../src/web/context.ts'
import { testApp } from './helpers/app.ts'

const n = 30
const year = openFiles(contentRoot).one('demo/year.yaml', () => schemas.year)
const { people } = openFiles(contentRoot).one('demo/people.yaml', () => schemas.people)
const lived = await testApp()
const told = await liveYear(lived.app, n)
const filed = filedIn(lived.app)

function filedIn(app: App) {
  return app.db.select().from(dossiers).orderBy(asc(dossiers.id)).all().map((dossier) => openDossier(app, dossier))
}

test('so many requests as asked, in the twelve months before today', () => {
  expect(told.requests).toBe(n)
  expect(filed.map(({ dossier }) => dossier.receivedAt).every((at) => at >= '2025-11-23' && at < '2026-11-23')).toBe(true)
})

test('the needs are shared as domain.md says, to the last request', () => {
  const counts = Object.groupBy(filed, ({ filed: { answers } }) => needOf(year, answers))
  expect(Object.fromEntries(Object.entries(counts).map(([need, all]) => [need, all?.length]))).toEqual({ casa: 11, lavoro: 8, stare_insieme: 4, famiglia: 3, non_so: 4 })
})

test('one in four is incomplete at arrival', () => {
  expect(filed.filter(({ filed: { gaps } }) => gaps.length > 0)).toHaveLength(8)
})

test('numbers have no gap and follow the time', () => {
  const serials = Map.groupBy(filed, ({ dossier }) => dossier.year)
  for (const [, inYear] of serials) expect(inYear.map(({ dossier }) => dossier.serial)).toEqual(inYear.map((_, i) => i + 1))
  expect(filed.map(({ dossier }) => dossier.receivedAt)).toEqual(filed.map(({ dossier }) => dossier.receivedAt).toSorted())
})

test('the audit chain holds, in order of time, and nothing happens after now', () => {
  expect(firstBreak(lived.app.db)).toBeUndefined()
  const lines = lived.app.db.select().from(audit).orderBy(asc(audit.id)).all().map(({ at }) => at)
  expect(lines).toEqual(lines.toSorted())
  expect(lines.at(-1)! <= lived.app.now().toISOString()).toBe(true)
})

test('every status comes from a decision of an operator of that desk', () => {
  const desks = new Map(lived.app.db.select().from(staff).all().map(({ id, desk }) => [id, desk]))
  const moved = filed.filter(({ dossier }) => dossier.status !== 'protocollata')
  expect(moved.length).toBeGreaterThan(n / 2)
  for (const { dossier, story } of moved) {
    expect(story.at(-1)?.status).toBe(dossier.status)
    expect(story.slice(1).map(({ operator }) => desks.get(operator ?? 0))).toEqual(story.slice(1).map(() => dossier.desk))
  }
})

test('every desk has an operator, and there is one auditor and one administrator, each with a password of their own', () => {
  const desks = new Set(told.hired.map(({ desk }) => desk))
  expect(lived.app.content.territory.desks.filter(({ slug }) => !desks.has(slug))).toEqual([])
  expect(told.hired.filter(({ desk }) => !desk).map(({ role }) => role)).toEqual(['amministratore_sistema', 'dpo_auditor'])
  expect(new Set(told.hired.map(({ password }) => password)).size).toBe(told.hired.length)
})

test('the file shows no name, phone, birth date or word of anybody, and no password', () => {
  const bytes = ['', '-wal'].map((end) => readFileSync(join(lived.app.config.dataDir, databaseName + end), 'latin1')).join('')
  const typed = people.flatMap(({ answers }) => ['persona', 'telefono', 'persona_data_nascita', 'persona_riferimento', 'bisogno_parole_tue', 'email'].flatMap((id) => wordsOf(answers[id])))
  const secrets = [...typed, ...year.names.family, ...Object.values(year.words).flat(), 'XXXXXX00X00X000X', ...told.hired.map(({ password }) => password)]
  expect(secrets.filter((secret) => secret.length > 4 && bytes.includes(Buffer.from(secret).toString('latin1')))).toEqual([])
})

test('the same day gives the same year', async () => {
  const other = await testApp({ own: true })
  await liveYear(other.app, n)
  const answers = (all: ReturnType<typeof filedIn>) => all.map(({ dossier, filed: { answers: said } }) => [dossier.receivedAt, dossier.status, said])
  expect(answers(filedIn(other.app))).toEqual(answers(filed))
})

test('the personas of domain.md are all there', () => {
  const has = (id: string, ...values: string[]) => people.filter(({ answers }) => values.some((value) => answers[id] === value)).length
  expect(people).toHaveLength(24)
  expect(has('titolo', 'amministratore_sostegno')).toBeGreaterThanOrEqual(2)
  expect(has('titolo', 'delegato')).toBe(1)
  expect(has('titolo', 'genitore_minore')).toBe(1)
  expect(has('natura_atto', 'segnalazione')).toBe(3)
  expect(has('o_comune', 'senza_dimora')).toBe(2)
  expect(people.filter(({ decisions }) => decisions?.includes('integra'))).toHaveLength(3)
})

function wordsOf(answer: (typeof people)[number]['answers'][string] | undefined): string[] {
  if (answer === undefined) return []
  return typeof answer === 'string' ? [answer] : Object.values(answer)
}
