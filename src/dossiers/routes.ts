import { Hono } from 'hono'
import { getThread, mannerOf, postAnswer, showThread, walkThread } from '../conversation/threads.ts'
import { forgetVisit } from '../conversation/visit.ts'
import { viewDesk } from '../territory/desks.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { field, readForm } from '../web/form.ts'
import { limitNew, limitTries, limitTriesAt } from '../web/limits.ts'
import { page } from '../web/render.ts'
import { codeOf, findByCode, findByDraft, submit, tryOpenDossier, type Dossier } from './dossiers.ts'
import { draftToken, forgetDraft, isOld, loadDraft } from './draft.ts'
import type { Row } from './file.ts'
import { readNumber } from './number.ts'
import { loadRequest, requestThread, startRequest } from './request.ts'
import { forgetFollowed, loadFollowed, saveFollowed } from './followed.ts'
import { viewStatus } from './status.ts'

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
    .get('/richiesta/inviata', (c) => showReceipt(app, c))
    .post('/richiesta/cancella', (c) => {
      forgetDraft(app, c)
      forgetVisit(app, c)
      forgetFollowed(app, c)
      return c.redirect('/', 303)
    })
    .get('/richiesta/:question', (c) => getThread(app, c, thread))
    .post('/richiesta/:question', (c) => postAnswer(app, c, thread, () => lost(app, c)))
}

/** The three acts, told apart before the first question (domain.md 2.4). */
function showActs(app: App, c: Ctx, problem?: string) {
  const { t, text } = app.templates.voice(c.get('lang'))
  const acts = app.content.questions.get('natura_atto')?.options?.map(({ code, label, icon }) => ({ code, label: text(label), icon, words: t(`requests.act_words.${code}`) }))
  const data = { title: t('requests.start_title'), breadcrumbs: [{ label: t('site.home_crumb'), href: '/' }, { label: t('requests.crumb') }], acts, problem: problem && t(`problems.${problem}`) }
  return page(app, c, 'requests/acts', data, problem ? 422 : 200)
}

/** The draft is gone (closed browser, a day of silence, already sent): say so and show the way. */
function lost(app: App, c: Ctx) {
  const token = draftToken(app, c)
  if (token && findByDraft(app.db, token)) return c.redirect('/richiesta/inviata', 303)
  const { t } = app.templates.voice(c.get('lang'))
  return page(app, c, 'requests/lost', { title: t('requests.lost.title') }, 409)
}

/** Sends. A second click, or a page kept open, leads to the same receipt. */
function send(app: App, c: Ctx) {
  const token = draftToken(app, c)
  const draft = loadRequest(app, c)
  if (!token || !draft) return lost(app, c)
  const walked = walkThread(app, { journey: 'richiesta' }, draft.kept)
  if (walked.current) return showThread(app, c, requestThread(app), draft.kept, { stale: true })
  submit(app, { token, kept: draft.kept, walked, manner: mannerOf(app, c, draft.kept.answers), channel: 'home' })
  forgetVisit(app, c)
  return c.redirect('/richiesta/inviata', 303)
}

/** The receipt of art. 18-bis, L. 241/1990, for a day, while this browser keeps the draft's cookie: browsers keep cookies longer than people think. */
function showReceipt(app: App, c: Ctx) {
  const token = draftToken(app, c)
  const dossier = token ? findByDraft(app.db, token) : undefined
  if (!token || !dossier || isOld(app, dossier.receivedAt)) return c.redirect('/la-mia-richiesta', 303)
  const voice = app.templates.voice(c.get('lang'))
  const opened = tryOpenDossier(app, dossier)
  c.header('Cache-Control', 'no-store')
  if (!opened) return showClosed(app, c, dossier)
  return page(app, c, 'requests/receipt', {
    title: voice.t('requests.receipt.title'), code: codeOf(token), status: viewStatus(app.content, opened, voice, app.now()),
    at: `${voice.day(dossier.receivedAt)}, ${voice.time(dossier.receivedAt)}`, report: dossier.act === 'segnalazione', signed: dossier.act === 'istanza', comes: opened.filed.answers.canale_contatto === 'passo_io',
    ...gapsOf(opened.filed.rows), urgent: dossier.rank === 0,
  })
}

/** What we may ask later. Questions on the need are not named: a receipt is seen by others. */
function gapsOf(rows: Row[]) {
  const unknown = rows.filter((row) => row.unknown)
  const onNeed = ({ part, category }: Row) => category === 'part' || part === 'bisogno' || part === 'proposte'
  return { gaps: unknown.filter((row) => !onNeed(row)).map(({ label }) => label), needGaps: unknown.some(onNeed) }
}

/** /la-mia-richiesta: number and code, then where it is now. */
export function followRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/la-mia-richiesta', (c) => {
      const dossier = loadFollowed(app, c)
      return dossier ? showStatus(app, c, dossier) : askCode(app, c)
    })
    .post('/la-mia-richiesta', limitTries(app), limitTriesAt(app, 'numero'), async (c) => {
      const form = await readForm(c)
      const typed = field(form, 'numero').slice(0, 40)
      const dossier = findByCode(app, readNumber(typed), field(form, 'codice').slice(0, 40))
      if (!dossier) return askCode(app, c, typed)
      saveFollowed(app, c, dossier)
      return c.redirect('/la-mia-richiesta', 303)
    })
    .post('/la-mia-richiesta/esci', (c) => {
      forgetFollowed(app, c)
      // The receipt goes too: on a shared computer it would show the code to who comes next.
      if (!loadDraft(app, c)) forgetDraft(app, c)
      return c.redirect('/', 303)
    })
}

function askCode(app: App, c: Ctx, typed?: string) {
  const { t } = app.templates.voice(c.get('lang'))
  const data = { title: t('requests.follow.title'), breadcrumbs: [{ label: t('site.home_crumb'), href: '/' }, { label: t('requests.follow.crumb') }], typed, problem: typed === undefined ? undefined : t('problems.code') }
  return page(app, c, 'requests/follow', data, typed === undefined ? 200 : 422)
}

function showStatus(app: App, c: Ctx, dossier: Dossier) {
  const voice = app.templates.voice(c.get('lang'))
  c.header('Cache-Control', 'no-store')
  const report = dossier.act === 'segnalazione'
  const opened = tryOpenDossier(app, dossier)
  if (!opened) return showClosed(app, c, dossier)
  return page(app, c, 'requests/status', { title: voice.t('requests.follow.title'), report, status: viewStatus(app.content, opened, voice, app.now()) })
}

/** A request whose key or bytes are gone: its number, and who helps. */
function showClosed(app: App, c: Ctx, { number, desk }: Dossier) {
  const voice = app.templates.voice(c.get('lang'))
  const found = deskOrWelcome(app.content, desk)
  return page(app, c, 'requests/closed', { title: voice.t('requests.follow.title'), number, desk: found && viewDesk(app.content, found, voice, app.now()) })
}
