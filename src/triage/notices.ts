import type { Db } from '../../db/open.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import { sightOf } from '../dossiers/status.ts'
import { contactsOf } from '../follow/contacts.ts'
import { isAddress } from '../outbox/address.ts'
import { forgetLettersAbout, itemsReminder, putLetter, type Letter } from '../outbox/outbox.ts'
import { daysBetween } from '../terms/calendar.ts'
import { addDays } from '../territory/holidays.ts'
import { todayInRome, type App } from '../web/context.ts'

/** Tells the person that something is new, without a word of what (domain.md 2.5): inside the caller's transaction. */
export function putNotice(app: App, tx: Db, opened: OpenDossier): void {
  const letter = letterTo(app, opened, 'notice')
  if (letter) putLetter(app, tx, { kind: 'novita', dossier: opened.dossier.id, dueAt: app.now().toISOString() }, letter)
}

/** One reminder of what was asked for, halfway to its day; none where there is no time for one (domain.md 2.9). @param until ISO day */
export function putReminder(app: App, tx: Db, opened: OpenDossier, until: string): void {
  forgetLettersAbout(tx, opened.dossier.id, itemsReminder)
  const today = todayInRome(app.now())
  const halfway = addDays(today, Math.floor(daysBetween(today, until) / 2))
  const letter = halfway > today ? letterTo(app, opened, 'reminder') : undefined
  if (letter) putLetter(app, tx, { kind: itemsReminder, dossier: opened.dossier.id, dueAt: `${halfway}T08:00:00.000Z` }, letter)
}

/** Only by the way that the person chose, if letters are sent; who reported never learns what happened next (domain.md 2.4). */
function letterTo(app: App, opened: OpenDossier, about: 'notice' | 'reminder'): Letter | undefined {
  const { canale_contatto: channel, email, pec } = contactsOf(app.content, opened.filed, opened.story)
  const to = channel === 'email' ? email : channel === 'pec' ? pec : undefined
  if (!app.config.mail || typeof to !== 'string' || !isAddress(to) || sightOf(opened) === 'ricevuta') return undefined
  const { t } = app.templates.voice('it')
  const values = { door: `${app.config.mail.origin}/la-mia-richiesta`, desks: `${app.config.mail.origin}/sportelli` }
  const words = ['what', 'open', 'desk', 'nobody'].map((part) => t(`triage.${about}.${part}`, values))
  return { to, subject: t(`triage.${about}.subject`), text: `${words.join('\n\n')}\n` }
}
