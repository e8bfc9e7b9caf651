import { argon2, randomBytes, randomInt } from 'node:crypto'
import { promisify } from 'node:util'
import { eq, sql } from '../../db/drizzle.ts'
import { drafts, resumes } from '../../db/schema.ts'
import { keptUntil, retentionRule } from '../content/keep.ts'
import { forgetLetters, putLetter, type Letter } from '../outbox/outbox.ts'
import { fingerprint, seal, spokenCode, tidyCode, tryOpen, type Key } from '../vault/vault.ts'
import type { Channel } from '../web/channel.ts'
import type { App } from '../web/context.ts'

/** What a person copies by hand to go on another day, and until when (ISO instant). */
export type Kept = { code: string; secret: string; until: string }
/** A new code took the place of an older one: did a reminder go with that? */
type Renewed = Kept & { unreminded: boolean }

/** The rule of retention.yaml: shorter where the draft was typed on a screen that many people use. */
const rules: Record<Channel, string> = { home: 'bozza_casa', kiosk: 'bozza_totem' }
const purpose = 'resume'
/** Who has the code but not the number may guess so often, and no more. */
const mostWrong = 20
const cost = { parallelism: 1, tagLength: 32, memory: 19_456, passes: 2 }
const derive = promisify(argon2)

/**
 * Keeps a draft for as long as retention.yaml says for the channel: its token, sealed with a code and a number that only the person has.
 * A new code takes the place of an older one, and the reminder of that goes: it names another day. @param token of the draft @param channel where it is asked
 */
export async function keepDraft(app: App, token: string, channel: Channel): Promise<Renewed> {
  const code = spokenCode(randomBytes(24))
  const secret = String(randomInt(1_000_000)).padStart(6, '0')
  const until = keptUntil(retentionRule(app.content, rules[channel]), app.now())
  const sealed = seal(await keyOf(code, secret), purpose, token)
  const draft = fingerprint(token)
  const unreminded = app.db.transaction((tx) => {
    tx.delete(resumes).where(eq(resumes.draft, draft)).run()
    tx.insert(resumes).values({ code: fingerprint(tidyCode(code)), draft, sealed, expiresAt: until }).run()
    tx.update(drafts).set({ keptUntil: until }).where(eq(drafts.id, draft)).run()
    return forgetLetters(tx, draft) > 0
  }, { behavior: 'immediate' })
  return { code, secret, until, unreminded }
}

/** What `keepDraft` gave, said again by the page that shows it, with the token; undefined where a word of it is not so any more. */
export async function keptAs(app: App, code: string, secret: string): Promise<Kept & { token: string } | undefined> {
  const token = await tokenOf(app, code, secret)
  const row = token && app.db.select().from(resumes).where(eq(resumes.draft, fingerprint(token))).get()
  return row ? { token, code, secret, until: row.expiresAt } : undefined
}

/** Puts the reminder of a kept draft in the outbox (`dueAt`: ISO instant), instead of an earlier one; without one there is none. */
export function remind(app: App, token: string, asked?: { dueAt: string; letter: Letter }): void {
  const draft = fingerprint(token)
  app.db.transaction((tx) => {
    forgetLetters(tx, draft)
    const kept = tx.select().from(resumes).where(eq(resumes.draft, draft)).get()
    if (kept && asked) putLetter(app, tx, { kind: 'promemoria_bozza', draft, dueAt: asked.dueAt }, asked.letter)
  }, { behavior: 'immediate' })
}

/** The token of a kept draft; undefined for a wrong, unknown or expired code alike, after the same work. */
export async function tokenOf(app: App, code: string, secret: string): Promise<string | undefined> {
  const key = await keyOf(code, secret)
  const id = fingerprint(tidyCode(code))
  const row = app.db.select().from(resumes).where(eq(resumes.code, id)).get()
  const usable = row && row.wrongTries < mostWrong && row.expiresAt > app.now().toISOString()
  const token = tryOpen<string>(key, purpose, usable ? row.sealed.toString('base64url') : undefined)
  if (row && !token) app.db.update(resumes).set({ wrongTries: sql`${resumes.wrongTries} + 1` }).where(eq(resumes.code, id)).run()
  return token
}

/** The code is the salt: it is never kept, only its fingerprint. */
const keyOf = (code: string, secret: string): Promise<Key> =>
  derive('argon2id', { ...cost, message: Buffer.from(secret.replace(/\D/g, '')), nonce: Buffer.from(tidyCode(code).padEnd(16, '-')) })
