import type { OpenDossier } from '../dossiers/dossiers.ts'
import type { Row } from '../dossiers/file.ts'
import { inAddress } from '../dossiers/number.ts'
import type { Form } from '../engine/question.ts'
import { viewDone } from '../events/since.ts'
import { viewDesk } from '../territory/desks.ts'
import { comuneOf, deskOrWelcome } from '../territory/routing.ts'
import { todayInRome, type App, type Ctx } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field, readForm } from '../web/form.ts'
import { originOf } from '../web/origin.ts'
import { page } from '../web/render.ts'
import { filedConsent, recordedConsent, ways } from './consent.ts'
import { logReferral, renew, type Found } from './door.ts'
import { questionsFor, rowsFor, serviceOf, servicesFor, type Service } from './fields.ts'
import { letterPdf } from './letter.ts'
import { keptOf, moveOf, refer, referralsOf, step } from './referrals.ts'
import { viewService } from './views.ts'

const sheetOf = ({ dossier }: OpenDossier) => `/operatori/richieste/${inAddress(dossier.number)}`

type Said = { form?: Form; problems?: { code: string; href: string }[]; stale?: boolean }

/** First which service, then what it will see, whether the person agrees, and why: nothing is sent before it was seen. */
export function showRefer(app: App, c: Ctx, opened: OpenDossier, rows: Row[], { form, problems = [], stale = false }: Said = {}) {
  const voice = app.templates.voice(c.get('lang'))
  const { dossier, filed } = opened
  const service = serviceOf(app.content, form ? field(form, 'servizio') : c.req.query('servizio'))
  const all = servicesFor(app.content, { ambito: comuneOf(app.content, dossier.comune)?.ambito }).map((one) => viewService(app.content, one, voice))
  const consent = service && filedConsent(app.content, service, filed, dossier.receivedAt)
  logReferral(app, c.get('member'), 'lettura', dossier.number)
  return page(app, c, 'referrals/refer', {
    title: voice.t('referrals.refer.title'), breadcrumbs: [{ label: voice.t('staff.queue.title'), href: '/operatori/richieste' }, { label: dossier.number, href: sheetOf(opened) }, { label: voice.t('referrals.refer.title') }],
    kinds: [...Map.groupBy(all, ({ kind }) => kind)].map(([name, services]) => ({ name, services })), service: service && viewService(app.content, service, voice),
    rows: service && rowsFor(app.content, service, rows), consent: consent && voice.day(consent.at), said: filed.rows.find(({ id, unknown }) => id === 'autorizza_condivisione' && !unknown)?.answer.join(', '),
    ways, today: todayInRome(app.now()), revision: dossier.revision, base: `${sheetOf(opened)}/affida`, typed: form ?? {}, stale, done: stale && form ? viewDone(app, opened.story, revisionIn(form), dossier.revision, voice) : [], may: moveOf(app.content, 'affida').from.includes(dossier.status),
    wrong: problems.map(({ code }) => code), errors: problems.map(({ code, href }) => ({ words: voice.t(`referrals.problems.${code}`), href })),
  }, stale ? 409 : problems.length ? 422 : 200)
}

/** Sends it to the service: without the person's yes there is no referral (domain.md 2.10 n. 61, 4.1). */
export async function takeRefer(app: App, c: Ctx, opened: OpenDossier, rows: Row[]) {
  const form = await readForm(c)
  const service = serviceOf(app.content, field(form, 'servizio'))
  if (!service) return c.redirect(`${sheetOf(opened)}/affida`, 303)
  const reason = field(form, 'motivo').trim().slice(0, 500)
  const consent = consentFor(app, opened, service, form)
  const problems = [...(consent ? [] : [{ code: 'consent', href: '#accordo' }]), ...(reason ? [] : [{ code: 'reason', href: '#motivo' }])]
  if (!consent || problems.length) return showRefer(app, c, opened, rows, { form, problems })
  const outcome = refer(app, c.get('member'), opened.dossier, revisionIn(form), { service, reason, consent, fields: questionsFor(app.content, service) })
  return outcome === 'done' ? c.redirect(`${sheetOf(opened)}?fatto=affida`, 303) : showRefer(app, c, opened, rows, { form, stale: true })
}

const consentFor = (app: App, { dossier, filed }: OpenDossier, service: Service, form: Form) =>
  filedConsent(app.content, service, filed, dossier.receivedAt) ?? recordedConsent(form, todayInRome(app.now()))

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

export function renewLetter(app: App, c: Ctx, opened: OpenDossier) {
  const found = openReferral(app, opened)
  if (found?.kept.link) renew(app, c.get('member'), found)
  return c.redirect(`${sheetOf(opened)}#servizio`, 303)
}

/** What a service without an account said by phone or by letter. */
export const answerForService = async (app: App, c: Ctx, opened: OpenDossier) => {
  const form = await readForm(c)
  return takeStep(app, c, opened, form, ['affidamento_accolto', 'affidamento_rifiutato', 'affidamento_concluso'].find((code) => code === field(form, 'passo')))
}

export const takeBack = async (app: App, c: Ctx, opened: OpenDossier) => takeStep(app, c, opened, await readForm(c), 'affidamento_ritirato')

/** A step without its reason, or on an old page, changes nothing: the sheet shows how it is now. */
function takeStep(app: App, c: Ctx, opened: OpenDossier, form: Form, code: string | undefined) {
  const found = openReferral(app, opened)
  const reason = field(form, 'motivo').trim().slice(0, 500)
  const due = found && code && (found.kept.link || code === 'affidamento_ritirato') && (reason || !moveOf(app.content, code).reason)
  const problem = !due ? 'motivo' : step(app, c.get('member'), { referral: found.referral, dossier: opened.dossier }, revisionIn(form), code, reason) === 'changed' ? 'cambiata' : undefined
  return c.redirect(problem ? `${sheetOf(opened)}?affidamento=${problem}#servizio` : `${sheetOf(opened)}?fatto=${code}`, 303)
}

function openReferral(app: App, opened: OpenDossier): Found | undefined {
  const referral = referralsOf(app, opened.dossier.id).find(({ state }) => ['offerto', 'accolto'].includes(state))
  return referral && { referral, kept: keptOf(opened.key, referral), opened }
}

const revisionIn = (form: Form) => Number.parseInt(field(form, 'versione'), 10)
