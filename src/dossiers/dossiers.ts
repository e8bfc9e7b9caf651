import { eq, isNull } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { dossiers, drafts, resumes } from '../../db/schema.ts'
import type { Content } from '../content/content.ts'
import { daysOf } from '../content/terms.ts'
import type { Manner } from '../conversation/thread.ts'
import type { Kept } from '../conversation/visit.ts'
import type { Walk } from '../engine/journey.ts'
import { record, timeline, type Told } from '../events/events.ts'
import { forgetLetters } from '../outbox/outbox.ts'
import { chooseDesk } from '../territory/routing.ts'
import { derive, fingerprint, mac, newKey, open, same, seal, spokenCode, tidyCode, type Key } from '../vault/vault.ts'
import type { Channel } from '../web/channel.ts'
import { todayInRome, type App, type StaffMember } from '../web/context.ts'
import { fileOf, rankOf, type Filed } from './file.ts'
import { nextNumber } from './number.ts'
import { fingerprintOf, receiptOf } from './receipt.ts'
import { leaveTraces } from './traces.ts'

export type Dossier = typeof dossiers.$inferSelect
/** A dossier with its content in clear. */
export type OpenDossier = { dossier: Dossier; key: Key; filed: Filed; story: Told[] }

/** At the counter: who filled it in with the person, and whether they saw a document of identity (domain.md 2.4). */
export type Counter = { operator: Pick<StaffMember, 'id' | 'role'>; sawDocument: boolean }
type Sending = { token: string; kept: Kept; walked: Walk; manner: Manner; channel: Channel; counter?: Counter | undefined }

/**
 * Files a finished request: number, desk, snapshot, first event, all in one transaction that waits for the disk.
 * The same draft sent twice gives the same dossier. The caller has checked that the walk is complete.
 */
export function submit(app: App, sending: Sending): Dossier {
  return app.db.transaction((tx) => findByDraft(tx, sending.token) ?? insert(app, tx, sending), { behavior: 'immediate' })
}

function insert(app: App, tx: Db, { token, kept, walked, manner, channel, counter }: Sending): Dossier {
  const at = app.now().toISOString()
  const today = todayInRome(app.now())
  const { desk, rule, comune } = chooseDesk(app.content, walked.facts)
  const key = newKey()
  const numbered = nextNumber(tx, Number(today.slice(0, 4)))
  const file = fileOf(app.content, walked, kept, manner, today)
  const dueOn = dayAfter(today, daysOf(app.content, file.act))
  const receipt = receiptOf(app.content, { number: numbered.number, at, dueOn, desk, filed: file }, manner.voice)
  const filed: Filed = { ...file, receipt }
  const dossier = tx.insert(dossiers).values({
    ...numbered, draft: fingerprint(token), act: filed.act, status: 'protocollata', desk: desk.slug, routingRule: rule.id,
    comune: comune?.belfiore ?? walked.facts.said.o_comune?.[0] ?? 'ignoto', rank: rankOf(filed.signals), channel,
    receivedAt: at, updatedAt: at, waitingSince: at, dueOn,
    fingerprint: fingerprintOf(receipt),
    filledBy: counter?.operator.id ?? null, identification: counter?.sawDocument && filed.act !== 'segnalazione' ? 'verificata_operatore' : 'dichiarata',
    contentVersion: app.content.version, secretMac: secretMac(app, codeOf(token)), sealed: seal(key, 'dossier', filed),
  }).returning().get()
  leaveTraces(app, tx, dossier, filed)
  keepKey(app, dossier.id, key)
  record(tx, key, { dossier: dossier.id, number: dossier.number, at, kind: 'inviata', status: 'protocollata', operator: counter?.operator.id ?? null, role: counter?.operator.role ?? 'cittadino', detail: {} })
  tx.delete(drafts).where(eq(drafts.id, fingerprint(token))).run()
  tx.delete(resumes).where(eq(resumes.draft, fingerprint(token))).run()
  forgetLetters(tx, fingerprint(token))
  return dossier
}

/** The code that opens "La mia richiesta": made from the draft's token, so that the receipt can show it again. */
export const codeOf = (token: string): string => spokenCode(derive(Buffer.from(token, 'base64url'), 'code'))

export const findByDraft = (db: Db, token: string): Dossier | undefined => db.select().from(dossiers).where(eq(dossiers.draft, fingerprint(token))).get()

export const findById = (db: Db, id: number): Dossier | undefined => db.select().from(dossiers).where(eq(dossiers.id, id)).get()

export const findByNumber = (db: Db, number: string): Dossier | undefined => db.select().from(dossiers).where(eq(dossiers.number, number)).get()

/** The dossier of a number and its code; a wrong number takes as long as a wrong code. */
export function findByCode(app: App, number: string | undefined, code: string): Dossier | undefined {
  const dossier = number ? findByNumber(app.db, number) : undefined
  return same(dossier?.secretMac ?? '', secretMac(app, code)) ? dossier : undefined
}

/** Opens a dossier with its own key. @throws if it was erased: the key is gone */
export function openDossier(app: App, dossier: Dossier): OpenDossier {
  const key = keyOf(app, dossier.id)
  return { dossier, key, filed: open<Filed>(key, 'dossier', dossier.sealed), story: timeline(app.db, key, dossier.id) }
}

/** What was filed, without its story: enough for a row of a list. @throws if it was erased */
export const openFiled = (app: App, dossier: Pick<Dossier, 'id' | 'sealed'>): Filed => open<Filed>(keyOf(app, dossier.id), 'dossier', dossier.sealed)

/** Like `openDossier`; undefined where the key is gone or a byte was changed: one dossier must not close a whole page. */
export function tryOpenDossier(app: App, dossier: Dossier): OpenDossier | undefined {
  try {
    return openDossier(app, dossier)
  } catch {
    return undefined
  }
}

/** Keeps the key of a new dossier, wrapped with the master key; before the dossier is committed. */
export const keepKey = (app: App, id: number, key: Key): void => app.keys.keep(id, seal(wrappingKey(app.config.masterKey), `key ${id}`, key.toString('base64')))

export function keyOf(app: App, id: number): Key {
  const wrapped = app.keys.find(id)
  if (!wrapped) throw new Error(`dossier ${id}: its key was destroyed`)
  return unwrap(app.config.masterKey, { dossier: id, wrapped })
}

/** Since when a dossier in a status is closed: what is kept is counted from here; null while it is open. */
export const closing = ({ workflow }: Content, status: string, at: string): string | null => (workflow.statuses.find(({ code }) => code === status)?.open ? null : at)

/** Is this the master key of the requests kept so far, and are their keys there? */
export function keyOpens({ db, keys }: Pick<App, 'db' | 'keys'>, masterKey: Key): boolean {
  const last = keys.last()
  try {
    return last ? Boolean(unwrap(masterKey, last)) : !db.select({ id: dossiers.id }).from(dossiers).where(isNull(dossiers.erasedAt)).limit(1).get()
  } catch {
    return false
  }
}

const unwrap = (masterKey: Key, { dossier, wrapped }: { dossier: number; wrapped: Buffer }): Key =>
  Buffer.from(open<string>(wrappingKey(masterKey), `key ${dossier}`, wrapped), 'base64')

const wrappingKey = (masterKey: Key) => derive(masterKey, 'wrap')
const secretMac = (app: App, code: string) => mac(derive(app.config.masterKey, 'code'), tidyCode(code))

/** The day so many days after a day. */
function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
