import { accept, firstAdministrator, invite, isTaken, people, tidyEmail } from '../accounts/accounts.ts'
import { newToken } from '../vault/vault.ts'
import type { App, StaffMember } from '../web/context.ts'
import type { Staff } from './schemas.ts'

export type NewOperator = { email: string; role: string; desk: string | null; password: string }
type Wanted = { nome: string; cognome: string; role: string; desk: string | null }

/**
 * Invites whom the demo needs, and accepts for them. Where nobody administers yet, the first of them does.
 * @returns those who are new, with a password that is written nowhere else
 */
export async function hire(app: App, staff: Staff): Promise<NewOperator[]> {
  const hired: NewOperator[] = []
  const first = firstAdministrator(app)
  if (first) hired.push(await join(app, staff, { ...staff.administrator, role: 'amministratore_sistema', desk: null }, first))
  for (const wanted of wantedBy(app, staff)) {
    const email = emailOf(staff, wanted)
    if (!isTaken(app, email)) hired.push(await join(app, staff, wanted, invite(app, { name: nameOf(wanted), email, role: wanted.role, desk: wanted.desk }, null)))
  }
  return hired
}

/** The invented operators of a desk. */
export function operatorsOf(app: App, staff: Staff): Map<string, StaffMember[]> {
  const emails = wantedBy(app, staff).map((wanted) => emailOf(staff, wanted))
  return Map.groupBy(people(app).filter(({ email, desk, active }) => active && desk && emails.includes(email)), ({ desk }) => desk ?? '')
}

async function join(app: App, staff: Staff, wanted: Wanted, token: string): Promise<NewOperator> {
  const email = emailOf(staff, wanted)
  const password = newToken().slice(0, 20)
  await accept(app, token, { name: nameOf(wanted), email, password })
  return { email, role: wanted.role, desk: wanted.desk, password }
}

/** The auditor, then one or two people for each desk. */
function wantedBy({ content }: App, { auditor, people: names, pairs, roles }: Staff): Wanted[] {
  const seats = content.territory.desks.flatMap(({ slug }) => (pairs.includes(slug) ? [slug, slug] : [slug]))
  const seated = seats.map((desk, i) => {
    const name = names[i]
    const role = roles[i % roles.length]
    if (!name || !role) throw new Error(`db/content/demo/staff.yaml: ${seats.length} seats, ${names.length} people`)
    return { ...name, role, desk }
  })
  return [{ ...auditor, role: 'dpo_auditor', desk: null }, ...seated]
}

const nameOf = ({ nome, cognome }: { nome: string; cognome: string }) => `${nome} ${cognome}`
const emailOf = ({ email_domain }: Staff, { nome, cognome }: Wanted) => tidyEmail(`${nome}.${cognome}@${email_domain}`)
