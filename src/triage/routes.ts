import { Hono } from 'hono'
import { staffOnly, withRight } from '../accounts/guards.ts'
import { filesOf } from '../attachments/attachments.ts'
import { viewForStaff } from '../attachments/views.ts'
import { assignmentData } from '../assignment/page.ts'
import { notesData } from '../notes/page.ts'
import { readingData, toldTo } from '../reading/page.ts'
import { tryOpenDossier, type Dossier } from '../dossiers/dossiers.ts'
import { actsAs } from '../dossiers/manager.ts'
import { inAddress } from '../dossiers/number.ts'
import { observationsData } from '../follow/observation-page.ts'
import { paperData } from '../paper/page.ts'
import { referralData } from '../referrals/views.ts'
import { todayInRome, type App, type Ctx, type Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { showPage } from '../pages/pages.ts'
import { page } from '../web/render.ts'
import { may } from '../accounts/roles.ts'
import { sheetData } from '../agenda/views.ts'
import { readAction, viewAction } from './action.ts'
import { decide, lastKind } from './decide.ts'
import { joinsData } from '../joins/views.ts'
import { isAnswered, toAnswer } from './observations.ts'
import { allowed, fieldOf, missingIn, type Decision, type Given } from './decisions.ts'
import { standingData } from './standing.ts'
import { viewClosedRow, viewSheet } from './sheet.ts'
import { sendFile, takeReason } from './file.ts'
import { mine } from './mine.ts'
import { operatorName, read } from './triage.ts'

/** /operatori/richieste/NUMBER: a dossier, a decision. */
export function triageRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .use('/operatori/richieste/*', staffOnly(app), withRight(app, 'dossiers'))
    .get('/operatori/richieste/:number', (c) => {
      const dossier = mine(app, c)
      return dossier ? showSheet(app, c, dossier) : errorPage(app, c, 404)
    })
    .get('/operatori/richieste/:number/file/:id', (c) => sendFile(app, c))
    .post('/operatori/richieste/:number/file/:id', (c) => takeReason(app, c))
    .post('/operatori/richieste/:number/decisioni', (c) => takeDecision(app, c))
    .get('/operatori/come-funziona', staffOnly(app), (c) => showPage(app, c, 'come-funziona-operatori'))
}

type Said = { problem?: string; /** Revision of the older page it was decided on. */ since?: number; typed?: Given; code?: string }

function showSheet(app: App, c: Ctx, dossier: Dossier, said: Said = {}, status: 200 | 409 | 422 = 200) {
  const voice = voiceOf(app, c)
  const opened = read(app, c.get('member'), dossier)
  if (!opened) return page(app, c, 'triage/closed', { title: voice.t('staff.sheet.title'), dossier: viewClosedRow(app.content, dossier, voice) })
  const sheet = viewSheet(app.content, { ...opened, story: toldTo(c.get('member').role, opened.story) }, voice, app.now(), (id) => operatorName(app, id))
  const done = c.req.query('fatto') === opened.story.at(-1)?.kind ? sheet.story[0]?.kind : undefined
  const problem = said.problem && { problem: voice.t(`problems.${said.problem}`), wrong: fieldOf[said.problem] }
  const answers = viewForStaff(app.content, opened, filesOf(app, opened.key, dossier.id), voice, may(c.get('member').role, 'sensitive'))
  const breadcrumbs = [{ label: voice.t('staff.queue.title'), href: '/operatori/richieste' }, { label: sheet.number }]
  const action = viewAction(app, c.get('member'), opened, voice, said)
  const data = { title: voice.t('staff.sheet.title'), breadcrumbs, sheet, answers, done, action, observations: observationsData(app, opened, voice), ...standingData(app, c, opened), agenda: sheetData(app, c.get('member'), opened, voice), typed: said.typed, ...problem, mayExport: may(c.get('member').role, 'export'), ...joinsData(app, c.get('member'), opened, voice), ...readingData(app, c, opened), ...notesData(app, c, opened), ...assignmentData(app, c, opened, said.since), ...referralData(app, c, dossier, voice), ...paperData(app, opened) }
  return page(app, c, 'triage/sheet', data, status)
}

/** An observation of the person without its answer, as a key of problems.json. */
function unansweredIn(app: App, dossier: Dossier, decision: Decision, given: Given): string | undefined {
  const opened = tryOpenDossier(app, dossier)
  return opened && !isAnswered(toAnswer(decision, opened), given) ? 'answer_observations' : undefined
}

/** Takes the one form: all of it or nothing. What is sent back keeps what was typed. */
async function takeDecision(app: App, c: Ctx) {
  const dossier = mine(app, c)
  if (!dossier) return errorPage(app, c, 404)
  const form = await readForm(c)
  const member = c.get('member')
  const { code, given } = readAction(app, form, member, dossier)
  const revision = Number.parseInt(field(form, 'versione'), 10)
  const decision = allowed(app.content.workflow, dossier.status, ...actsAs(app.content, member, dossier)).find((d) => d.code === code)
  const problem = decision && dossier.revision === revision && (missingIn(decision, given, todayInRome(app.now())) ?? unansweredIn(app, dossier, decision, given))
  if (problem) return showSheet(app, c, dossier, { problem, typed: given, code }, 422)
  const outcome = decide(app, member, dossier, revision, code, given)
  if (outcome === 'done') return c.redirect(`/operatori/richieste/${inAddress(dossier.number)}?fatto=${lastKind(app, dossier)}`, 303)
  const fresh = mine(app, c) ?? dossier
  return showSheet(app, c, fresh, { problem: outcome === 'changed' ? 'changed_meanwhile' : 'not_allowed', typed: given, code, since: revision }, 409)
}
