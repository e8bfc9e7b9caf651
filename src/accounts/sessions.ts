import { and, desc, eq, inArray, lt, ne, or } from '../../db/drizzle.ts'
import { sessions, staff } from '../../db/schema.ts'
import { fingerprint, newToken } from '../vault/vault.ts'
import type { App, StaffMember } from '../web/context.ts'
import { later } from './lines.ts'

/** A session ends after half an hour of silence, and in any case after twelve hours. */
const idleMinutes = 30
const longestHours = 12

type Row = typeof staff.$inferSelect

/** Who a browser belongs to. Until `passed` the second factor is missing: to be shown, or, without `hasFactor`, to be set up. `key` names the session. */
export type Session = { member: StaffMember; passed: boolean; hasFactor: boolean; hasPassword: boolean; key: string }

/** Opens a session for who has shown who they are. @param label of the browser @returns its token */
export function openSession(app: App, member: Row, label: string): string {
  const token = newToken()
  const at = app.now().toISOString()
  app.quick.insert(sessions).values({ tokenHash: fingerprint(token), staff: member.id, createdAt: at, seenAt: at, verified: needsNothing(app, member), label }).run()
  return token
}

/** Is a password enough? Who has a second factor uses it; where it is asked of all, who has none sets it up. */
const needsNothing = (app: App, { secondFactor }: Row): boolean => !secondFactor && app.config.secondFactor === 'facoltativo'

/** The sessions of these keys with their members, those that have not ended. */
function livingSessions(app: App, keys: string[]) {
  const rows = app.quick.select().from(sessions).innerJoin(staff, eq(staff.id, sessions.staff)).where(inArray(sessions.tokenHash, keys)).all()
  const living = rows.filter((row) => row.staff.active && row.sessions.seenAt >= later(app, -idleMinutes) && row.sessions.createdAt >= later(app, -longestHours * 60))
  return living.map((row) => ({ ...row, passed: row.sessions.verified && (row.staff.secondFactor !== null || needsNothing(app, row.staff)) }))
}

/** Of these tokens, those with a session and all that is asked shown. Asking does not keep it alive: for what a page asks by itself. */
export function signedIn(app: App, tokens: string[]): Set<string> {
  const byKey = new Map(tokens.map((token) => [fingerprint(token), token]))
  return new Set(livingSessions(app, [...byKey.keys()]).filter(({ passed }) => passed).flatMap((row) => byKey.get(row.sessions.tokenHash) ?? []))
}

/** Who a session token belongs to, also before the second factor; a seen session lives on. */
export function sessionOf(app: App, token: string | undefined): Session | undefined {
  const key = token && fingerprint(token)
  const [found] = key ? livingSessions(app, [key]) : []
  if (!key || !found) return undefined
  app.quick.update(sessions).set({ seenAt: app.now().toISOString() }).where(eq(sessions.tokenHash, key)).run()
  const { id, name, email, role, desk, ambito, service, secondFactor, password } = found.staff
  return { member: { id, name, email, role, desk, ambito, service }, passed: found.passed, hasFactor: secondFactor !== null, hasPassword: password !== null, key }
}

/** Who a session token belongs to, with all that is asked of them shown. */
export function memberOf(app: App, token: string): StaffMember | undefined {
  const session = sessionOf(app, token)
  return session?.passed ? session.member : undefined
}

/** A new token for a session that has grown stronger: who planted or copied the weak one is left with nothing (OWASP, session fixation). @returns it */
export function renewSession(app: App, key: string): string {
  const token = newToken()
  app.quick.update(sessions).set({ tokenHash: fingerprint(token) }).where(eq(sessions.tokenHash, key)).run()
  return token
}

export const markPassed = (app: App, key: string): void => void app.quick.update(sessions).set({ verified: true }).where(eq(sessions.tokenHash, key)).run()

export const signOut = (app: App, token: string): void => void app.quick.delete(sessions).where(eq(sessions.tokenHash, fingerprint(token))).run()

export type OwnSession = { ref: string; label: string; since: string; seen: string; passed: boolean; here: boolean }

/** The living sessions of a member, the last seen first. `ref` names one on the page and opens nothing. */
export function sessionsOf(app: App, { member, key }: Session): OwnSession[] {
  const living = app.quick.select().from(sessions).where(eq(sessions.staff, member.id)).orderBy(desc(sessions.seenAt)).all()
    .filter(({ seenAt, createdAt }) => seenAt >= later(app, -idleMinutes) && createdAt >= later(app, -longestHours * 60))
  return living.map(({ tokenHash, label, createdAt, seenAt, verified }) => ({ ref: fingerprint(tokenHash), label, since: createdAt, seen: seenAt, passed: verified, here: tokenHash === key }))
}

/** Ends one session of the member's own. @returns was there one? */
export function endSession(app: App, { member }: Session, ref: string): boolean {
  const found = app.quick.select().from(sessions).where(eq(sessions.staff, member.id)).all().find(({ tokenHash }) => fingerprint(tokenHash) === ref)
  if (found) app.quick.delete(sessions).where(eq(sessions.tokenHash, found.tokenHash)).run()
  return found !== undefined
}

/** Ends every session of the member but this one. */
export const endOthers = (app: App, { member, key }: Session): number =>
  app.quick.delete(sessions).where(and(eq(sessions.staff, member.id), ne(sessions.tokenHash, key))).run().changes

/** Chore: sessions that ended. */
export const purgeSessions = (app: App): number =>
  app.quick.delete(sessions).where(or(lt(sessions.seenAt, later(app, -idleMinutes)), lt(sessions.createdAt, later(app, -longestHours * 60)))).run().changes
