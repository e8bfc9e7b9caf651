import type { Db } from '../../db/open.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import { putWords } from '../dossiers/notice.ts'
import { forgetLettersAbout, itemsReminder } from '../outbox/outbox.ts'
import { daysBetween } from '../terms/calendar.ts'
import { addDays } from '../territory/holidays.ts'
import { todayInRome, type App } from '../web/context.ts'

/** One reminder of what was asked for, halfway to its day; none where there is no time for one (domain.md 2.9). @param until ISO day */
export function putReminder(app: App, tx: Db, opened: OpenDossier, until: string): void {
  forgetLettersAbout(tx, opened.dossier.id, itemsReminder)
  const today = todayInRome(app.now())
  const halfway = addDays(today, Math.floor(daysBetween(today, until) / 2))
  if (halfway > today) putWords(app, tx, opened, { kind: itemsReminder, dueAt: `${halfway}T08:00:00.000Z`, about: 'status', words: 'triage.reminder' })
}
