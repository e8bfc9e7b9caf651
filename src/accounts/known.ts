import { eq } from '../../db/drizzle.ts'
import { staff } from '../../db/schema.ts'
import { derive, fingerprint, mac, newToken, same, seal, tryOpen } from '../vault/vault.ts'
import type { App, Ctx } from '../web/context.ts'
import { dropCookie, putCookie, takeCookie } from '../web/cookies.ts'
import { field, readForm } from '../web/form.ts'
import { sessionHere } from './guards.ts'
import { later } from './lines.ts'

/**
 * Browsers from which a member has signed in. What is tried from there is counted apart, so that a stranger who tries passwords keeps
 * out strangers only (OWASP, device cookies). It opens no door: it only says which count a try belongs to.
 */
const cookie = 'approdo_browser'
const day = 24 * 60
const knownDays = 90
/** A desk shares its computers: a browser knows so many people, who signed in last first. */
const mostMembers = 6
/** So many wrong passwords or codes in all, then the browser is like any other. They are never forgiven: who signs in gets a new note instead. */
export const mostKnownTries = 5

type Row = typeof staff.$inferSelect
type Note = { id: number; key: string; until: string; proof: string }
/** Whom the browser of this request knows. */
export type Browser = Note[]

const keyOf = (app: App) => derive(app.config.masterKey, cookie)

export const browserHere = (app: App, c: Ctx): Browser => tryOpen<Browser>(keyOf(app), cookie, takeCookie(app, c, cookie)) ?? []

/** A note is worth nothing after a new password or second factor, whoever gave them. */
const proofOf = (app: App, { id, password, secondFactor }: Row): string =>
  mac(keyOf(app), JSON.stringify([id, password, secondFactor && fingerprint(secondFactor)])).slice(0, 32)

/** Wrong tries by note. In memory: a note is dropped when it has no more, and a copy of it would have to wait for a restart. */
const wrong = new WeakMap<App['db'], Map<string, number>>()
const wrongOf = (app: App, { key }: Note): number => wrong.get(app.db)?.get(key) ?? 0
const isLive = (app: App, note: Note): boolean => note.until > app.now().toISOString() && wrongOf(app, note) < mostKnownTries

/** The note that this browser has of a member, if it still holds. */
export function noteOf(app: App, browser: Browser, row: Row): Note | undefined {
  const note = browser.find(({ id }) => id === row.id)
  return note && isLive(app, note) && same(note.proof, proofOf(app, row)) ? note : undefined
}

/** Counts a wrong try of a known browser. @returns was it the last? */
export function countKnown(app: App, note: Note): boolean {
  const tries = wrongOf(app, note) + 1
  const counts = wrong.get(app.db) ?? new Map<string, number>()
  wrong.set(app.db, counts.set(note.key, tries))
  return tries >= mostKnownTries
}

/** The browser knows from now on who has just shown all that is asked of them. */
export function rememberBrowser(app: App, c: Ctx, id: number): void {
  const row = app.db.select().from(staff).where(eq(staff.id, id)).get()
  if (!row) return
  const note = { id, key: newToken().slice(0, 22), until: later(app, knownDays * day), proof: proofOf(app, row) }
  putNotes(app, c, [note, ...browserHere(app, c).filter((other) => other.id !== id && isLive(app, other))].slice(0, mostMembers))
}

/** Takes out of the cookie the notes that have no tries left. */
export function dropSpent(app: App, c: Ctx): void {
  const notes = browserHere(app, c)
  const live = notes.filter((note) => isLive(app, note))
  if (live.length < notes.length) putNotes(app, c, live)
}

function putNotes(app: App, c: Ctx, notes: Browser): void {
  if (notes.length) putCookie(app, c, cookie, seal(keyOf(app), cookie, notes).toString('base64url'), knownDays)
  else dropCookie(app, c, cookie)
}

/** For the limit of tries a minute, at the door: the note of whom the form names. */
export const knownAtDoor = (app: App) => async (c: Ctx): Promise<string | undefined> => {
  const row = app.db.select().from(staff).where(eq(staff.email, field(await readForm(c), 'email').trim().toLowerCase().slice(0, 200))).get()
  return row && noteOf(app, browserHere(app, c), row)?.key
}

/** The same inside, where the session names them. */
export const knownInside = (app: App) => (c: Ctx): string | undefined => {
  const session = sessionHere(app, c)
  const row = session && app.db.select().from(staff).where(eq(staff.id, session.member.id)).get()
  return row && noteOf(app, browserHere(app, c), row)?.key
}
