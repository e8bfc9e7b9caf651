import { appointmentsOf } from '../agenda/appointments.ts'
import { viewMeeting } from '../agenda/views.ts'
import { closing, type OpenDossier } from '../dossiers/dossiers.ts'
import { sightOf, viewStatus } from '../dossiers/status.ts'
import { presentRows } from '../follow/contacts.ts'
import type { Voice } from '../templates.ts'
import { viewDesk } from '../territory/desks.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import { todayInRome, type App } from '../web/context.ts'
import { numberThere } from './paper.ts'

/** What a letter on paper may be about. */
export const abouts = ['contatto', 'integrazione', 'appuntamento', 'preavviso', 'chiusura'] as const
export type About = (typeof abouts)[number]
/** The words of a letter: who writes to whom, and what. `list`: things to bring, or that are missing. */
export type Letter = { from: string[]; to: string[]; number: string; at: string; title: string; words: string[]; list: string[]; after: string[] }

/** Closed by the person, or gone on elsewhere under a number that they already have. */
const silent = ['ritirata', 'unita', 'eliminata']

/**
 * The letters that can be printed now: for who has no e-mail, chose the post, or is not reached (domain.md 2.9). Only to who sees all of the
 * request: a relative without a mandate, or who reported, gets none (2.4).
 */
export function lettersFor(app: App, opened: OpenDossier): About[] {
  const { status } = opened.dossier
  const over = closing(app.content, status, '') !== null && !silent.includes(status)
  const due: Record<About, boolean> = { contatto: status === 'contatto_in_corso', integrazione: status === 'integrazione_richiesta', appuntamento: meetingOf(app, opened) !== undefined, preavviso: status === 'preavviso', chiusura: over }
  return sightOf(opened) === 'tutto' ? abouts.filter((about) => due[about]) : []
}

const meetingOf = (app: App, opened: OpenDossier) => appointmentsOf(app, opened).find(({ state, startsAt }) => state === 'fissato' && startsAt > app.now().toISOString())

/** Plain Italian, nothing that names a condition but what staff wrote themselves; the outside shows only name and address. */
export function letterOf(app: App, opened: OpenDossier, about: About, voice: Voice): Letter {
  const { t } = voice
  const desk = deskOrWelcome(app.content, opened.dossier.desk)
  const view = desk && viewDesk(app.content, desk, voice, app.now())
  const { words, list } = matterOf(app, opened, about, voice)
  const hours = view?.hours.map(({ day, times }) => `${day} ${times.join(', ')}`).join('; ') ?? ''
  return {
    from: [app.content.territory.authority.name, ...(view ? [view.name, `${view.address}, ${view.comune}`] : [])], to: addressee(app, opened, voice), number: opened.dossier.number,
    at: app.now().toISOString(), title: t(`paper.titles.${about}`), words, list,
    after: [t('paper.speak', { desk: view?.name ?? '', phone: view?.phone ?? '', hours }), t('paper.code')],
  }
}

function matterOf(app: App, opened: OpenDossier, about: About, voice: Voice): { words: string[]; list: string[] } {
  const { t, day } = voice
  const told = decided(app, opened)
  const said = (told?.message ?? '').split('\n').filter(Boolean)
  if (about === 'integrazione') return missing(app, opened, voice)
  if (about === 'appuntamento') return meeting(app, opened, voice)
  if (about === 'preavviso') return { words: [t('paper.preavviso'), ...said, t('paper.reply', { day: told?.until ? day(told.until) : '' })], list: [] }
  const there = about === 'chiusura' && numberThere(app, opened.dossier)
  return { words: [...said, ...(there ? [t('paper.moved', { number: there })] : about === 'contatto' ? [t('paper.contatto')] : [])], list: [] }
}

/** What was told with the decision that led here, not with what happened since. */
const decided = ({ content }: App, { dossier, story }: OpenDossier) =>
  story.findLast(({ kind, status }) => status === dossier.status && content.workflow.decisions.some(({ code, to }) => code === kind && to === status))?.detail

function missing(app: App, opened: OpenDossier, voice: Voice) {
  const { todo, until } = viewStatus(app.content, opened, voice, app.now())
  return { words: [voice.t('paper.integrazione', { day: until })], list: todo.map(({ label, where, otherwise }) => [label, where, otherwise].map((words) => words.replace(/[.?!]?$/, (end) => end || '.')).join(' ')) }
}

function meeting(app: App, opened: OpenDossier, voice: Voice) {
  const one = meetingOf(app, opened)
  const view = one && viewMeeting(app, opened, one, voice)
  return { words: view ? [`${view.when}.`, view.where] : [], list: view?.bring ? [`${voice.t('agenda.bring')}: ${view.bring}`] : [] }
}

/** Name, and the address that was given for letters: another one may be read by somebody they fear, and staff write it by hand where they know better. */
function addressee(app: App, { filed, story }: OpenDossier, voice: Voice): string[] {
  const rows = presentRows(filed, story, { voice, aboutOther: filed.aboutOther, content: app.content }, todayInRome(app.now()))
  const said = (id: string) => rows.find((row) => row.id === id && !row.unknown)?.answer.join(', ')
  return [said('segnalante_nome') ?? said('persona') ?? '', said('indirizzo_lettera') ?? ''].filter(Boolean)
}
