import { desksOf } from '../accounts/scope.ts'
import { may, roles } from '../accounts/roles.ts'
import type { Content } from '../content/content.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import type { StaffMember } from '../web/context.ts'

/**
 * Could this member follow a dossier of this desk? Who sees the desk or its ambito (domain.md 2.6); who sees only what they follow
 * themselves may be given it, within their ambito. To give it to others would hide it from who must work on it.
 */
export function reaches(content: Content, member: StaffMember, desk: string): boolean {
  if (!may(member.role, 'dossiers')) return false
  const sees = roles[member.role]?.sees
  const seen = sees === 'desk' ? [member.desk] : sees === 'ambito' || sees === 'own' ? desksOf(content, member) : []
  return seen.includes(deskOrWelcome(content, desk)?.slug ?? desk)
}
