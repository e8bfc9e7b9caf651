import type { OpenDossier } from '../dossiers/dossiers.ts'
import type { Form } from '../engine/question.ts'
import { viewDone } from '../events/since.ts'
import { viewDesk } from '../territory/desks.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import { todayInRome, type App, type Ctx } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { originOf } from '../web/origin.ts'
import { page } from '../web/render.ts'
import { recordedWithdrawal } from './consent.ts'
import { revisionIn, sheetOf } from './desk-page.ts'
import { logReferral, renew, type Found } from './door.ts'
import { serviceOf } from './fields.ts'
import { letterPdf } from './letter.ts'
import { keptOf, moveOf, referralsOf, step } from './referrals.ts'
import { referralData } from './views.ts'

/** The letter of the referral that is open, with its link and PIN; it can be printed again until it is over. */
export async function sendLetter(app: App, c: Ctx, opened: OpenDossier) {
  const found = openReferral(app, opened)
  const service = serviceOf(app.content, found?.referral.service)
  if (!found?.kept.link || !found.referral.expiresAt || !service) return errorPage(app, c, 404)
  const voice = app.templates.voice('it')
  const desk = deskOrWelcome(app.content, opened.dossier.desk)
  logReferral(app, c.get('member'), 'affidamento_lettera', opened.dossier.number)
  const { referral: { offeredAt, expiresAt }, kept: { link } } = found
  const bytes = await letterPdf({ service, number: opened.dossier.number, authority: app.content.territory.authority.name, desk: desk && viewDesk(app.content, desk, voice, app.now()), link, address: `${originOf(app, c)}/affidamento/${link.token}`, offeredAt, expiresAt, voice })
  c.header('Content-Type', 'application/pdf')
  c.header('Content-Disposition', 'attachment; filename="lettera.pdf"')
  return c.body(new Uint8Array(bytes))
}

/** A new letter for the referral that is open; where there is none any more, the page says what happened to it. */
export function renewLetter(app: App, c: Ctx, opened: OpenDossier, form: Form) {
  const found = openReferral(app, opened)
  if (!found?.kept.link) return showAgain(app, c, opened, form, { problem: 'changed', typed: '' })
  renew(app, c.get('member'), found)
  return c.redirect(`${sheetOf(opened)}#servizio`, 303)
}

/** What a service without an account said by phone or by letter. */
export const answerForService = (app: App, c: Ctx, opened: OpenDossier, form: Form) =>
  takeStep(app, c, opened, form, ['affidamento_accolto', 'affidamento_rifiutato', 'affidamento_concluso'].find((code) => code === field(form, 'passo')))

export const takeBack = (app: App, c: Ctx, opened: OpenDossier, form: Form) => takeStep(app, c, opened, form, 'affidamento_ritirato')

/** The person says at the counter, by phone or in writing that this service may see nothing any more: no reason is asked (GDPR art. 7 c. 3). */
export function takeWithdrawal(app: App, c: Ctx, opened: OpenDossier, form: Form) {
  const found = openReferral(app, opened)
  const code = 'consenso_ritirato'
  if (!found) return showAgain(app, c, opened, form, { problem: 'changed', code, typed: '' })
  const withdrawn = recordedWithdrawal(form, todayInRome(app.now()))
  if (!withdrawn) return showAgain(app, c, opened, form, { problem: 'withdrawal', code, typed: '' })
  const outcome = step(app, c.get('member'), { referral: found.referral, dossier: opened.dossier }, revisionIn(form), code, '', { withdrawn })
  return outcome === 'done' ? c.redirect(`${sheetOf(opened)}?fatto=${code}`, 303) : showAgain(app, c, opened, form, { problem: 'changed', code, typed: '' })
}

/** A step without its reason, or on a page that somebody overtook, changes nothing: it shows what happened, and gives back what was typed. */
function takeStep(app: App, c: Ctx, opened: OpenDossier, form: Form, code: string | undefined) {
  const found = openReferral(app, opened)
  const typed = field(form, 'motivo').trim().slice(0, 500)
  const revision = revisionIn(form)
  if (!found || !code || revision !== opened.dossier.revision || !(found.kept.link || code === 'affidamento_ritirato')) return showAgain(app, c, opened, form, { problem: 'changed', code, typed })
  if (!typed && moveOf(app.content, code).reason) return showAgain(app, c, opened, form, { problem: 'reason', code, typed })
  const outcome = step(app, c.get('member'), { referral: found.referral, dossier: opened.dossier }, revision, code, typed)
  return outcome === 'done' ? c.redirect(`${sheetOf(opened)}?fatto=${code}`, 303) : showAgain(app, c, opened, form, { problem: 'changed', code, typed })
}

type Refused = { problem: 'reason' | 'withdrawal' | 'changed'; code?: string | undefined; typed: string }

/** The referrals as they are now, with what was done since the page on which it was decided; the words stay in their form, or beside it where that is gone. */
function showAgain(app: App, c: Ctx, opened: OpenDossier, form: Form, { problem, code, typed }: Refused) {
  const voice = voiceOf(app, c)
  const { dossier, story } = opened
  logReferral(app, c.get('member'), 'lettura', dossier.number)
  const { referrals } = referralData(app, c, dossier, voice)
  const held = [...(referrals.live ? ['affidamento_ritirato'] : []), ...(referrals.live?.link && referrals.live.live ? referrals.live.answers.map((one) => one.code) : [])]
  const breadcrumbs = [{ label: voice.t('staff.queue.title'), href: '/operatori/richieste' }, { label: dossier.number, href: sheetOf(opened) }, { label: voice.t('referrals.sheet.title') }]
  return page(app, c, 'referrals/again', {
    title: voice.t('referrals.sheet.title'), breadcrumbs, number: dossier.number, href: sheetOf(opened), referrals, code, typed, kept: code && held.includes(code) ? '' : typed,
    problem: voice.t(`referrals.problems.${problem}`), wrong: problem === 'changed' ? undefined : code, said: { how: field(form, 'modo'), on: field(form, 'giorno').slice(0, 10) }, done: viewDone(app, story, revisionIn(form), dossier.revision, voice),
  }, problem === 'changed' ? 409 : 422)
}

function openReferral(app: App, opened: OpenDossier): Found | undefined {
  const referral = referralsOf(app, opened.dossier.id).find(({ state }) => ['offerto', 'accolto'].includes(state))
  return referral && { referral, kept: keptOf(opened.key, referral), opened }
}
