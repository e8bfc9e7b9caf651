import type { Manner } from '../conversation/thread.ts'
import type { Unsettled } from '../conversation/question.ts'
import { tryOpenDossier, type Dossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { sightOf } from '../dossiers/status.ts'
import type { Form } from '../engine/question.ts'
import { viewDesk } from '../territory/desks.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import { channelOf } from '../web/channel.ts'
import { todayInRome, type App, type Ctx } from '../web/context.ts'
import { readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { contactsOf, readContacts, viewContacts, viewForm } from './contacts.ts'
import { loadFollowed, saveFollowed } from './followed.ts'
import { changeContacts, isOpen } from './moves.ts'

const here = '/la-mia-richiesta'

/** The contacts as the status page shows them. */
export const contactsData = (app: App, c: Ctx, opened: OpenDossier) =>
  ({ rows: viewContacts(contactsOf(app.content, opened.filed, opened.story), mannerOf(app, c, opened)), open: isOpen(app, opened.dossier) })

/** The form; where nothing may be changed it says why, and who helps. */
export function showContacts(app: App, c: Ctx) {
  const opened = mine(app, c)
  if (!opened) return c.redirect(here, 303)
  return isOpen(app, opened.dossier) ? showForm(app, c, opened) : showRefusal(app, c, 'closed', opened.dossier)
}

/** Takes the form. What is refused shows again all that was typed, to be copied or put right. */
export async function takeContacts(app: App, c: Ctx) {
  const form = await readForm(c)
  const dossier = loadFollowed(app, c)
  const opened = mine(app, c)
  if (!opened) return showRefusal(app, c, dossier ? 'hidden' : 'late', dossier, form)
  const read = readContacts(app.content, opened.filed, form, todayInRome(app.now()))
  if (!isOpen(app, opened.dossier)) return showRefusal(app, c, 'closed', opened.dossier, form)
  if ('unsettled' in read) return showForm(app, c, opened, form, read.unsettled)
  const outcome = changeContacts(app, opened, read.answers)
  if (outcome === 'closed') return showRefusal(app, c, 'closed', opened.dossier, form)
  return c.redirect(outcome === 'changed' ? `${here}?fatto=contatti` : here, 303)
}

/** The request of this visitor, if it opens and they may see all of it. */
function mine(app: App, c: Ctx): OpenDossier | undefined {
  const dossier = loadFollowed(app, c)
  const opened = dossier && tryOpenDossier(app, dossier)
  return opened && sightOf(opened) === 'tutto' ? opened : undefined
}

function showForm(app: App, c: Ctx, opened: OpenDossier, form?: Form, unsettled?: Map<string, Unsettled>) {
  const manner = mannerOf(app, c, opened)
  const { t } = manner.voice
  // Half an hour from here: who is not sure of a number looks for it.
  saveFollowed(app, c, opened.dossier)
  c.header('Cache-Control', 'no-store')
  const questions = viewForm(opened.filed, contactsOf(app.content, opened.filed, opened.story), manner, todayInRome(app.now()), { form, unsettled, shared: channelOf(app, c) === 'kiosk' })
  const errors = questions.flatMap(({ id, problem, doubt }) => (problem ?? doubt ? [{ words: problem ?? doubt?.words, href: `#${id}` }] : []))
  const breadcrumbs = [{ label: t('site.home_crumb'), href: '/' }, { label: t('follow.door.crumb'), href: here }, { label: t('follow.contacts.crumb') }]
  return page(app, c, 'follow/contacts', { title: t('follow.contacts.change_title'), breadcrumbs, questions, errors }, errors.length ? 422 : 200)
}

/** Too late, closed, or not to be seen: what was typed is given back to be copied. */
function showRefusal(app: App, c: Ctx, why: 'late' | 'closed' | 'hidden', dossier: Dossier | undefined, form: Form = {}) {
  const voice = voiceOf(app, c)
  c.header('Cache-Control', 'no-store')
  const typed = Object.entries(form).filter(([name]) => isWritten(app, name.split('.')[0] ?? '')).flatMap(([, words]) => words).filter(Boolean)
  const desk = dossier && deskOrWelcome(app.content, dossier.desk)
  return page(app, c, 'follow/contacts_refused', { title: voice.t('follow.contacts.change_title'), why, typed, desk: desk && viewDesk(app.content, desk, voice, app.now()) }, 409)
}

/** Typed, not chosen: a choice is made again in a moment. */
function isWritten({ content }: App, id: string): boolean {
  const question = content.questions.get(id)
  return question !== undefined && !question.options
}

const mannerOf = (app: App, c: Ctx, { filed }: OpenDossier): Manner => ({ voice: voiceOf(app, c), aboutOther: filed.aboutOther, content: app.content })
