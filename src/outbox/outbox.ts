import { and, asc, eq, exists, gt, inArray, isNotNull, isNull, lte, notInArray, or, sql } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { drafts, letters } from '../../db/schema.ts'
import { derive, open, seal } from '../vault/vault.ts'
import type { App } from '../web/context.ts'

/** What goes out: a notice, never the matter. Its subject names no person and no need. */
export type Letter = { to: string; subject: string; text: string }
/** Why, about what, and when (ISO instant). `draft`: fingerprint of the draft it reminds of; it goes with it. */
export type Posting = { kind: string; dueAt: string; draft?: string; dossier?: number }
/** A letter that this process is about to send. `tries` counts this one. */
export type Claimed = { id: number; tries: number; sealed: Buffer }

const purpose = 'letter'
/** The reminder of what was asked for: whoever answers, withdraws or decides takes it back. */
export const itemsReminder = 'promemoria_integrazione'
const minute = 60_000
/** Longer than the mail server may take to answer. */
const claimMinutes = 15
/** After a failure: 15 minutes, 1 hour, 4, 16, 64 hours; then it is given up. */
const firstWait = 15
export const mostTries = 6
const nothing = Buffer.alloc(0)

/** Puts a letter in, inside the caller's transaction: the letter is there if and only if what it tells of is. */
export function putLetter(app: App, tx: Db, posting: Posting, letter: Letter): void {
  tx.insert(letters).values({ ...posting, state: 'da_inviare', sealed: seal(keyOf(app), purpose, letter) }).run()
}

/**
 * Takes the next letter that is due, so that no other run takes it too. `dueAt` becomes the moment from which it may be taken again:
 * a process that died while sending leaves it claimed. It may then go out twice: nobody can know whether the server had taken it,
 * and a reminder twice harms less than none.
 */
export function claimLetter(app: App): Claimed | undefined {
  const { db } = app
  const at = app.now().toISOString()
  const next = db.select({ id: letters.id }).from(letters)
    .where(and(inArray(letters.state, ['da_inviare', 'in_invio']), lte(letters.dueAt, at), or(isNull(letters.draft), exists(draftOf(db, at)))))
    .orderBy(asc(letters.dueAt), asc(letters.id)).limit(1)
  return db.update(letters).set({ state: 'in_invio', tries: sql`${letters.tries} + 1`, dueAt: after(at, claimMinutes) }).where(eq(letters.id, next))
    .returning({ id: letters.id, tries: letters.tries, sealed: letters.sealed }).get()
}

/** The draft of a letter, while it is still kept: the clock may have stood still for days. */
const draftOf = (db: Db, at: string) => db.select({ id: drafts.id }).from(drafts).where(and(eq(drafts.id, letters.draft), gt(drafts.keptUntil, at)))

/** @throws if the master key is another */
export const openLetter = (app: App, { sealed }: Claimed): Letter => open<Letter>(keyOf(app), purpose, sealed)

/** It went out: that it did and when is kept, to whom and the words are not. */
export function markSent(app: App, { id }: Claimed): void {
  app.db.update(letters).set({ state: 'inviata', sentAt: app.now().toISOString(), sealed: nothing }).where(eq(letters.id, id)).run()
}

/** It did not: later again, each time four times as late; after the last try it is given up and emptied. */
export function markFailed(app: App, { id, tries }: Claimed): void {
  const later = { state: 'da_inviare', dueAt: after(app.now().toISOString(), firstWait * 4 ** (tries - 1)) }
  app.db.update(letters).set(tries < mostTries ? later : { state: 'fallita', sealed: nothing }).where(eq(letters.id, id)).run()
}

/** Throws away the letters about a draft, sent or not. @returns how many had still to go */
export function forgetLetters(db: Db, draft: string): number {
  const gone = db.delete(letters).where(eq(letters.draft, draft)).returning({ state: letters.state }).all()
  return gone.filter(({ state }) => state === 'da_inviare').length
}

/** Throws away the letters of a kind about a dossier that have still to go: what they would say is not so any more. */
export function forgetLettersAbout(db: Db, dossier: number, kind: string): void {
  db.delete(letters).where(and(eq(letters.dossier, dossier), eq(letters.kind, kind), eq(letters.state, 'da_inviare'))).run()
}

/** Sends what has still to go about a dossier to another address, or, without one, nowhere. */
export function readdressLetters(app: App, db: Db, dossier: number, to: string | undefined): void {
  const waiting = db.select().from(letters).where(and(eq(letters.dossier, dossier), inArray(letters.state, ['da_inviare', 'in_invio']))).all()
  for (const letter of waiting) {
    const one = eq(letters.id, letter.id)
    if (to) db.update(letters).set({ sealed: seal(keyOf(app), purpose, { ...openLetter(app, letter), to }) }).where(one).run()
    else db.delete(letters).where(one).run()
  }
}

/** Throws away the letters about drafts that are no more. */
export function forgetLettersOfNobody(db: Db): void {
  db.delete(letters).where(and(isNotNull(letters.draft), notInArray(letters.draft, db.select({ id: drafts.id }).from(drafts)))).run()
}

const keyOf = ({ config }: App) => derive(config.masterKey, purpose)
const after = (at: string, minutes: number) => new Date(Date.parse(at) + minutes * minute).toISOString()
