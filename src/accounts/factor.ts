import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import type { Secret, TOTP } from 'otpauth'
import { and, count, eq } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { recoveryCodes, sessions, staff } from '../../db/schema.ts'
import { appendAudit } from '../events/audit.ts'
import { derive, fingerprint, mac, open, seal, spokenCode, tidyCode } from '../vault/vault.ts'
import type { App, StaffMember } from '../web/context.ts'
import type { Browser } from './known.ts'
import { line } from './lines.ts'
import { countWrong, forgiveFrom, forgiveTries, isLocked } from './lockout.ts'
import { endOthers, markPassed, type Session } from './sessions.ts'
import type { Refused } from './signin.ts'

type Row = typeof staff.$inferSelect
type Otp = { Secret: typeof Secret; TOTP: typeof TOTP }

/** Loaded when somebody first needs it: a start should not wait for it. */
const otp = (): Otp => createRequire(import.meta.url)('otpauth') as Otp

const period = 30
const recoveryCount = 10
const factorKey = (app: App) => derive(app.config.masterKey, 'second factor')
const purposeOf = (id: number) => `second factor of ${id}`

/** A secret of 160 bits (RFC 4226, 4), in base 32. Made from the session: the page may be loaded again without changing what was already scanned. */
function newSecret(app: App, { secondFactor }: Row, key: string): string {
  const made = mac(derive(app.config.masterKey, 'new second factor'), `${key} ${secondFactor ? fingerprint(secondFactor) : ''}`)
  return new (otp().Secret)({ buffer: new Uint8Array(Buffer.from(made, 'hex').subarray(0, 20)).buffer }).base32
}

/** RFC 6238 as every app has it: SHA-1, six digits, thirty seconds. */
const codeOf = (secret: string, label: string) => new (otp().TOTP)({ issuer: 'Approdo', label, secret, algorithm: 'SHA1', digits: 6, period })

/** What an app needs to make codes, as words to copy and as an address for a QR code. */
export function offerSecret(app: App, session: Session): { secret: string; address: string } {
  const secret = newSecret(app, rowOf(app.db, session.member.id), session.key)
  return { secret, address: codeOf(secret, session.member.email).toString() }
}

/** The step that a code is of: now, or one before or after, and later than the last used, for a code is good once (RFC 6238, 5.2). */
function stepOf(app: App, secret: string, typed: string, last: number | null): number | undefined {
  const token = typed.replaceAll(/\s/g, '')
  const delta = /^\d{6}$/.test(token) ? codeOf(secret, '').validate({ token, timestamp: app.now().getTime(), window: 1 }) : null
  const step = delta === null ? -1 : Math.floor(app.now().getTime() / 1000 / period) + delta
  return step > (last ?? -1) ? step : undefined
}

/** Uses up a code of the app or a recovery code. @returns was it good? */
function useCode(app: App, tx: Db, { id, secondFactor, lastStep }: Row, typed: string): boolean {
  if (!secondFactor) return false
  const step = stepOf(app, open<string>(factorKey(app), purposeOf(id), secondFactor), typed, lastStep)
  if (step !== undefined) return tx.update(staff).set({ lastStep: step }).where(eq(staff.id, id)).run().changes === 1
  return tx.delete(recoveryCodes).where(and(eq(recoveryCodes.staff, id), eq(recoveryCodes.hash, hashOf(app, id, typed)))).run().changes === 1
}

const hashOf = (app: App, id: number, code: string) => mac(factorKey(app), `${id} ${tidyCode(code)}`)

/** A code, and the browser it was typed in. */
export type Shown = { typed: string; browser: Browser }

