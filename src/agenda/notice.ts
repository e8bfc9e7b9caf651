import { and, eq } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { appointments } from '../../db/schema.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import { sightOf } from '../dossiers/status.ts'
import type { Language } from '../engine/text.ts'
import { isAddress } from '../outbox/address.ts'
import { forgetLettersAbout, putLetter, readdressLetters, type Letter } from '../outbox/outbox.ts'
import { closedDays } from '../territory/desks.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import type { App } from '../web/context.ts'
import { instantOf, longDay, wallOf, workingDayBefore } from './time.ts'

const kinds = { notice: 'novita', reminder: 'promemoria_appuntamento' }
const morning = '09:00'

/** How the person is reached now: as they changed it, else as they filed it. */
const contactOf = ({ filed, story }: OpenDossier, id: string): string => {
  const answer = (story.findLast(({ detail }) => detail.contacts)?.detail.contacts ?? filed.answers)[id]
  return typeof answer === 'string' ? answer : ''
}

/** The way, the number and what was agreed about it: staff need them where they call. */
export const contactsIn = (opened: OpenDossier) => ({ way: contactOf(opened, 'canale_contatto'), phone: contactOf(opened, 'telefono'), agreed: contactOf(opened, 'telefono_sicuro') })

/** Where a letter may go: to who sees all of the request and chose e-mail or certified mail; undefined for everybody else, who is told by voice. */
export function addressOf({ config }: App, opened: OpenDossier): string | undefined {
  const { way } = contactsIn(opened)
  const to = way === 'email' || way === 'pec' ? contactOf(opened, way) : ''
  return config.mail && sightOf(opened) === 'tutto' && isAddress(to) ? to : undefined
}

/** "C'è una novità", without saying which (domain.md 2.5): who else reads that mail learns of no need, no office. */
export function putNotice(app: App, tx: Db, opened: OpenDossier): void {
  put(app, tx, opened, kinds.notice, app.now().toISOString(), {})
}

/** The reminder of an appointment, at nine of the working day before, instead of an earlier one; none where that is past. */
export function putReminder(app: App, tx: Db, opened: OpenDossier, startsAt: string): void {
  forgetReminder(tx, opened.dossier.id)
  const dueAt = reminderDue(app, opened, startsAt)
  if (!dueAt || dueAt <= app.now().toISOString()) return
  const { day, time } = wallOf(startsAt)
  put(app, tx, opened, kinds.reminder, dueAt, { day: longDay(opened.filed.lang, day), time })
}

export const forgetReminder = (tx: Db, dossier: number): void => forgetLettersAbout(tx, dossier, kinds.reminder)

/** The person changed how they are reached: what has still to go, goes there and nowhere else. An old address may be read by somebody they fear. */
export function redirectLetters(app: App, tx: Db, opened: OpenDossier): void {
  readdressLetters(app, tx, opened.dossier.id, addressOf(app, opened))
  const fixed = tx.select().from(appointments).where(and(eq(appointments.dossier, opened.dossier.id), eq(appointments.state, 'fissato'))).get()
  if (fixed) putReminder(app, tx, opened, fixed.startsAt)
}

function reminderDue(app: App, { dossier }: OpenDossier, startsAt: string): string | undefined {
  const desk = deskOrWelcome(app.content, dossier.desk)
  const closed = desk ? closedDays(app.content, desk, app.now()) : new Set<string>()
  return instantOf(workingDayBefore(wallOf(startsAt).day, closed), morning)
}

function put(app: App, tx: Db, opened: OpenDossier, kind: string, dueAt: string, values: Record<string, string>): void {
  const to = addressOf(app, opened)
  if (to) putLetter(app, tx, { kind, dueAt, dossier: opened.dossier.id }, { to, ...wordsOf(app, opened, kind, values) })
}

function wordsOf(app: App, { filed }: OpenDossier, kind: string, values: Record<string, string>): Omit<Letter, 'to'> {
  const { t } = app.templates.voice(filed.lang as Language)
  const origin = app.config.mail?.origin
  const parts = ['what', 'open', 'human', 'nobody'].map((part) => t(`agenda.letters.${kind}.${part}`, { ...values, door: `${origin}/la-mia-richiesta`, desks: `${origin}/sportelli` }))
  return { subject: t(`agenda.letters.${kind}.subject`), text: `${parts.join('\n\n')}\n` }
}
