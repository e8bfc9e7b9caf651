import { eq } from '../../db/drizzle.ts'
import { dossiers } from '../../db/schema.ts'
import { putAttempt } from '../agenda/attempts.ts'
import { act, type Outcome } from '../agenda/verb.ts'
import type { Dossier, OpenDossier } from '../dossiers/dossiers.ts'
import type { Language } from '../engine/text.ts'
import { appendAudit } from '../events/audit.ts'
import type { App, StaffMember } from '../web/context.ts'
import type { About } from './letters.ts'

/** Records that a letter was posted, and when: it stands in the story. One that looks for the person counts as an attempt to reach them (domain.md 2.5). */
export function markPosted(app: App, { id: operator, role }: StaffMember, { dossier, key, filed }: OpenDossier, revision: number, about: About, on: string): Outcome {
  const { t, day } = app.templates.voice(filed.lang as Language)
  return act(app, { id: operator, role }, dossier.id, revision, (tx, at) => {
    if (about === 'contatto') putAttempt(tx, key, { dossier: dossier.id, at, operator }, { channel: 'lettera', outcome: 'messaggio_lasciato', note: '' })
    return { kind: 'lettera_spedita', detail: { message: t('paper.posted', { title: t(`paper.titles.${about}`), day: day(on) }) } }
  })
}

/** Logs that a letter was printed: it takes what the person told out of the desk. */
export const logPrint = (app: App, { id, role }: StaffMember, { number }: Dossier): void =>
  appendAudit(app.db, { at: app.now().toISOString(), operator: id, role, action: 'lettera_stampata', subject: number, outcome: 'ok' })

/** The number of a request in the ambito that it was passed to: who reads only letters learns it from one. */
export const numberThere = ({ db }: App, { id }: Dossier): string | undefined => db.select({ number: dossiers.number }).from(dossiers).where(eq(dossiers.transferredFrom, id)).get()?.number
