import { and, eq, isNull, lt, or, sql } from '../../db/drizzle.ts'
import { drafts, resumes } from '../../db/schema.ts'
import type { Kept } from '../conversation/visit.ts'
import { derive, fingerprint, newToken, open, seal } from '../vault/vault.ts'
import type { App, Ctx } from '../web/context.ts'
import { dropCookie, putCookie, takeCookie } from '../web/cookies.ts'

/**
 * A request not sent yet. Only its ciphertext is here: the key is in the visitor's cookie, so nobody else can read it,
 * not even with the database and the master key. It lasts a day after the last answer, or as long as the person asked.
 */
const cookie = 'approdo_richiesta'
const purpose = 'draft'
const idleHours = 24

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
  return row && isKept(app, row) ? { token, kept: open<Kept>(keyOf(token), purpose, row.sealed) } : undefined
}

export function beginDraft(app: App, c: Ctx, kept: Kept): void {
  const token = newToken()
  putCookie(app, c, cookie, token)
  opened.set(c, { token, kept })
  saveDraft(app, token, kept)
}

const isKept = (app: App, { updatedAt, keptUntil }: typeof drafts.$inferSelect) => (keptUntil ? keptUntil > app.now().toISOString() : !isOld(app, updatedAt))

/** Takes up a draft again in this browser: its token came from its code and number. */
export function takeUpDraft(app: App, c: Ctx, token: string): void {
  opened.delete(c)
  putCookie(app, c, cookie, token)
}

export function saveDraft(app: App, token: string, kept: Kept): void {
  statements(app).save.run({ id: fingerprint(token), sealed: seal(keyOf(token), purpose, kept), updatedAt: app.now().toISOString() })
}

/** The cookie alone: also after sending, when only the receipt is left. */
export const draftToken = (app: App, c: Ctx): string | undefined => takeCookie(app, c, cookie)

export function forgetDraft(app: App, c: Ctx): void {
  const token = takeCookie(app, c, cookie)
  if (token) {
    app.quick.delete(drafts).where(eq(drafts.id, fingerprint(token))).run()
    app.quick.delete(resumes).where(eq(resumes.draft, fingerprint(token))).run()
  }
  opened.delete(c)
  dropCookie(app, c, cookie)
}

/** Chore: drafts that nobody touched for a day, and those kept as long as was asked. */
export function purgeDrafts(app: App): number {
  const now = app.now().toISOString()
  app.quick.delete(resumes).where(lt(resumes.expiresAt, now)).run()
  return app.quick.delete(drafts).where(or(and(isNull(drafts.keptUntil), lt(drafts.updatedAt, dayAgo(app))), lt(drafts.keptUntil, now))).run().changes
}

/** Was it touched, or sent, longer ago than a draft lasts? */
export const isOld = (app: App, at: string): boolean => at < dayAgo(app)

const dayAgo = (app: App) => new Date(app.now().getTime() - idleHours * 3_600_000).toISOString()

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
