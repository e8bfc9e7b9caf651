import { tryOpenDossier, type OpenDossier } from '../dossiers/dossiers.ts'
import type { Row } from '../dossiers/file.ts'
import { inAddress, readNumber } from '../dossiers/number.ts'
import type { Form } from '../engine/question.ts'
import { viewDesk } from '../territory/desks.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import type { App, Ctx } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { logReferral, type Found } from './door.ts'
import { rowsFor, serviceOf } from './fields.ts'
import { keptOf, moveOf, referredTo, step, type By } from './referrals.ts'
import { viewAnswer, viewService } from './views.ts'

export type RowsOf = (opened: OpenDossier) => Row[]
export type Answered = { problem?: 'reason' | 'changed'; code?: string; typed?: string }
const here = '/operatori/affidamenti'

/** What was referred to the member's own service, and nothing else: number, state, since when. */
export function showList(app: App, c: Ctx) {
  const voice = voiceOf(app, c)
  const member = c.get('member')
  const service = serviceOf(app.content, member.service)
  const rows = referredTo(app, member).map(({ referral, dossier }) => ({ number: dossier.number, href: `${here}/${inAddress(dossier.number)}`, state: voice.t(`referrals.states.${referral.state}`), due: referral.state === 'offerto', offered: voice.day(referral.offeredAt) }))
  logReferral(app, member, 'coda', null)
  return page(app, c, 'referrals/list', { title: voice.t('referrals.list.title'), service: service && voice.text(service.name), rows, done: ['affidamento_rifiutato', 'affidamento_concluso'].find((code) => code === c.req.query('fatto')) })
}

export function showOwn(app: App, c: Ctx, rows: RowsOf, said: Answered = {}) {
  const found = ownReferral(app, c)
  if (!found) return errorPage(app, c, 404)
  const { t } = voiceOf(app, c)
  logReferral(app, c.get('member'), 'lettura', found.opened.dossier.number)
  const breadcrumbs = [{ label: t('referrals.list.title'), href: here }, { label: found.opened.dossier.number }]
  return page(app, c, 'referrals/referral', { title: t('referrals.one.title'), breadcrumbs, ...shownOf(app, c, found, rows, said), base: c.req.path }, statusOf(said))
}

export async function answerOwn(app: App, c: Ctx, rows: RowsOf) {
  const form = await readForm(c)
  const found = ownReferral(app, c)
  if (!found) return showGone(app, c, field(form, 'motivo').trim().slice(0, 500))
  const said = answer(app, c.get('member'), found, form)
  if (said.problem) return showOwn(app, c, rows, said)
  return c.redirect(said.code === 'affidamento_accolto' ? c.req.path : `${here}?fatto=${said.code}`, 303)
}

/** Answered by a colleague, taken back, or never theirs: all alike. What was typed is given back, to be copied. */
function showGone(app: App, c: Ctx, typed: string) {
  const { t } = voiceOf(app, c)
  const breadcrumbs = [{ label: t('referrals.list.title'), href: here }, { label: t('referrals.own_gone.title') }]
  return page(app, c, 'referrals/own_gone', { title: t('referrals.own_gone.title'), breadcrumbs, here, typed }, 404)
}

/** The referral of the address, if it is of the member's service and still open; another service's looks like none, and is logged. */
function ownReferral(app: App, c: Ctx): Found | undefined {
  const number = readNumber(c.req.param('number') ?? '')
  const mine = referredTo(app, c.get('member')).find(({ dossier }) => dossier.number === number)
  const opened = mine && tryOpenDossier(app, mine.dossier)
  if (number && !opened) logReferral(app, c.get('member'), 'lettura', number, 'refused')
  return opened && { referral: mine.referral, kept: keptOf(opened.key, mine.referral), opened }
}

/** Takes the answer of a form: by account, or by link (`by` is null). */
export function answer(app: App, by: By, { referral, opened: { dossier } }: Found, form: Form): Answered {
  const code = ['affidamento_accolto', 'affidamento_rifiutato', 'affidamento_concluso'].find((one) => one === field(form, 'passo'))
  const typed = field(form, 'motivo').trim().slice(0, 500)
  if (!code) return { problem: 'changed', typed }
  if (moveOf(app.content, code).reason && !typed) return { problem: 'reason', code, typed }
  return step(app, by, { referral, dossier }, Number.parseInt(field(form, 'versione'), 10), code, typed) === 'done' ? { code } : { problem: 'changed', code, typed }
}

/** What a service reads: why, the answers it may see, who sent it, and how to answer. */
export function shownOf(app: App, c: Ctx, { referral, kept, opened }: Found, rows: RowsOf, { problem, code, typed }: Answered) {
  const voice = voiceOf(app, c)
  const service = serviceOf(app.content, referral.service)
  const desk = deskOrWelcome(app.content, opened.dossier.desk)
  const view = viewAnswer(app.content, referral, opened.dossier, voice)
  return {
    number: opened.dossier.number, reason: kept.reason, answer: view, service: service && viewService(app.content, service, voice),
    rows: service ? rowsFor(app.content, service, rows(opened), kept.fields) : [], desk: desk && viewDesk(app.content, desk, voice, app.now()),
    problem: problem && voice.t(`referrals.problems.${problem}`), wrong: problem === 'reason' ? code : undefined, code, typed, kept: view.answers.some((one) => one.code === code) ? '' : typed,
  }
}

export const statusOf = ({ problem }: Answered): 200 | 409 | 422 => (problem === 'reason' ? 422 : problem ? 409 : 200)
