import { and, desc, eq, inArray, sql } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { dossiers, referrals } from '../../db/schema.ts'
import { scopeOf } from '../accounts/scope.ts'
import { thePerson } from '../agenda/verb.ts'
import { putNotice } from '../dossiers/notice.ts'
import type { Content, Services } from '../content/content.ts'
import { closing, findById, openDossier, type Dossier } from '../dossiers/dossiers.ts'
import { afterPerson, afterStaff } from '../dossiers/turn.ts'
import { inLanguage, type Language } from '../engine/text.ts'
import { record } from '../events/events.ts'
import { fingerprint, open, seal, type Key } from '../vault/vault.ts'
import type { App, StaffMember } from '../web/context.ts'
import type { Consent, Withdrawal } from './consent.ts'
import type { Service } from './fields.ts'
import { linkDays, newLink, type Link } from './link.ts'

export type Referral = typeof referrals.$inferSelect
type Move = Services['moves'][number]
/** What is sealed of a referral: why, which questions the service sees, how the person agreed, that they agree no more, what the service answered, the way in of who has no account. */
export type Kept = { reason: string; fields: string[]; consent: Consent; withdrawn?: Withdrawal; answer?: string; link?: Link }
export type Offer = { service: Service; reason: string; fields: string[]; consent: Consent }
/** Who takes a step: of staff, the person, or (null) a service that has no account, by its link. */
export type By = { id: number | null; role: string } | null
export type Outcome = 'done' | 'changed'

const purpose = 'referral'
export const keptOf = (key: Key, { sealed }: Referral): Kept => open<Kept>(key, purpose, sealed)
export const sealKept = (key: Key, kept: Kept): Buffer => seal(key, purpose, kept)

/** @throws if services.yaml has no such step */
export function moveOf({ services }: Content, code: string): Move {
  const move = services.moves.find((one) => one.code === code)
  if (!move) throw new Error(`services.yaml: no move ${code}`)
  return move
}

/** All the referrals of a dossier, newest first. */
export const referralsOf = (app: App, dossier: number): Referral[] => app.db.select().from(referrals).where(eq(referrals.dossier, dossier)).orderBy(desc(referrals.id)).all()

/** Does the service still see it? Not what was refused, done or taken back, nor a request that meanwhile went elsewhere (domain.md 2.5). */
export function isLive({ services: { visible } }: Content, referral: Referral, dossier: Dossier): boolean {
  const seen = referral.state === 'offerto' ? visible.offerto : referral.state === 'accolto' ? visible.accolto : []
  return seen.includes(dossier.status) && dossier.service === referral.service && !dossier.erasedAt
}

/** What was referred to the member's service and is still its own, oldest first. */
export function referredTo(app: App, member: StaffMember): { referral: Referral; dossier: Dossier }[] {
  const own = and(scopeOf(app.content, member), eq(referrals.service, member.service ?? ''), inArray(referrals.state, ['offerto', 'accolto']))
  const rows = app.db.select({ referral: referrals, dossier: dossiers }).from(referrals).innerJoin(dossiers, eq(dossiers.id, referrals.dossier)).where(own).orderBy(desc(referrals.state), referrals.id).all()
  return rows.filter(({ referral, dossier }) => isLive(app.content, referral, dossier))
}

/**
 * Ends what is still open, inside the caller's transaction: the person withdrew, or the request is closed. Reopened, it is offered anew, with
 * the person's yes asked again; no old letter opens it (domain.md 4.1).
 */
export function endReferrals(tx: Db, dossier: number, at: string): void {
  tx.update(referrals).set({ state: 'ritirato', answeredAt: at }).where(and(eq(referrals.dossier, dossier), inArray(referrals.state, ['offerto', 'accolto']))).run()
}

