import { and, eq, lt, ne } from '../../db/drizzle.ts'
import { handoffs } from '../../db/schema.ts'
import { derive, fingerprint, newToken, open, seal } from '../vault/vault.ts'
import type { App } from '../web/context.ts'

/**
 * Something passed from one screen to another: a draft (`bozza`), or the camera for a document (`foto`).
 * The token stands in the address of a QR and nowhere else: the table keeps its fingerprint, and what is passed is sealed
 * with a key made from it. To look at the address takes nothing, because messengers and mail programs look at every link.
 */
type HandoffKind = 'bozza' | 'foto'
type HandoffState = 'offerto' | 'preso' | 'tornato' | 'inviato'

const purpose = 'handoff'
/** An offer waits so long; once taken, there is as long again to finish, for a draft as long as a draft lasts. */
const handoffMinutes = 15
const draftMinutes = 24 * 60

/**
 * Offers something to the first screen that takes it.
 * @param payload any JSON value
 * @param draft fingerprint of the draft that goes away with it
 * @returns the token: 32 random bytes, base64url, for the address
 */
export function offer(app: App, kind: HandoffKind, payload: unknown, draft?: string): string {
  const token = newToken()
  app.quick.insert(handoffs).values({ tokenHash: fingerprint(token), kind, state: 'offerto', sealed: seal(keyOf(token), purpose, payload), draft, expiresAt: minutesFrom(app, handoffMinutes) }).run()
  return token
}

/**
 * Takes what is offered: the first who asks has it, in one transaction; nobody after.
 * @returns what was passed; 'used' if another screen has it; 'gone' if it never was or its time is over
 */
export function take<T>(app: App, token: string, kind: HandoffKind): T | 'used' | 'gone' {
  return app.quick.transaction((tx) => {
    const row = tx.select().from(handoffs).where(mine(token)).get()
    if (!row || row.kind !== kind || row.expiresAt <= app.now().toISOString()) return 'gone'
    if (row.state !== 'offerto') return 'used'
    tx.update(handoffs).set({ state: 'preso', expiresAt: minutesFrom(app, kind === 'bozza' ? draftMinutes : handoffMinutes) }).where(mine(token)).run()
    return open<T>(keyOf(token), purpose, row.sealed)
  }, { behavior: 'immediate' })
}

/** Says that the taker has finished. What nobody took stays as it is. */
export function settle(app: App, token: string, state: 'inviato'): void {
  app.quick.update(handoffs).set({ state }).where(and(mine(token), ne(handoffs.state, 'offerto'))).run()
}

/** What nobody took yet is not offered any more. */
export const withdraw = (app: App, token: string): void => void app.quick.delete(handoffs).where(and(mine(token), eq(handoffs.state, 'offerto'))).run()

/** Takes back what was offered, for the screen it came from: nobody takes it any more, and who took it has it no more. */
export function takeBack(app: App, token: string): void {
  withdraw(app, token)
  app.quick.update(handoffs).set({ state: 'tornato' }).where(and(mine(token), eq(handoffs.state, 'preso'))).run()
}

/** How far the passing of this draft is, and no other. @param draft its fingerprint */
export function stateOfDraft(app: App, token: string, draft: string): HandoffState | 'gone' {
  const row = app.quick.select({ draft: handoffs.draft }).from(handoffs).where(mine(token)).get()
  return row?.draft === draft ? stateOf(app, token) : 'gone'
}

/** Did a phone take this draft longer ago than a person waits beside a screen? */
export function isLeft(app: App, token: string): boolean {
  const row = app.quick.select().from(handoffs).where(mine(token)).get()
  return row?.state === 'preso' && row.expiresAt < minutesFrom(app, draftMinutes - handoffMinutes)
}

/** How far it is, for the screen that waits and for the one that has it; 'gone' when its time is over. */
export function stateOf(app: App, token: string): HandoffState | 'gone' {
  const row = app.quick.select({ state: handoffs.state, expiresAt: handoffs.expiresAt }).from(handoffs).where(mine(token)).get()
  return row && row.expiresAt > app.now().toISOString() ? (row.state as HandoffState) : 'gone'
}

/** Chore: hand-offs whose time is over. */
export const purgeHandoffs = (app: App): number => app.quick.delete(handoffs).where(lt(handoffs.expiresAt, app.now().toISOString())).run().changes

const mine = (token: string) => eq(handoffs.tokenHash, fingerprint(token))
const keyOf = (token: string) => derive(Buffer.from(token, 'base64url'), purpose)
const minutesFrom = (app: App, minutes: number) => new Date(app.now().getTime() + minutes * 60_000).toISOString()
