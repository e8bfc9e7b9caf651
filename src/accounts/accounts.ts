import { and, asc, eq, ne } from '../../db/drizzle.ts'
import { invitations, sessions, staff } from '../../db/schema.ts'
import type { Db } from '../../db/open.ts'
import { appendAudit } from '../events/audit.ts'
import { fingerprint, newToken } from '../vault/vault.ts'
import type { App, StaffMember } from '../web/context.ts'
import { later, line } from './lines.ts'
import { forgiveTries } from './lockout.ts'
import { hashPassword } from './password.ts'

const invitationDays = 7

type Invited = { name: string; email: string; role: string; desk: string | null; ambito?: string | null; service?: string | null }

/** Makes a staff member who can only open the link. @returns the one-time token, shown once and kept as a hash */
export function invite(app: App, invited: Invited, by: StaffMember | null): string {
  return app.db.transaction((tx) => {
    const at = app.now().toISOString()
    const member = tx.insert(staff).values({ ...invited, createdAt: at }).returning().get()
    return newLink(app, tx, member.id, by)
  }, { behavior: 'immediate' })
}

/** A new link for who lost the first one, or the password. Older links die; the password stays until the new one is used. */
export function inviteAgain(app: App, id: number, by: StaffMember): string {
  return app.db.transaction((tx) => {
    tx.delete(invitations).where(eq(invitations.staff, id)).run()
    return newLink(app, tx, id, by)
  }, { behavior: 'immediate' })
}

function newLink(app: App, tx: Db, id: number, by: StaffMember | null): string {
  const token = newToken()
  tx.insert(invitations).values({ tokenHash: fingerprint(token), staff: id, expiresAt: later(app, invitationDays * 24 * 60) }).run()
  appendAudit(tx, line(app, by, 'invito', id))
  return token
}

/** At the first start there is nobody: the one-time link that creates the first administrator, else undefined. */
export function firstAdministrator(app: App): string | undefined {
  if (app.db.select().from(staff).where(ne(staff.email, '')).get()) return undefined
  app.db.delete(invitations).run()
  app.db.delete(staff).run()
  return invite(app, { name: '', email: '', role: 'amministratore_sistema', desk: null }, null)
}

/** Who a link invites; undefined when it was used, expired or never was. */
export function invitedBy(app: App, token: string): StaffMember | undefined {
  const row = app.db.select().from(invitations).innerJoin(staff, eq(staff.id, invitations.staff)).where(eq(invitations.tokenHash, fingerprint(token))).get()
  return row?.staff.active && row.invitations.expiresAt > app.now().toISOString() ? row.staff : undefined
}

/** Accepts a link: from now on there is a password, the link is dead and older sessions end. @throws on an e-mail already taken */
export async function accept(app: App, token: string, given: { name: string; email: string; password: string }): Promise<void> {
  const password = await hashPassword(given.password)
  const member = invitedBy(app, token)
  if (!member) return
  const named = member.email ? {} : { name: given.name, email: given.email }
  app.db.transaction((tx) => {
    tx.update(staff).set({ ...named, password }).where(eq(staff.id, member.id)).run()
    forgiveTries(tx, member.id)
    tx.delete(invitations).where(eq(invitations.staff, member.id)).run()
    tx.delete(sessions).where(eq(sessions.staff, member.id)).run()
    appendAudit(tx, line(app, member, 'invito_accettato'))
  }, { behavior: 'immediate' })
}

export const people = (app: App) => app.db.select().from(staff).where(ne(staff.email, '')).orderBy(asc(staff.name)).all()

export const isTaken = (app: App, email: string): boolean => app.db.select().from(staff).where(eq(staff.email, tidyEmail(email))).get() !== undefined

/** One of the people, by id. */
export const findPerson = (app: App, id: number) => app.db.select().from(staff).where(and(eq(staff.id, id), ne(staff.email, ''))).get()

export type Person = NonNullable<ReturnType<typeof findPerson>>

/** Gives a person another role, another place, other languages. Their sessions end: no open page goes on with what they could see before. */
export function givePost(app: App, id: number, post: Pick<Person, 'role' | 'desk' | 'ambito' | 'service' | 'languages'>, by: StaffMember): void {
  app.db.transaction((tx) => {
    tx.update(staff).set(post).where(eq(staff.id, id)).run()
    tx.delete(sessions).where(eq(sessions.staff, id)).run()
    appendAudit(tx, line(app, by, 'cambia_posto', id))
  }, { behavior: 'immediate' })
}

/** Switches a person on or off; off ends every session. */
export function setActive(app: App, id: number, active: boolean, by: StaffMember): void {
  app.db.transaction((tx) => {
    tx.update(staff).set({ active }).where(eq(staff.id, id)).run()
    if (!active) tx.delete(sessions).where(eq(sessions.staff, id)).run()
    appendAudit(tx, line(app, by, active ? 'riaccendi' : 'spegni', id))
  }, { behavior: 'immediate' })
}

export const tidyEmail = (email: string): string => email.trim().toLowerCase()
