import { eq } from '../../db/drizzle.ts'
import { dossiers, referrals } from '../../db/schema.ts'
import { tryOpenDossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { appendAudit } from '../events/audit.ts'
import { derive, fingerprint, seal, tryOpen } from '../vault/vault.ts'
import type { App, Ctx, StaffMember } from '../web/context.ts'
import { putCookie, takeCookie } from '../web/cookies.ts'
import { isDead, linkDays, newLink, opens } from './link.ts'
import { dayAfter, isLive, keptOf, sealKept, type Kept, type Referral } from './referrals.ts'

/** A referral with its dossier in clear. */
export type Found = { referral: Referral; kept: Kept; opened: OpenDossier }

const cookie = 'approdo_affidamento'
const minutes = 30

/** What an address opens; undefined when it never was, is over, or was taken back: all of them look alike. */
export function findByLink(app: App, token: string): Found | undefined {
  const row = app.db.select().from(referrals).innerJoin(dossiers, eq(dossiers.id, referrals.dossier)).where(eq(referrals.tokenHash, fingerprint(token))).get()
  if (!row || (row.referrals.expiresAt ?? '') <= app.now().toISOString() || !isLive(app.content, row.referrals, row.dossiers)) return undefined
  const opened = tryOpenDossier(app, row.dossiers)
  const kept = opened && keptOf(opened.key, row.referrals)
  return opened && kept?.link && !isDead(kept.link) ? { referral: row.referrals, kept, opened } : undefined
}

/** Tries the PIN. Every try is logged; the wrong ones are counted with the referral, wherever they come from. */
export function tryPin(app: App, found: Found, typed: string): boolean {
  return app.db.transaction((tx) => {
    const { dossier, key } = found.opened
    const row = tx.select().from(referrals).where(eq(referrals.id, found.referral.id)).get()
    const kept = row && keptOf(key, row)
    if (!row || !kept?.link || isDead(kept.link)) return false
    const right = opens(kept.link, typed)
    const link = { ...kept.link, wrong: right ? 0 : kept.link.wrong + 1 }
    tx.update(referrals).set({ sealed: sealKept(key, { ...kept, link }) }).where(eq(referrals.id, row.id)).run()
    appendAudit(tx, { ...line(app, null, 'affidamento_pin', dossier.number), outcome: right ? 'ok' : 'refused' })
    return right
  }, { behavior: 'immediate' })
}

/** A new address and a new PIN for thirty days; the letter that is out opens nothing any more. */
export function renew(app: App, by: StaffMember, { referral, opened: { dossier, key } }: Found): void {
  app.db.transaction((tx) => {
    const row = tx.select().from(referrals).where(eq(referrals.id, referral.id)).get()
    if (!row) return
    const link = newLink()
    tx.update(referrals).set({ tokenHash: fingerprint(link.token), expiresAt: dayAfter(app.now().toISOString(), linkDays), sealed: sealKept(key, { ...keptOf(key, row), link }) }).where(eq(referrals.id, row.id)).run()
    appendAudit(tx, line(app, by, 'affidamento_rinnovo', dossier.number))
  }, { behavior: 'immediate' })
}

/** Logs that what was referred was read, printed, or asked for by who may not. */
export const logReferral = (app: App, by: StaffMember | null, action: string, number: string | null, outcome: 'ok' | 'refused' = 'ok'): void =>
  appendAudit(app.db, { ...line(app, by, action, number), outcome })

/** This browser gave the PIN: for half an hour, and for this address only. */
export function rememberOpen(app: App, c: Ctx, { referral }: Found): void {
  putCookie(app, c, cookie, seal(keyOf(app), cookie, { hash: referral.tokenHash, until: app.now().getTime() + minutes * 60_000 }).toString('base64url'))
}

export function isOpenHere(app: App, c: Ctx, { referral }: Found): boolean {
  const open = tryOpen<{ hash: string; until: number }>(keyOf(app), cookie, takeCookie(app, c, cookie))
  return open !== undefined && open.hash === referral.tokenHash && open.until > app.now().getTime()
}

const keyOf = (app: App) => derive(app.config.masterKey, cookie)

const line = (app: App, by: StaffMember | null, action: string, subject: string | null) =>
  ({ at: app.now().toISOString(), operator: by?.id ?? null, role: by?.role ?? 'servizio', action, subject, outcome: 'ok' as const })
