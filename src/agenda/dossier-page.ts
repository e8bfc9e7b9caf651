import type { Dossier } from '../dossiers/dossiers.ts'
import { tryOpenDossier } from '../dossiers/dossiers.ts'
import { inAddress } from '../dossiers/number.ts'
import type { Form } from '../engine/question.ts'
import { viewDone } from '../events/since.ts'
import type { App, Ctx } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { book, cancel, settle } from './appointments.ts'
import { channels, logAttempt, outcomes } from './attempts.ts'
import type { Outcome } from './verb.ts'
import { sheetData } from './views.ts'

/** What was posted about one dossier. `fresh` reads it again, after somebody changed it. */
export type Posted = { dossier: Dossier; form: Form; fresh: () => Dossier | undefined }
type Said = { problem?: string; /** Revision of the older page it was asked on. */ since?: number; field?: string; typed?: Record<string, string> }

const [longestNote, longestPlace, longestBring] = [500, 200, 500]

/** Attempts and appointments of one dossier, with the forms; where something is refused, with what was typed. */
export function showDossier(app: App, c: Ctx, dossier: Dossier, { problem, since = dossier.revision, field: at, typed = {} }: Said = {}, status: 200 | 409 | 422 = 200) {
  const voice = voiceOf(app, c)
  const opened = tryOpenDossier(app, dossier)
  if (!opened) return c.redirect(`/operatori/richieste/${inAddress(dossier.number)}`, 303)
  const agenda = sheetData(app, c.get('member'), opened, voice)
  const breadcrumbs = [{ label: voice.t('agenda.crumbs.requests'), href: '/operatori/richieste' }, { label: dossier.number, href: `/operatori/richieste/${inAddress(dossier.number)}` }, { label: voice.t('agenda.sheet.title') }]
  return page(app, c, 'agenda/dossier', { title: voice.t('agenda.sheet.title'), breadcrumbs, agenda, done: viewDone(app, opened.story, since, opened.dossier.revision, voice), agendaTyped: typed, wrong: at, problem: problem && voice.t(problem) }, status)
}

export function takeAttempt(app: App, c: Ctx, posted: Posted) {
  const { form } = posted
  const tried = { channel: field(form, 'canale'), outcome: field(form, 'esito'), note: field(form, 'nota').trim().slice(0, longestNote) }
  const typed = { canale: tried.channel, esito: tried.outcome, nota: tried.note }
  if (!channels.some((one) => one === tried.channel)) return showDossier(app, c, posted.dossier, { problem: 'agenda.problems.channel', field: 'canale', typed, since: revisionIn(form) }, 422)
  if (!outcomes.some((one) => one === tried.outcome)) return showDossier(app, c, posted.dossier, { problem: 'agenda.problems.outcome', field: 'esito', typed, since: revisionIn(form) }, 422)
  const done = tried.outcome === 'parlato' ? 'parlato' : 'tentativo'
  return carryOut(app, c, posted, { typed, done }, (opened) => logAttempt(app, c.get('member'), opened, revisionIn(form), tried))
}

export function takeBooking(app: App, c: Ctx, posted: Posted) {
  const { form } = posted
  const words = { place: field(form, 'luogo').trim().slice(0, longestPlace), bring: field(form, 'portare').trim().slice(0, longestBring) }
  const typed = { posto: field(form, 'posto'), luogo: words.place, portare: words.bring }
  if (!typed.posto) return showDossier(app, c, posted.dossier, { problem: 'agenda.problems.slot', field: 'posto', typed, since: revisionIn(form) }, 422)
  return carryOut(app, c, posted, { typed, done: 'appuntamento' }, (opened) => book(app, c.get('member'), opened, revisionIn(form), idIn(typed.posto), words))
}

export const takeCancel = (app: App, c: Ctx, posted: Posted, appointment: string) =>
  carryOut(app, c, posted, { done: 'appuntamento_annullato' }, (opened) => cancel(app, c.get('member'), opened, revisionIn(posted.form), idIn(appointment)))

export function takeEnding(app: App, c: Ctx, posted: Posted, appointment: string) {
  const state = field(posted.form, 'esito')
  if (state !== 'fatto' && state !== 'mancato') return showDossier(app, c, posted.dossier, { problem: 'agenda.problems.outcome' }, 422)
  const ending = { state, spoke: field(posted.form, 'parlato') === 'si' } as const
  return carryOut(app, c, posted, { done: `appuntamento_${state}` }, (opened) => settle(app, c.get('member'), opened, revisionIn(posted.form), idIn(appointment), ending))
}

type Carried = { typed?: Record<string, string>; done: string }

/** Does it, and goes back to the dossier; what is refused shows how things are now, and all that was typed. */
function carryOut(app: App, c: Ctx, { dossier, form, fresh }: Posted, { typed, done }: Carried, verb: (opened: NonNullable<ReturnType<typeof tryOpenDossier>>) => Outcome) {
  const opened = tryOpenDossier(app, dossier)
  if (!opened) return errorPage(app, c, 404)
  const outcome = verb(opened)
  if (outcome === 'done') return c.redirect(`/operatori/richieste/${inAddress(dossier.number)}?fatto=${done}`, 303)
  const problem = outcome === 'changed' ? 'problems.changed_meanwhile' : `agenda.problems.${outcome}`
  return showDossier(app, c, fresh() ?? dossier, { problem, typed, since: revisionIn(form), ...(outcome === 'taken' ? { field: 'posto' } : {}) }, 409)
}

const revisionIn = (form: Form): number => Number.parseInt(field(form, 'versione'), 10)

/** An id as it came in an address or a form; 0, which nothing has, for what is none. */
export const idIn = (typed: string): number => (/^\d{1,15}$/.test(typed) ? Number(typed) : 0)
