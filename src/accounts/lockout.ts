import { eq } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { staff } from '../../db/schema.ts'
import { appendAudit } from '../events/audit.ts'
import { fingerprint } from '../vault/vault.ts'
import type { App } from '../web/context.ts'
import { countKnown, noteOf, type Browser } from './known.ts'
import { later, line } from './lines.ts'

/**
 * Ten wrong passwords or codes in a row close an account for a quarter of an hour: six digits are not guessed in a lifetime. It closes
 * for browsers that the member never used; those they signed in from have a few tries of their own (known.ts).
 */
export const mostTries = 10
export const lockMinutes = 15

type Row = typeof staff.$inferSelect

export const isLocked = (app: App, row: Row, browser: Browser): boolean => (row.lockedUntil ?? '') > app.now().toISOString() && !noteOf(app, browser, row)

/** Counts a wrong password or code, in the transaction that found it wrong. @returns is the account closed now? */
export function countWrong(app: App, tx: Db, row: Row, browser: Browser): boolean {
  const note = noteOf(app, browser, row)
  if (!note) return countUnknown(app, tx, row)
  if (countKnown(app, note)) appendAudit(tx, line(app, row, 'browser_dimenticato', row.id, 'refused'))
  return false
}

/** All browsers that are not known count together. */
function countUnknown(app: App, tx: Db, { id, role }: Row): boolean {
  const tries = (tx.select({ n: staff.wrongTries }).from(staff).where(eq(staff.id, id)).get()?.n ?? 0) + 1
  const closed = tries >= mostTries
  tx.update(staff).set(closed ? { wrongTries: 0, lockedUntil: later(app, lockMinutes) } : { wrongTries: tries }).where(eq(staff.id, id)).run()
  if (closed) appendAudit(tx, line(app, { id, role }, 'blocco', id, 'refused'))
  return closed
}

/** Password and code were both right: what went wrong before counts no more. A known browser forgives nothing to strangers. */
export const forgiveFrom = (app: App, tx: Db, row: Row, browser: Browser): void => void (noteOf(app, browser, row) ?? forgiveTries(tx, row.id))

/** A new link forgives all. */
export const forgiveTries = (tx: Db, id: number): void => void tx.update(staff).set({ wrongTries: 0, lockedUntil: null }).where(eq(staff.id, id)).run()

type Tries = { tries: number; until: string }
const strangers = new WeakMap<App['db'], Map<string, Tries>>()
const mostStrangers = 10_000

/** An e-mail that nobody here has closes too, or the closing would tell who works here. In memory, the oldest forgotten first. */
export function countStranger(app: App, email: string): boolean {
  const kept = strangers.get(app.db) ?? new Map<string, Tries>()
  strangers.set(app.db, kept)
  const key = fingerprint(email)
  const { tries, until } = kept.get(key) ?? { tries: 0, until: '' }
  if (until > app.now().toISOString()) return true
  const closed = tries + 1 >= mostTries
  kept.delete(key)
  kept.set(key, closed ? { tries: 0, until: later(app, lockMinutes) } : { tries: tries + 1, until: '' })
  if (kept.size > mostStrangers) kept.delete(kept.keys().next().value ?? key)
  return closed
}
