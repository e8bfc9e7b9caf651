import { may } from '../accounts/roles.ts'
import type { Content } from '../content/content.ts'
import { keyOf, type Dossier } from '../dossiers/dossiers.ts'
import { inAddress } from '../dossiers/number.ts'
import type { Voice } from '../templates.ts'
import { todayInRome, type App, type Ctx } from '../web/context.ts'
import { ways } from './consent.ts'
import { kindOf, serviceOf, type Service } from './fields.ts'
import { isDead } from './link.ts'
import { isLive, keptOf, referralsOf, type Referral } from './referrals.ts'

/** A service as people need it. */
export function viewService(content: Content, service: Service, { text, day }: Voice) {
  const kind = kindOf(content, service)
  const { slug, phone, email, account, example } = service
  return { slug, name: text(service.name), kind: kind ? text(kind.name) : '', phone, tel: `tel:${phone.replace(/[^\d+]/g, '')}`, email, hours: text(service.hours), account, example, verified: day(service.verified_on) }
}

/** The answers that are due now: of the service, or what the desk hears of it by phone. Each posts its code. */
const answersTo = ({ services }: Content, { state }: Referral, voice: Voice) =>
  services.moves.filter((move) => move.before.some((one) => one === state) && move.state !== 'ritirato').map(({ code, reason }) => ({ code, reason, label: voice.t(`referrals.answers.${code}`) }))

/** What a service is shown before it answers, and with what it answers. */
export const viewAnswer = (content: Content, referral: Referral, dossier: Dossier, voice: Voice) =>
  ({ state: voice.t(`referrals.states.${referral.state}`), offered: voice.day(referral.offeredAt), revision: dossier.revision, answers: answersTo(content, referral, voice) })

/** What the sheet of a dossier shows of its referrals. */
export const referralData = (app: App, c: Ctx, dossier: Dossier, voice: Voice) => ({ referrals: viewReferrals(app, dossier, voice, may(c.get('member').role, 'refer')) })

/** Newest first; what can be done with the first one, if it is still open. */
function viewReferrals(app: App, dossier: Dossier, voice: Voice, mayRefer: boolean) {
  const key = dossier.erasedAt ? undefined : keyOf(app, dossier.id)
  const all = key ? referralsOf(app, dossier.id).map((referral) => viewReferral(app, dossier, referral, keptOf(key, referral), voice)) : []
  const starts = app.content.services.moves.find(({ code }) => code === 'affida')?.from ?? []
  return { base: `/operatori/richieste/${inAddress(dossier.number)}/affida`, revision: dossier.revision, all, ways, today: todayInRome(app.now()), live: mayRefer ? all.find(({ open }) => open) : undefined, mayStart: mayRefer && starts.includes(dossier.status) }
}

function viewReferral(app: App, dossier: Dossier, referral: Referral, kept: ReturnType<typeof keptOf>, voice: Voice) {
  const service = serviceOf(app.content, referral.service)
  const late = referral.expiresAt !== null && referral.expiresAt <= app.now().toISOString()
  return {
    ...viewAnswer(app.content, referral, dossier, voice),
    service: service ? viewService(app.content, service, voice) : undefined,
    name: service ? voice.text(service.name) : referral.service,
    open: ['offerto', 'accolto'].includes(referral.state), live: isLive(app.content, referral, dossier),
    reason: kept.reason, answer: kept.answer, answered: referral.answeredAt && voice.day(referral.answeredAt),
    consent: voice.t(`referrals.consent.told_${kept.consent.how}`, { day: voice.day(kept.consent.at) }), consentWords: kept.consent.words, withdrawn: kept.withdrawn && voice.t(`referrals.consent.withdrawn_${kept.withdrawn.how}`, { day: voice.day(kept.withdrawn.at) }),
    link: kept.link && { until: referral.expiresAt && voice.day(referral.expiresAt), problem: isDead(kept.link) ? 'locked' : late ? 'late' : undefined },
  }
}

/** Where it went, for the person: only while the service has it, or has not yet answered. */
export function whereItWent(app: App, dossier: Dossier, voice: Voice) {
  const referral = referralsOf(app, dossier.id).find((one) => isLive(app.content, one, dossier))
  const service = referral && serviceOf(app.content, referral.service)
  return service && { ...viewService(app.content, service, voice), id: referral.id, words: voice.t(`referrals.where.${referral.state}`) }
}
