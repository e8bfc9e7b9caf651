import { and, eq } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { appointments } from '../../db/schema.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import { addressOf, contactOf, putWords } from '../dossiers/notice.ts'
import { forgetLettersAbout, readdressLetters } from '../outbox/outbox.ts'
import { closedDays } from '../territory/desks.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import type { App } from '../web/context.ts'
import { instantOf, longDay, wallOf, workingDayBefore } from './time.ts'

const reminder = 'promemoria_appuntamento'
const morning = '09:00'

/** The way, the number and what was agreed about it: staff need them where they call. */
export const contactsIn = (opened: OpenDossier) => ({ way: contactOf(opened, 'canale_contatto'), phone: contactOf(opened, 'telefono'), agreed: contactOf(opened, 'telefono_sicuro') })

/** The reminder of an appointment, at nine of the working day before, instead of an earlier one; none where that is past. */
export function putReminder(app: App, tx: Db, opened: OpenDossier, startsAt: string): void {
  forgetReminder(tx, opened.dossier.id)
  const dueAt = reminderDue(app, opened, startsAt)
  if (!dueAt || dueAt <= app.now().toISOString()) return
  const { day, time } = wallOf(startsAt)
  putWords(app, tx, opened, { kind: reminder, dueAt, about: 'all', words: 'agenda.reminder', values: { day: longDay(opened.filed.lang, day), time } })
}

export const forgetReminder = (tx: Db, dossier: number): void => forgetLettersAbout(tx, dossier, reminder)

/** The person changed how they are reached: what has still to go, goes there and nowhere else. An old address may be read by somebody they fear. */
export function redirectLetters(app: App, tx: Db, opened: OpenDossier): void {
  readdressLetters(app, tx, opened.dossier.id, addressOf(app, opened, 'status'))
  const fixed = tx.select().from(appointments).where(and(eq(appointments.dossier, opened.dossier.id), eq(appointments.state, 'fissato'))).get()
  if (fixed) putReminder(app, tx, opened, fixed.startsAt)
}

function reminderDue(app: App, { dossier }: OpenDossier, startsAt: string): string | undefined {
  const desk = deskOrWelcome(app.content, dossier.desk)
  const closed = desk ? closedDays(app.content, desk, app.now()) : new Set<string>()
  return instantOf(workingDayBefore(wallOf(startsAt).day, closed), morning)
}
