import { tryOpenDossier, type Dossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { sightOf } from '../dossiers/status.ts'
import type { Form } from '../engine/question.ts'
import { calendarOf, type Entry } from '../steps/calendar.ts'
import { viewDesk } from '../territory/desks.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import type { App, Ctx } from '../web/context.ts'
import { field } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { originOf } from '../web/origin.ts'
import { page } from '../web/render.ts'
import { appointmentsOf, cancel, forCalendar, move, type ForCalendar } from './appointments.ts'
import { idIn } from './dossier-page.ts'
import { wallOf } from './time.ts'
import { thePerson, type Refusal } from './verb.ts'
import { addressOfDesk } from './views.ts'

const here = '/la-mia-richiesta'

/** The request of who follows it, where they see all of it. */
function mine(app: App, dossier: Dossier | undefined): OpenDossier | undefined {
  const opened = dossier && tryOpenDossier(app, dossier)
  return opened && sightOf(opened) === 'tutto' ? opened : undefined
}

/** The person takes another time, or gives theirs back. */
export function takeChange(app: App, c: Ctx, dossier: Dossier | undefined, form: Form, what: 'sposta' | 'annulla') {
  const opened = mine(app, dossier)
  if (!opened) return c.redirect(here, 303)
  const [revision, appointment] = [Number.parseInt(field(form, 'versione'), 10), idIn(field(form, 'appuntamento'))]
  const outcome = what === 'sposta' ? move(app, opened, revision, appointment, idIn(field(form, 'posto'))) : cancel(app, thePerson, opened, revision, appointment)
  return outcome === 'done' ? c.redirect(`${here}?fatto=${what === 'sposta' ? 'appuntamento_spostato' : 'appuntamento_disdetto'}`, 303) : showRefusal(app, c, opened.dossier, outcome)
}

/** Nothing was changed, why, and who helps. */
function showRefusal(app: App, c: Ctx, dossier: Dossier, why: Refusal) {
  const voice = voiceOf(app, c)
  c.header('Cache-Control', 'no-store')
  const desk = deskOrWelcome(app.content, dossier.desk)
  const known = why === 'late' || why === 'taken' ? why : 'changed'
  return page(app, c, 'agenda/refused', { title: voice.t('agenda.mine.title'), why: known, desk: desk && viewDesk(app.content, desk, voice, app.now()) }, 409)
}

/**
 * The appointment for one's own calendar, where it takes the place of the one that was moved; called off, it goes from there. The time, and the
 * desk's address where that is the place. A home, a number, a name stay out.
 */
export function sendCalendar(app: App, c: Ctx, dossier: Dossier | undefined) {
  const opened = mine(app, dossier)
  const one = opened && forCalendar(appointmentsOf(app, opened))
  if (!opened || !one) return c.redirect(here, 303)
  c.header('Content-Type', 'text/calendar; charset=utf-8')
  c.header('Content-Disposition', 'attachment; filename="appuntamento.ics"')
  c.header('Cache-Control', 'no-store')
  return c.body(calendarOf([entryOf(app, c, opened, one)], app.now().toISOString()))
}

function entryOf(app: App, c: Ctx, { dossier }: OpenDossier, { last, first, sequence, cancelled }: ForCalendar): Entry {
  const { t } = voiceOf(app, c)
  const { day, time } = wallOf(last.startsAt)
  const desk = deskOrWelcome(app.content, dossier.desk)
  const place = last.mode === 'sportello' ? last.place || (desk && addressOfDesk(desk)) : undefined
  const organizer = { name: t('agenda.ics_from'), href: originOf(app, c) }
  return { uid: `appuntamento-${dossier.id}-${first}@approdo`, summary: t('agenda.ics'), day, from: time, minutes: last.minutes, ...(place ? { place } : {}), meeting: { sequence, cancelled, organizer } }
}
