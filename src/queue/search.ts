import { and, desc, eq, isNull, or, sql, type SQL } from '../../db/drizzle.ts'
import { dossiers, traces } from '../../db/schema.ts'
import { scopeOf } from '../accounts/scope.ts'
import { readNumber } from '../dossiers/number.ts'
import { tracesFor, type Trace } from '../dossiers/traces.ts'
import { appendAudit } from '../events/audit.ts'
import type { App, StaffMember } from '../web/context.ts'
import { dossiersOf, line, pageSize } from './queue.ts'
import type { Dossier } from '../dossiers/dossiers.ts'

/** What a search found: a dossier by its number, or those whose traces match, newest first; `more`: there were too many. */
export type Found = { number: string } | { rows: Dossier[]; more: boolean }

/** Looks for a number, a name, a codice fiscale, a phone or an e-mail, within the member's scope. The words are kept nowhere. */
export function search(app: App, member: StaffMember, typed: string): Found {
  const number = readNumber(typed)
  if (number && exists(app, member, number)) return { number }
  const sought = tracesFor(app, typed)
  const ids = 'allOf' in sought ? findAll(app, member, sought.allOf) : findAny(app, member, sought.oneOf)
  appendAudit(app.db, line(app, member))
  return { rows: dossiersOf(app, ids.slice(0, pageSize)), more: ids.length > pageSize }
}

const exists = (app: App, member: StaffMember, number: string): boolean =>
  app.db.select({ id: dossiers.id }).from(dossiers).where(and(eq(dossiers.number, number), scopeOf(app.content, member))).get() !== undefined

/** All the words of a name: the first is walked through its index from the newest, the others are looked up. */
function findAll(app: App, member: StaffMember, [first, ...others]: Trace[]): number[] {
  if (!first) return []
  const alsoHas = others.map(({ kind, value }) => sql`exists (select 1 from traces t where t.kind = ${kind} and t.value = ${value} and t.dossier = ${traces.dossier})`)
  return find(app, member, and(is(first), ...alsoHas))
}

const findAny = (app: App, member: StaffMember, sought: Trace[]): number[] => find(app, member, or(...sought.map((trace) => is(trace))))

const is = ({ kind, value }: Trace) => and(eq(traces.kind, kind), eq(traces.value, value))

function find(app: App, member: StaffMember, condition: SQL | undefined): number[] {
  const found = app.db.select({ id: traces.dossier }).from(traces).innerJoin(dossiers, eq(dossiers.id, traces.dossier))
    .where(and(condition, scopeOf(app.content, member), isNull(dossiers.erasedAt))).orderBy(desc(traces.dossier)).limit(pageSize + 1).all()
  return [...new Set(found.map(({ id }) => id))]
}
