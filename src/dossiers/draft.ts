import { and, eq, isNull, lt, or, sql } from '../../db/drizzle.ts'
import { drafts, resumes } from '../../db/schema.ts'
import { keptSince, retentionRule } from '../content/keep.ts'
import type { Kept } from '../conversation/visit.ts'
import { forgetPassed } from '../handoff/passed.ts'
import { forgetLetters, forgetLettersOfNobody } from '../outbox/outbox.ts'
import { derive, fingerprint, newToken, open, seal } from '../vault/vault.ts'
import { channelOf, type Channel } from '../web/channel.ts'
import type { App, Ctx } from '../web/context.ts'
import { dropCookie, putCookie, takeCookie } from '../web/cookies.ts'

/**
 * A request not sent yet. Only its ciphertext is here: the key is in the visitor's cookie, so nobody else can read it,
 * not even with the database and the master key. It lasts a day after the last answer, or as long as the person asked.
 * A kiosk opens it for an hour after the last answer, whatever was asked: who walked away may have forgotten to say so.
 */
const cookie = 'approdo_richiesta'
const purpose = 'draft'
/** The rules of retention.yaml for who says nothing more. */
const idle: Record<Channel, string> = { home: 'bozza_non_salvata', kiosk: 'bozza_non_salvata_totem' }

type Quick = App['quick']

export type Draft = { token: string; kept: Kept }

/** What was opened while answering one request of the browser: opening it again would cost as much. */
const opened = new WeakMap<Ctx, Draft | undefined>()

/** The draft of this visitor. A cookie that opens nothing counts as none. */
export function loadDraft(app: App, c: Ctx): Draft | undefined {
  if (!opened.has(c)) opened.set(c, readDraft(app, c))
  return opened.get(c)
}

function readDraft(app: App, c: Ctx): Draft | undefined {
  const token = takeCookie(app, c, cookie)
  if (!token || token.length > 64) return undefined
  const row = statements(app).load.get({ id: fingerprint(token) })
  if (!row || !isKept(app, row) || (channelOf(app, c) === 'kiosk' && isOld(app, row.updatedAt, 'kiosk'))) return undefined
  return { token, kept: open<Kept>(keyOf(token), purpose, row.sealed) }
}

export function beginDraft(app: App, c: Ctx, kept: Kept): void {
  const token = newToken()
  putCookie(app, c, cookie, token)
  opened.set(c, { token, kept })
  saveDraft(app, token, kept)
}

const isKept = (app: App, { updatedAt, keptUntil }: typeof drafts.$inferSelect) => (keptUntil ? keptUntil > app.now().toISOString() : !isOld(app, updatedAt))

/** Takes up a draft in this browser: its token came from its code and number, or from the screen that passed it on. */
export function takeUpDraft(app: App, c: Ctx, token: string): void {
  opened.delete(c)
  putCookie(app, c, cookie, token)
  for (const side of ['offered', 'taken'] as const) forgetPassed(app, c, side)
  app.quick.update(drafts).set({ updatedAt: app.now().toISOString() }).where(eq(drafts.id, fingerprint(token))).run()
}

export function saveDraft(app: App, token: string, kept: Kept): void {
  statements(app).save.run({ id: fingerprint(token), sealed: seal(keyOf(token), purpose, kept), updatedAt: app.now().toISOString() })
}

/** The cookie alone: also after sending, when only the receipt is left. */
export const draftToken = (app: App, c: Ctx): string | undefined => takeCookie(app, c, cookie)

/** Destroys the draft, also where somebody asked to keep it. */
export function forgetDraft(app: App, c: Ctx): void {
  const token = takeCookie(app, c, cookie)
  if (token) {
    app.quick.delete(drafts).where(eq(drafts.id, fingerprint(token))).run()
    app.quick.delete(resumes).where(eq(resumes.draft, fingerprint(token))).run()
    forgetLetters(app.quick, fingerprint(token))
  }
  dropDraft(app, c)
}

/** Destroys the draft, unless somebody asked to keep it: then this browser alone forgets it. */
export function leaveDraft(app: App, c: Ctx): void {
  const token = takeCookie(app, c, cookie)
  if (token) app.quick.delete(drafts).where(and(eq(drafts.id, fingerprint(token)), isNull(drafts.keptUntil))).run()
  dropDraft(app, c)
}

/** Forgets the draft in this browser alone: its key is gone from here. */
export function dropDraft(app: App, c: Ctx): void {
  opened.delete(c)
  dropCookie(app, c, cookie)
}

/** Chore: drafts that nobody touched for as long as one lasts, and those kept as long as was asked, with the letters about them. @returns how many drafts */
export function purgeDrafts(app: App): number {
  const now = app.now().toISOString()
  app.quick.delete(resumes).where(lt(resumes.expiresAt, now)).run()
  const { changes } = app.quick.delete(drafts).where(or(and(isNull(drafts.keptUntil), lt(drafts.updatedAt, idleSince(app))), lt(drafts.keptUntil, now))).run()
  forgetLettersOfNobody(app.quick)
  return changes
}

/** Was it touched, or sent, longer ago than a draft lasts? */
export const isOld = (app: App, at: string, channel: Channel = 'home'): boolean => at < idleSince(app, channel)

const idleSince = (app: App, channel: Channel = 'home') => keptSince(retentionRule(app.content, idle[channel]), app.now())

type Statements = ReturnType<typeof prepare>
const prepared = new WeakMap<Quick, Statements>()

/** Every answer comes through here, more than once: these two are prepared. */
function statements({ quick }: App): Statements {
  const ready = prepared.get(quick) ?? prepare(quick)
  prepared.set(quick, ready)
  return ready
}

function prepare(quick: Quick) {
  const [id, sealed, updatedAt] = [sql.placeholder('id'), sql.placeholder('sealed'), sql.placeholder('updatedAt')]
  return {
    load: quick.select().from(drafts).where(eq(drafts.id, id)).prepare(),
    save: quick.insert(drafts).values({ id, sealed, updatedAt }).onConflictDoUpdate({ target: drafts.id, set: { sealed: sql`excluded.sealed`, updatedAt: sql`excluded.updated_at` } }).prepare(),
  }
}

const keyOf = (token: string) => derive(Buffer.from(token, 'base64url'), purpose)
