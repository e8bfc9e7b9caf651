import { asc, eq } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { attempts, staff } from '../../db/schema.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import { open, seal, type Key } from '../vault/vault.ts'
import type { App } from '../web/context.ts'
import { act, isOpen, type By, type Outcome } from './verb.ts'

export const channels = ['telefono', 'sms', 'email', 'lettera', 'di_persona'] as const
export const outcomes = ['parlato', 'non_risponde', 'messaggio_lasciato', 'numero_sbagliato'] as const
/** An attempt to reach the person; `note` is for colleagues. */
export type Attempt = { at: string; channel: string; outcome: string; note: string; operator: string | null }

const purpose = 'attempt'

/** The attempts of a dossier, oldest first. */
export function attemptsOf(app: App, key: Key, dossier: number): Attempt[] {
  const rows = app.db.select({ row: attempts, name: staff.name }).from(attempts).leftJoin(staff, eq(staff.id, attempts.operator)).where(eq(attempts.dossier, dossier)).orderBy(asc(attempts.id)).all()
  return rows.map(({ row, name }) => ({ at: row.at, channel: row.channel, outcome: row.outcome, note: row.sealed ? open<{ note: string }>(key, purpose, row.sealed).note : '', operator: name }))
}

type Tried = { channel: string; outcome: string; note: string }

/** Logs an attempt. The first time that somebody spoke with the person is kept apart: figures count the days until then (domain.md 2.7). */
export function logAttempt(app: App, by: By & { id: number }, { dossier, key }: OpenDossier, revision: number, tried: Tried): Outcome {
  return act(app, by, dossier.id, revision, (tx, at, now) => {
    if (!isOpen(app, now)) return 'closed'
    putAttempt(tx, key, { dossier: dossier.id, at, operator: by.id }, tried)
    const spoken = tried.outcome === 'parlato'
    return { kind: spoken ? 'parlato' : 'tentativo', detail: {}, ...(spoken ? { change: { contactedAt: now.contactedAt ?? at } } : {}) }
  })
}

export function putAttempt(tx: Db, key: Key, where: { dossier: number; at: string; operator: number }, { note, ...how }: Tried): void {
  tx.insert(attempts).values({ ...where, ...how, sealed: note ? seal(key, purpose, { note }) : null }).run()
}
