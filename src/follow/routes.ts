import { Hono } from 'hono'
import { filesOf } from '../attachments/attachments.ts'
import { viewAsked } from '../attachments/views.ts'
import { findByCode, tryOpenDossier, type Dossier } from '../dossiers/dossiers.ts'
import { forgetDraft, loadDraft } from '../dossiers/draft.ts'
import { readNumber } from '../dossiers/number.ts'
import { sightOf, viewStatus } from '../dossiers/status.ts'
import { viewDesk } from '../territory/desks.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { whereItWent } from '../referrals/views.ts'
import { limitTries, limitTriesAt } from '../web/limits.ts'
import { page } from '../web/render.ts'
import { numberToFollow } from '../joins/views.ts'
import { personData } from '../agenda/views.ts'
import { takeConsentBack } from './consent-page.ts'
import { contactsData, showContacts, takeContacts } from './contact-page.ts'
import { makeMove, movesOf } from './moves.ts'
import { viewManager, viewNow } from './now.ts'
import { observationsData, takeObservation, type Refused } from './observation-page.ts'
import { openingsOf } from './openings.ts'
import { forgetFollowed, loadFollowed, saveFollowed } from './followed.ts'

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
    .post('/la-mia-richiesta/passi', (c) => move(app, c))
    .post('/la-mia-richiesta/consenso', (c) => takeConsentBack(app, c, (dossier) => showStatus(app, c, dossier, { stale: true })))
    .get('/la-mia-richiesta/contatti', (c) => showContacts(app, c))
    .post('/la-mia-richiesta/contatti', (c) => takeContacts(app, c))
    .post('/la-mia-richiesta/osservazioni', (c) => takeObservation(app, c, (refused) => showAgain(app, c, refused)))
    .post('/la-mia-richiesta/esci', (c) => {
      forgetFollowed(app, c)
      // The receipt goes too: on a shared computer it would show the code to who comes next.
      if (!loadDraft(app, c)) forgetDraft(app, c)
      return c.redirect('/', 303)
    })
}

/** The status page with what was written, to be put right. */
function showAgain(app: App, c: Ctx, refused: Refused) {
  const dossier = loadFollowed(app, c)
  return dossier ? showStatus(app, c, dossier, { refused }) : askCode(app, c)
}

function askCode(app: App, c: Ctx, typed?: string) {
  const { t } = voiceOf(app, c)
  const data = { title: t('follow.door.title'), breadcrumbs: [{ label: t('site.home_crumb'), href: '/' }, { label: t('follow.door.crumb') }], typed, problem: typed === undefined ? undefined : t('problems.code') }
  return page(app, c, 'follow/door', data, typed === undefined ? 200 : 422)
}

/** Withdraws or reopens; what was asked on an old page changes nothing and shows where the request is. */
async function move(app: App, c: Ctx) {
  const form = await readForm(c)
  const dossier = loadFollowed(app, c)
  const opened = dossier && tryOpenDossier(app, dossier)
  if (!dossier || !opened || sightOf(opened) !== 'tutto') return c.redirect('/la-mia-richiesta', 303)
  const code = field(form, 'passo')
  const reason = field(form, 'motivo').trim().slice(0, 500)
  const done = makeMove(app, dossier, Number.parseInt(field(form, 'versione'), 10), code, reason)
  return done ? c.redirect(`/la-mia-richiesta?fatto=${code}`, 303) : showStatus(app, c, dossier, { stale: true, typed: reason })
}

/** An older page, with what was typed there, or an observation to be put right. */
type Said = { stale?: boolean; typed?: string; refused?: Refused }

function showStatus(app: App, c: Ctx, dossier: Dossier, { stale = false, typed = '', refused }: Said = {}) {
  const voice = voiceOf(app, c)
  c.header('Cache-Control', 'no-store')
  const opened = tryOpenDossier(app, dossier)
  if (!opened) return showClosed(app, c, dossier)
  const moves = movesOf(app.content, dossier, app.now()).map(({ code, label, words, to }) => ({ code, label: voice.text(label), words: voice.text(words), revision: dossier.revision, asks: to === 'ritirata' }))
  const last = opened.story.at(-1)?.kind
  const done = ['contatti', 'osservazioni', 'consenso_ritirato', ...app.content.workflow.citizen_moves.map(({ code }) => code)].find((code) => code === last && c.req.query('fatto') === last)
  const sight = sightOf(opened)
  const all = sight === 'tutto'
  const data = { title: voice.t('follow.door.title'), sight, report: sight === 'ricevuta', status: viewStatus(app.content, opened, voice, app.now()), moves: all ? moves : [], now: viewNow(app, opened, voice), manager: all ? viewManager(app, opened, voice) : undefined, stale, typed, done, asked: viewAsked(app.content, opened, filesOf(app, opened.key, dossier.id), voice), answered: last === 'risposta' && c.req.query('fatto') === last, follow: all ? numberToFollow(app, opened) : undefined, openings: all ? openingsOf(app, dossier, voice) : [], appointment: all ? personData(app, opened, voice, c.req.query('fatto')) : undefined, observations: all ? observationsData(app, opened, voice, refused) : undefined, contacts: all ? contactsData(app, c, opened) : undefined, referral: all ? whereItWent(app, dossier, voice) : undefined }
  return page(app, c, 'follow/status', data, stale ? 409 : refused ? 422 : 200)
}

/** A request whose key or bytes are gone: its number, and who helps. */
function showClosed(app: App, c: Ctx, { number, desk, erasedAt }: Dossier) {
  const voice = voiceOf(app, c)
  const found = deskOrWelcome(app.content, desk)
  return page(app, c, 'follow/closed', { title: voice.t('follow.door.title'), number, erased: erasedAt && voice.day(erasedAt), desk: found && viewDesk(app.content, found, voice, app.now()) })
}
