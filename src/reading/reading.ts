import { and, eq, inArray, ne, or, sql } from '../../db/drizzle.ts'
import { dossiers, traces } from '../../db/schema.ts'
import { scopeOf } from '../accounts/scope.ts'
import type { Dossier, OpenDossier } from '../dossiers/dossiers.ts'
import { record } from '../events/events.ts'
import type { App, StaffMember } from '../web/context.ts'

/** "Serve" says nothing: a reason has at least so many letters. */
export const shortestReason = 8
export const longestReason = 500

/**
 * Opens the special-category part of a dossier, or one file of it, for one page (GDPR art. 9; domain.md 2.6, 4.1). The log says who and when; the reason,
 * which may speak of health, is sealed in the story: what is hidden of the one is hidden of the other. Nothing of the dossier changes: a colleague's open page stays good.
 */
export function openReserved(app: App, { id, role }: StaffMember, { dossier, key }: OpenDossier, reason: string, action: 'dati_particolari' | 'file_delicato' = 'dati_particolari'): void {
  const at = app.now().toISOString()
  app.db.transaction((tx) => record(tx, key, {
    dossier: dossier.id, number: dossier.number, at, kind: 'aperta_parte_riservata', action, status: dossier.status, operator: id, role, detail: { reason },
  }), { behavior: 'immediate' })
}

/** Why two requests belong together, the surest first. */
const ties = ['started_from', 'transferred_from', 'transferred_to', 'joined_into', 'joined_here', 'fiscal_code', 'name_birth', 'phone'] as const
export type Tie = (typeof ties)[number]
export type Linked = { dossier: Dossier; tie: Tie }

const mostLinked = 20

/** Other requests that belong with this one, among those that the member may see: said by the requests themselves, or the same person's by the blind index. */
export function linkedTo(app: App, member: StaffMember, { dossier, filed }: OpenDossier): Linked[] {
  const traced = tracedTo(app, dossier)
  const ids = [...traced.keys(), dossier.transferredFrom, dossier.joinedInto].filter((id) => id !== null)
  const here = or(inArray(dossiers.id, ids), eq(dossiers.number, filed.from ?? ''), eq(dossiers.transferredFrom, dossier.id), eq(dossiers.joinedInto, dossier.id))
  const rows = app.db.select().from(dossiers).where(and(here, ne(dossiers.id, dossier.id), scopeOf(app.content, member))).limit(mostLinked).all()
  const told = rows.map((other) => ({ dossier: other, tie: tieOf(dossier, filed.from, other) ?? traced.get(other.id) ?? 'phone' }))
  return told.toSorted((a, b) => ties.indexOf(a.tie) - ties.indexOf(b.tie) || b.dossier.id - a.dossier.id)
}

function tieOf(dossier: Dossier, from: string | undefined, other: Dossier): Tie | undefined {
  if (other.number === from) return 'started_from'
  if (other.id === dossier.transferredFrom) return 'transferred_from'
  if (other.transferredFrom === dossier.id) return 'transferred_to'
  if (other.id === dossier.joinedInto) return 'joined_into'
  return other.joinedInto === dossier.id ? 'joined_here' : undefined
}

/** Requests with a trace in common, by id, with the surest of them. */
function tracedTo(app: App, { id }: Dossier): Map<number, Tie> {
  const kinds = ['fiscal_code', 'name_birth', 'phone'] as const
  const own = app.db.select({ kind: traces.kind, value: traces.value }).from(traces).where(and(eq(traces.dossier, id), inArray(traces.kind, [...kinds]))).all()
  const found = new Map<number, Tie>()
  for (const kind of kinds) {
    const values = own.filter((trace) => trace.kind === kind).map(({ value }) => value)
    const others = app.db.selectDistinct({ dossier: traces.dossier }).from(traces).where(and(eq(traces.kind, kind), inArray(traces.value, values), ne(traces.dossier, id))).orderBy(sql`1 desc`).limit(mostLinked).all()
    for (const other of others) if (!found.has(other.dossier)) found.set(other.dossier, kind)
  }
  return found
}