/** Offers a dossier to a service, in one transaction that ends with its event. An older offer that is still open ends there. */
export function refer(app: App, by: StaffMember, dossier: Dossier, revision: number, { service, reason, fields, consent }: Offer): Outcome {
  const move = moveOf(app.content, 'affida')
  return app.db.transaction((tx): Outcome => {
    const at = app.now().toISOString()
    const key = moveDossier(app, tx, dossier, revision, move, { by, reason, more: { service: service.slug, ...afterStaff(app.content, dossier, reached(move, dossier), at) } })
    if (!key) return 'changed'
    endReferrals(tx, dossier.id, at)
    const link = service.account ? undefined : newLink()
    const sealed = sealKept(key, { reason, fields, consent, ...(link ? { link } : {}) })
    tx.insert(referrals).values({ dossier: dossier.id, service: service.slug, offeredAt: at, operator: by.id, state: move.state, consentAt: consent.at, tokenHash: link ? fingerprint(link.token) : null, expiresAt: link ? dayAfter(at, linkDays) : null, sealed }).run()
    return 'done'
  }, { behavior: 'immediate' })
}

/**
 * The answer of the service, or the desk taking it back, in one transaction that ends with its event.
 * @param revision of the page on which it was decided: of two who answer at once the second is told
 */
export function step(app: App, by: By, { referral, dossier }: { referral: Referral; dossier: Dossier }, revision: number, code: string, reason: string, more: Pick<Kept, 'withdrawn'> = {}): Outcome {
  const move = moveOf(app.content, code)
  return app.db.transaction((tx): Outcome => {
    const at = app.now().toISOString()
    const now = findById(tx, dossier.id)
    const row = tx.select().from(referrals).where(eq(referrals.id, referral.id)).get()
    if (!now || !row || !mayStep(app.content, move, row, now)) return 'changed'
    const key = moveDossier(app, tx, now, revision, move, { by, reason, more: after(app.content, move, now, at, by) })
    if (!key) return 'changed'
    const sealed = sealKept(key, { ...keptOf(key, row), ...more, ...(reason ? { answer: reason } : {}) })
    tx.update(referrals).set({ state: move.state, answeredAt: at, sealed }).where(eq(referrals.id, row.id)).run()
    return 'done'
  }, { behavior: 'immediate' })
}

/** A service answers what it still sees; the desk takes back whatever is not over. */
function mayStep(content: Content, { before, state }: Move, referral: Referral, dossier: Dossier): boolean {
  const due = before.some((one) => one === referral.state)
  return due && (state === 'ritirato' ? closing(content, dossier.status, '') === null : isLive(content, referral, dossier))
}

/** What was not accepted, is done, or is not agreed to any more by the person, comes back to the top of the desk's queue; what the desk takes back itself does not. */
function after(content: Content, move: Move, dossier: Dossier, at: string, by: By) {
  const { state } = move
  if (state === 'accolto') return {}
  if (state === 'ritirato' && by?.id !== null) return { ...afterStaff(content, dossier, reached(move, dossier), at), service: null }
  return { ...afterPerson(dossier, at), ...(state === 'concluso' ? {} : { service: null }) }
}

/** The status after it: where the desk takes back what has meanwhile gone on, the one that it has. */
const reached = ({ from, to }: Move, { status }: Dossier): string => (from.includes(status) && to ? to : status)

type Step = { by: By; reason: string; more: Partial<typeof dossiers.$inferInsert> }

/** @returns the dossier's key; undefined where it is not what the page showed, and nothing is written */
function moveDossier(app: App, tx: Db, dossier: Dossier, revision: number, move: Move, { by, reason, more }: Step): Key | undefined {
  const fits = move.from.includes(dossier.status)
  if (dossier.erasedAt || (!fits && move.state !== 'ritirato')) return undefined
  const opened = openDossier({ ...app, db: tx }, dossier)
  const { key, filed } = opened
  const at = app.now().toISOString()
  const status = reached(move, dossier)
  const { changes } = tx.update(dossiers).set({ ...more, status, updatedAt: at, revision: sql`${dossiers.revision} + 1` }).where(and(eq(dossiers.id, dossier.id), eq(dossiers.revision, revision), eq(dossiers.status, dossier.status))).run()
  if (!changes) return undefined
  const message = inLanguage(move.message, filed.lang as Language)
  record(tx, key, { dossier: dossier.id, number: dossier.number, at, kind: move.code, status, operator: by?.id ?? null, role: by?.role ?? 'servizio', detail: { message, ...(reason ? { reason } : {}) } })
  if (by?.role !== thePerson.role) putNotice(app, tx, opened)
  return key
}

export const dayAfter = (at: string, days: number): string => new Date(Date.parse(at) + days * 86_400_000).toISOString()
