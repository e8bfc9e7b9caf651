import { eq, inArray, notInArray, or, sql, type SQL } from '../../db/drizzle.ts'
import { dossiers } from '../../db/schema.ts'
import type { Content } from '../content/content.ts'
import type { StaffMember } from '../web/context.ts'
import { roles, type Scope } from './roles.ts'

const nothing = sql`0`

/**
 * The dossiers that a member of staff may see (domain.md 2.6), as a condition for every query of them: of the desk, of the ambito,
 * their own, or those referred to their service. Another desk's dossier answers like one that does not exist.
 */
export function scopeOf(content: Content, member: StaffMember): SQL {
  const seen: Record<Scope, () => SQL> = { desk: () => atDesks(content, member.desk ? [member.desk] : []), ambito: () => atDesks(content, desksOf(content, member)), own: () => eq(dossiers.operator, member.id), service: () => (member.service ? eq(dossiers.service, member.service) : nothing), none: () => nothing }
  return seen[roles[member.role]?.sees ?? 'none']()
}

/** The desks of the member's ambito; without one, their own desk. */
export function desksOf({ territory }: Content, { ambito, desk }: StaffMember): string[] {
  const own = ambito ?? territory.desks.find(({ slug }) => slug === desk)?.ambito
  const of = territory.desks.filter((one) => own && one.ambito === own).map(({ slug }) => slug)
  return [...new Set([...of, ...(desk ? [desk] : [])])]
}

/** The requests of these desks; those of desks that the content no longer has are the welcome desk's. */
function atDesks({ territory }: Content, desks: string[]): SQL {
  if (!desks.length) return nothing
  const gone = notInArray(dossiers.desk, territory.desks.map(({ slug }) => slug))
  const here = inArray(dossiers.desk, desks)
  return (desks.includes(territory.catch_all_desk) ? or(here, gone) : here) ?? nothing
}
