import type { OpenDossier } from '../dossiers/dossiers.ts'
import type { Row } from '../dossiers/file.ts'
import { inAddress } from '../dossiers/number.ts'
import type { Form } from '../engine/question.ts'
import { viewDone } from '../events/since.ts'
import type { Voice } from '../templates.ts'
import { comuneOf } from '../territory/routing.ts'
import { todayInRome, type App, type Ctx } from '../web/context.ts'
import { field } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { filedConsent, recordedConsent, ways } from './consent.ts'
import { logReferral } from './door.ts'
import { questionsFor, rowsFor, serviceOf, servicesFor, type Service } from './fields.ts'
import { keptOf, moveOf, refer, referralsOf } from './referrals.ts'
import { viewService } from './views.ts'

export const sheetOf = ({ dossier }: OpenDossier) => `/operatori/richieste/${inAddress(dossier.number)}`

type Said = { form?: Form; problems?: { code: string; href: string }[]; stale?: boolean }

/** First which service, then what it will see, whether the person agrees, and why: nothing is sent before it was seen. */
export function showRefer(app: App, c: Ctx, opened: OpenDossier, rows: Row[], { form, problems = [], stale = false }: Said = {}) {
  const voice = voiceOf(app, c)
  const { dossier, filed } = opened
  const service = serviceOf(app.content, form ? field(form, 'servizio') : c.req.query('servizio'))
  const all = servicesFor(app.content, { ambito: comuneOf(app.content, dossier.comune)?.ambito }).map((one) => viewService(app.content, one, voice))
  const consent = service && !withdrawnOn(app, opened, service) && filedConsent(app.content, service, filed, dossier.receivedAt)
  logReferral(app, c.get('member'), 'lettura', dossier.number)
  return page(app, c, 'referrals/refer', {
    title: voice.t('referrals.refer.title'), breadcrumbs: [{ label: voice.t('staff.queue.title'), href: '/operatori/richieste' }, { label: dossier.number, href: sheetOf(opened) }, { label: voice.t('referrals.refer.title') }],
    kinds: [...Map.groupBy(all, ({ kind }) => kind)].map(([name, services]) => ({ name, services })), service: service && viewService(app.content, service, voice),
    rows: service && rowsFor(app.content, service, rows), consent: consent && voice.day(consent.at), said: filed.rows.find(({ id, unknown }) => id === 'autorizza_condivisione' && !unknown)?.answer.join(', '),
    ways, today: todayInRome(app.now()), revision: dossier.revision, base: `${sheetOf(opened)}/affida`, typed: form ?? {}, stale, done: stale && form ? viewDone(app, opened.story, revisionIn(form), dossier.revision, voice) : [], may: moveOf(app.content, 'affida').from.includes(dossier.status), notNow: notNow(app, c, opened, voice),
    wrong: problems.map(({ code }) => code), errors: problems.map(({ code, href }) => ({ words: voice.t(`referrals.problems.${code}`), href })),
  }, stale ? 409 : problems.length ? 422 : 200)
}

/** Why it cannot be referred now, and the way on: the referral that is open, or what this role may choose to bring it there. */
function notNow(app: App, c: Ctx, opened: OpenDossier, voice: Voice) {
  const { workflow } = app.content
  const { status, id } = opened.dossier
  const live = referralsOf(app, id).find(({ state }) => ['offerto', 'accolto'].includes(state))
  const service = serviceOf(app.content, live?.service)
  const to = moveOf(app.content, 'affida').from
  const steps = workflow.decisions.filter((one) => !one.elsewhere && one.to && to.includes(one.to) && one.from.includes(status) && one.roles.includes(c.get('member').role))
  const name = workflow.statuses.find(({ code }) => code === status)?.name
  return { href: sheetOf(opened), status: name ? voice.text(name) : status, service: service && voice.text(service.name), steps: steps.map(({ label }) => voice.text(label)) }
}

/** Sends it to the service: without the person's yes there is no referral (domain.md 2.10 n. 61, 4.1). */
export function takeRefer(app: App, c: Ctx, opened: OpenDossier, rows: Row[], form: Form) {
  const service = serviceOf(app.content, field(form, 'servizio'))
  if (!service) return c.redirect(`${sheetOf(opened)}/affida`, 303)
  const reason = field(form, 'motivo').trim().slice(0, 500)
  const consent = consentFor(app, opened, service, form)
  const problems = [...(consent ? [] : [{ code: 'consent', href: '#accordo' }]), ...(reason ? [] : [{ code: 'reason', href: '#motivo' }])]
  if (!consent || problems.length) return showRefer(app, c, opened, rows, { form, problems })
  const outcome = refer(app, c.get('member'), opened.dossier, revisionIn(form), { service, reason, consent, fields: questionsFor(app.content, service) })
  return outcome === 'done' ? c.redirect(`${sheetOf(opened)}?fatto=affida`, 303) : showRefer(app, c, opened, rows, { form, stale: true })
}

/** What was said in the request counts until the person takes it back for this service; then they are asked anew. */
function consentFor(app: App, opened: OpenDossier, service: Service, form: Form) {
  const { dossier, filed } = opened
  const withdrawn = withdrawnOn(app, opened, service)
  return (withdrawn ? undefined : filedConsent(app.content, service, filed, dossier.receivedAt)) ?? recordedConsent(form, todayInRome(app.now()), withdrawn)
}

/** When the person last took back the yes for a service. */
const withdrawnOn = (app: App, { dossier, key }: OpenDossier, { slug }: Service): string | undefined =>
  referralsOf(app, dossier.id).filter(({ service }) => service === slug).map((referral) => keptOf(key, referral).withdrawn?.at).find(Boolean)

export const revisionIn = (form: Form): number => Number.parseInt(field(form, 'versione'), 10)