/** Does what needs a code, if the code is good; a wrong one counts like a wrong password. */
function withCode<T>(app: App, { id, role }: StaffMember, { typed, browser }: Shown, action: string, then: (tx: Db) => T): T | Refused {
  return app.db.transaction((tx): T | Refused => {
    const row = rowOf(tx, id)
    const closed = isLocked(app, row, browser)
    const good = !closed && useCode(app, tx, row, typed)
    appendAudit(tx, line(app, { id, role }, action, undefined, good ? 'ok' : 'refused'))
    if (!good) return closed || countWrong(app, tx, row, browser) ? 'closed' : 'wrong'
    forgiveFrom(app, tx, row, browser)
    return then(tx)
  }, { behavior: 'immediate' })
}

/** The second step at the door. */
export function passFactor(app: App, { member, key }: Session, shown: Shown): Refused | 'done' {
  const answer = withCode(app, member, shown, 'secondo_passo', () => 'done' as const)
  if (answer === 'done') markPassed(app, key)
  return answer
}

/**
 * Sets up the second factor, or moves it to another phone: then a code of the one in use is needed first. Other sessions end.
 * @returns ten recovery codes, to be shown once
 */
export function setUpFactor(app: App, session: Session, typed: string, old: Shown): string[] | Refused | 'wrong_new' {
  const { member, key } = session
  const row = rowOf(app.db, member.id)
  const secret = newSecret(app, row, key)
  const step = stepOf(app, secret, typed, null)
  if (step === undefined) return 'wrong_new'
  const keep = (tx: Db) => keepFactor(app, tx, member, secret, step)
  const answer = row.secondFactor ? withCode(app, member, old, 'secondo_passo_messo', keep) : app.db.transaction(keepFirst(app, member, keep), { behavior: 'immediate' })
  if (typeof answer === 'string') return answer
  markPassed(app, key)
  endOthers(app, session)
  return answer
}

/** Two pages at once: the second finds a factor, and may not take its place. */
const keepFirst = (app: App, member: StaffMember, keep: (tx: Db) => string[]) => (tx: Db): string[] | 'wrong' => {
  if (rowOf(tx, member.id).secondFactor) return 'wrong'
  appendAudit(tx, line(app, member, 'secondo_passo_messo'))
  forgiveTries(tx, member.id)
  return keep(tx)
}

function keepFactor(app: App, tx: Db, { id }: StaffMember, secret: string, lastStep: number): string[] {
  tx.update(staff).set({ secondFactor: seal(factorKey(app), purposeOf(id), secret), lastStep }).where(eq(staff.id, id)).run()
  return makeCodes(app, tx, id)
}

/** Ten new recovery codes in the place of those left, for who shows a code. */
export const renewCodes = (app: App, { member }: Session, shown: Shown): string[] | Refused =>
  withCode(app, member, shown, 'codici_nuovi', (tx) => makeCodes(app, tx, member.id))

function makeCodes(app: App, tx: Db, id: number): string[] {
  const codes = Array.from({ length: recoveryCount }, () => spokenCode(randomBytes(24)))
  tx.delete(recoveryCodes).where(eq(recoveryCodes.staff, id)).run()
  tx.insert(recoveryCodes).values(codes.map((code) => ({ hash: hashOf(app, id, code), staff: id }))).run()
  return codes
}

export const codesLeft = (app: App, { id }: StaffMember): number => app.db.select({ n: count() }).from(recoveryCodes).where(eq(recoveryCodes.staff, id)).get()?.n ?? 0

/** For who lost phone and codes: the administrator takes the second factor away, and all sessions end. The password stays. */
export function resetFactor(app: App, id: number, by: StaffMember): void {
  app.db.transaction((tx) => {
    tx.update(staff).set({ secondFactor: null, lastStep: null }).where(eq(staff.id, id)).run()
    tx.delete(recoveryCodes).where(eq(recoveryCodes.staff, id)).run()
    tx.delete(sessions).where(eq(sessions.staff, id)).run()
    appendAudit(tx, line(app, by, 'azzera_secondo_passo', id))
  }, { behavior: 'immediate' })
}

function rowOf(db: Db, id: number): Row {
  const row = db.select().from(staff).where(eq(staff.id, id)).get()
  if (!row) throw new Error(`no member of staff ${id}`)
  return row
}
