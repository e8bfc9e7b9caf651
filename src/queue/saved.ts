import { and, asc, count, eq } from '../../db/drizzle.ts'
import { savedSearches } from '../../db/schema.ts'
import type { App, StaffMember } from '../web/context.ts'
import { pathOf, type Filters } from './filters.ts'

const mostSaved = 20
const longestName = 60

/** The searches that a member keeps for herself. */
export const savedOf = (app: App, { id }: StaffMember) =>
  app.db.select({ id: savedSearches.id, name: savedSearches.name, query: savedSearches.query }).from(savedSearches).where(eq(savedSearches.staff, id)).orderBy(asc(savedSearches.name)).all()

/** Keeps a search under a name: known values of filters only, never a number or a typed word. The same name again takes the place of the first. */
export function save(app: App, { id: owner }: StaffMember, typed: string, filters: Omit<Filters, 'numero'>): boolean {
  const name = typed.trim().replace(/\s+/g, ' ').slice(0, longestName)
  if (!name) return false
  return app.db.transaction((tx) => {
    const kept = tx.select({ n: count() }).from(savedSearches).where(eq(savedSearches.staff, owner)).get()?.n ?? 0
    if (kept >= mostSaved) return false
    const row = { staff: owner, name, query: pathOf(filters) }
    tx.insert(savedSearches).values(row).onConflictDoUpdate({ target: [savedSearches.staff, savedSearches.name], set: { query: row.query } }).run()
    return true
  }, { behavior: 'immediate' })
}

/** Forgets one of one's own. */
export const forget = (app: App, member: StaffMember, id: number): void =>
  void app.db.delete(savedSearches).where(and(eq(savedSearches.id, id), eq(savedSearches.staff, member.id))).run()
