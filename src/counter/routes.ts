import { Hono } from 'hono'
import { staffOnly, withRight } from '../accounts/guards.ts'
import { walkThread } from '../conversation/threads.ts'
import { forgetVisit } from '../conversation/visit.ts'
import { counterOf, markCounter } from '../dossiers/counter.ts'
import { beginDraft, loadDraft, takeUpDraft } from '../dossiers/draft.ts'
import { countBegun } from '../dossiers/stops.ts'
import { inAddress, readNumber } from '../dossiers/number.ts'
import { appendAudit } from '../events/audit.ts'
import { forgetFollowed } from '../follow/followed.ts'
import { tokenOf } from '../resume/resume.ts'
import { identify } from './identity.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { field, readForm } from '../web/form.ts'
import { limitNew, limitTries, limitTriesAt } from '../web/limits.ts'
import { findMine, refuse } from '../triage/triage.ts'
import { errorPage } from '../web/errors.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'

/** /operatori/bozze: a request filled in at the counter, by an operator with the person in front of them (domain.md 2.6). */
export function counterRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .use('/operatori/bozze/*', staffOnly(app), withRight(app, 'dossiers'))
    .get('/operatori/bozze', (c) => showCounter(app, c))
    .post('/operatori/bozze', limitTries(app), limitTriesAt(app, 'codice'), (c) => openAtCounter(app, c))
    .post('/operatori/bozze/nuova', limitNew(app), (c) => beginAtCounter(app, c))
    .post('/operatori/richieste/:number/identita', staffOnly(app), withRight(app, 'dossiers'), (c) => takeIdentity(app, c))
}

/** The page of staff: take up a kept draft with the person, or begin a new request with them. */
function showCounter(app: App, c: Ctx, typed?: string) {
  const { t } = voiceOf(app, c)
  const problem = typed === undefined ? undefined : t('problems.resume_counter')
  const going = loadDraft(app, c) !== undefined && counterOf(app, c) !== undefined
  return page(app, c, 'counter/door', { title: t('counter.title'), typed, problem, going }, problem ? 422 : 200)
}

/** Opens a kept draft with its code and digits: only the person can have given them. Either way the log has a line. */
async function openAtCounter(app: App, c: Ctx) {
  const form = await readForm(c)
  const code = field(form, 'codice').slice(0, 40)
  const token = await tokenOf(app, code, field(form, 'cifre').slice(0, 20))
  log(app, c, 'bozza_aperta', token ? 'ok' : 'refused')
  if (!token) return showCounter(app, c, code)
  takeUpDraft(app, c, token)
  return sitDown(app, c, token)
}

/** Begins a request with the person, in a draft of its own. */
function beginAtCounter(app: App, c: Ctx) {
  const kept = { answers: {}, chosen: [] }
  beginDraft(app, c, kept)
  countBegun(app, undefined, walkThread(app, { journey: 'richiesta' }, kept))
  log(app, c, 'bozza_nuova', 'ok')
  return sitDown(app, c, loadDraft(app, c)?.token ?? '')
}

/** Nothing of who was at this computer before comes along. */
function sitDown(app: App, c: Ctx, token: string) {
  forgetVisit(app, c)
  forgetFollowed(app, c)
  markCounter(app, c, c.get('member'), token)
  return c.redirect('/richiesta', 303)
}

function log(app: App, c: Ctx, action: string, outcome: 'ok' | 'refused'): void {
  const { id, role } = c.get('member')
  appendAudit(app.db, { at: app.now().toISOString(), operator: id, role, action, subject: null, outcome })
}

/** The document that was seen. What is out of scope looks like nothing; on an old page the dossier shows how it is now. */
async function takeIdentity(app: App, c: Ctx) {
  const number = readNumber(c.req.param('number') ?? '')
  const member = c.get('member')
  const dossier = number ? findMine(app, member, number) : undefined
  if (number && !dossier) refuse(app, member, number)
  if (!dossier) return errorPage(app, c, 404)
  const form = await readForm(c)
  const done = field(form, 'vista') === 'si' && identify(app, member, dossier, Number.parseInt(field(form, 'versione'), 10)) === 'done'
  return c.redirect(`/operatori/richieste/${inAddress(dossier.number)}${done ? '?fatto=identita_vista' : ''}`, 303)
}
