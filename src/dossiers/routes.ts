import { Hono } from 'hono'
import { getThread, mannerOf, postAnswer, showThread, walkThread } from '../conversation/threads.ts'
import { forgetVisit } from '../conversation/visit.ts'
import { contactsOf } from '../follow/contacts.ts'
import { forgetFollowed, loadFollowed } from '../follow/followed.ts'
import { privacyBrief } from '../pages/brief.ts'
import { channelOf } from '../web/channel.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { limitNew } from '../web/limits.ts'
import { page } from '../web/render.ts'
import { counterOf, forgetCounter } from './counter.ts'
import { findByDraft, submit, tryOpenDossier, type Counter } from './dossiers.ts'
import { draftToken, forgetDraft, loadDraft } from './draft.ts'
import { sightOf } from './status.ts'
import { loadRequest, requestThread, startAgain, startRequest } from './request.ts'
import { countSent } from './stops.ts'

/** /richiesta: from the choice of the act to the receipt. */
export function requestRoutes(app: App): Hono<Env> {
  const thread = requestThread(app)
  return new Hono<Env>()
    .get('/richiesta', (c) => (loadDraft(app, c) ? getThread(app, c, thread) : showActs(app, c)))
    .post('/richiesta/inizia', limitNew(app), async (c) => {
      const act = field(await readForm(c), 'atto')
      if (!app.content.questions.get('natura_atto')?.options?.some(({ code }) => code === act)) return showActs(app, c, 'choose_one')
      startRequest(app, c, act)
      return c.redirect('/richiesta', 303)
    })
    .post('/richiesta/invia', limitNew(app), (c) => send(app, c))
    .post('/richiesta/cancella', (c) => {
      forgetDraft(app, c)
      forgetCounter(app, c)
      forgetVisit(app, c)
      forgetFollowed(app, c)
      return c.redirect('/', 303)
    })
    .post('/richiesta/ancora', limitNew(app), (c) => again(app, c))
    .get('/richiesta/:question', (c) => getThread(app, c, thread))
    .post('/richiesta/:question', (c) => postAnswer(app, c, thread, () => lost(app, c)))
}

/** A second request that starts from the one this visitor follows; who sees only that it arrived starts from nothing. */
function again(app: App, c: Ctx) {
  const followed = loadFollowed(app, c)
  const opened = followed && tryOpenDossier(app, followed)
  if (!opened || sightOf(opened) !== 'tutto') return c.redirect('/richiesta', 303)
  startAgain(app, c, opened, contactsOf(app.content, opened.filed, opened.story))
  return c.redirect('/richiesta', 303)
}

/** The three acts, told apart before the first question (domain.md 2.4). */
function showActs(app: App, c: Ctx, problem?: string) {
  const voice = voiceOf(app, c)
  const { t, text } = voice
  const acts = app.content.questions.get('natura_atto')?.options?.map(({ code, label, icon }) => ({ code, label: text(label), icon, words: t(`requests.act_words.${code}`) }))
  const data = { title: t('requests.start_title'), breadcrumbs: [{ label: t('site.home_crumb'), href: '/' }, { label: t('requests.crumb') }], acts, privacy: privacyBrief(app.content, voice), problem: problem && t(`problems.${problem}`) }
  return page(app, c, 'requests/acts', data, problem ? 422 : 200)
}

/** The draft is gone (closed browser, a day of silence, already sent): say so and show the way. */
function lost(app: App, c: Ctx) {
  const token = draftToken(app, c)
  if (token && findByDraft(app.db, token)) return c.redirect('/richiesta/inviata', 303)
  const { t } = voiceOf(app, c)
  return page(app, c, 'requests/lost', { title: t('requests.lost.title') }, 409)
}

/** Sends. A second click, or a page kept open, leads to the same receipt. */
async function send(app: App, c: Ctx) {
  const counter = await counterIn(app, c)
  const token = draftToken(app, c)
  const draft = loadRequest(app, c)
  if (!token || !draft) return lost(app, c)
  const walked = walkThread(app, { journey: 'richiesta' }, draft.kept)
  if (walked.current) return showThread(app, c, requestThread(app), draft.kept, { stale: true })
  submit(app, { token, kept: draft.kept, walked, manner: mannerOf(app, c, draft.kept.answers), channel: channelOf(app, c), counter })
  countSent(app, walked)
  forgetCounter(app, c)
  forgetVisit(app, c)
  return c.redirect('/richiesta/inviata', 303)
}

/** What an operator at the counter says of the request; of everybody else, whatever is posted, nothing is read. */
async function counterIn(app: App, c: Ctx): Promise<Counter | undefined> {
  const operator = counterOf(app, c)
  return operator && operator !== 'ended' ? { operator, sawDocument: field(await readForm(c), 'identita') === 'vista' } : undefined
}
