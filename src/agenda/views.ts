import { may } from '../accounts/roles.ts'
import type { Desk } from '../content/content.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import { addressOf } from '../dossiers/notice.ts'
import { inAddress } from '../dossiers/number.ts'
import type { Voice } from '../templates.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import { todayInRome, type App, type StaffMember } from '../web/context.ts'
import { freeSlots, type Slot } from './agenda.ts'
import { appointmentsOf, mayChange, type Appointment } from './appointments.ts'
import { attempted } from './attempted.ts'
import { attemptsOf, channels, outcomes } from './attempts.ts'
import { contactsIn } from './notice.ts'
import { longDay, wallOf } from './time.ts'
import { isOpen } from './verb.ts'

/** Statuses from which "Ti stiamo cercando" is a step (domain.md 2.5). */
const beforeSearching = ['in_pre_valutazione', 'integrazione_richiesta']

/** What the page of a dossier shows of attempts and appointments; undefined without the right, and what was typed, where it is refused. */
export function sheetData(app: App, member: StaffMember, opened: OpenDossier, voice: Voice) {
  if (!may(member.role, 'agenda')) return undefined
  const { dossier, key } = opened
  const all = appointmentsOf(app, opened)
  const fixed = all.find(({ state }) => state === 'fissato')
  const free = fixed ? [] : freeSlots(app, dossier, app.now().toISOString())
  const tried = attemptsOf(app, key, dossier.id)
  return {
    href: `/operatori/richieste/${inAddress(dossier.number)}`, revision: dossier.revision, open: isOpen(app, dossier),
    fixed: fixed && { ...viewMeeting(app, opened, fixed, voice), over: fixed.startsAt <= app.now().toISOString(), today: wallOf(fixed.startsAt).day <= todayInRome(app.now()) },
    past: all.filter((one) => one !== fixed).map((one) => ({ when: whenOf(one, voice), state: voice.t(`agenda.states.${one.state}`) })),
    days: byDay(free, voice, 'every'), tells: addressOf(app, opened, 'all') !== undefined,
    ...viewAttempts(app, opened, tried, voice),
  }
}

function viewAttempts(app: App, opened: OpenDossier, tried: ReturnType<typeof attemptsOf>, { t, text, day, time }: Voice) {
  const standing = attempted(app.db, app.content, opened.dossier.id)
  const agreed = app.content.questions.get('telefono_sicuro')?.options?.find(({ code }) => code === contactsIn(opened).agreed)
  return {
    channels, outcomes, standing: { ...standing, needed: app.content.terms.attempts }, agreed: agreed && text(agreed.label),
    attempts: tried.toReversed().map(({ at, channel, outcome, note, operator }) => ({ at: `${day(at)}, ${time(at)}`, how: t(`agenda.channels.${channel}`), outcome: t(`agenda.outcomes.${outcome}`), note, operator })),
    search: standing.count > 0 && beforeSearching.includes(opened.dossier.status),
  }
}

/** The appointment as the person sees it; undefined when there is none, or its day is over. */
export function personData(app: App, opened: OpenDossier, voice: Voice, done: string | undefined) {
  const today = todayInRome(app.now())
  const all = appointmentsOf(app, opened)
  const fixed = all.find(({ state, startsAt }) => state === 'fissato' && wallOf(startsAt).day >= today)
  const gone = all[0]?.state === 'annullato' && wallOf(all[0].startsAt).day >= today
  const said = done && ['appuntamento_spostato', 'appuntamento_disdetto'].includes(done) && opened.story.at(-1)?.kind === done ? voice.t(`agenda.mine.done_${done}`) : undefined
  if (!fixed) return said || gone ? { said, gone } : undefined
  const movable = mayChange(fixed, app.now())
  const others = movable ? freeSlots(app, opened.dossier, app.now().toISOString(), fixed.mode).filter(({ startsAt }) => wallOf(startsAt).day > today) : []
  return { said, fixed: { ...viewMeeting(app, opened, fixed, voice), movable }, days: byDay(others, voice), revision: opened.dossier.revision }
}

/** An appointment in words for the person. */
export function viewMeeting(app: App, opened: OpenDossier, one: Appointment, voice: Voice) {
  const desk = deskOrWelcome(app.content, opened.dossier.desk)
  return { id: one.id, mode: one.mode, when: whenOf(one, voice), where: placeOf(opened, one, desk, voice), bring: one.bring, minutes: one.minutes }
}

/** Where they meet, or who calls whom. Of a number only the end: who stands by reads no more. */
function placeOf(opened: OpenDossier, { mode, place }: Appointment, desk: Desk | undefined, { t, text }: Voice): string {
  const digits = (place || contactsIn(opened).phone).replace(/\D/g, '').slice(-3)
  if (mode === 'telefono') return t(digits ? 'agenda.where.phone_ends' : 'agenda.where.phone', { digits })
  if (place) return place
  return mode === 'domicilio' || !desk ? t('agenda.where.home') : `${text(desk.name)}, ${addressOfDesk(desk)}`
}

export const addressOfDesk = ({ address, comune }: Desk): string => `${address}, ${comune}`

export function whenOf({ startsAt, mode }: Pick<Appointment, 'startsAt' | 'mode'>, { t, lang }: Voice): string {
  const { day, time } = wallOf(startsAt)
  return t(`agenda.when.${mode}`, { day: longDay(lang, day), time })
}

/** Free slots under their days, for a list to choose from; two at the same time look like one to the person, who cares not whose they are. */
function byDay(free: Slot[], { t, lang }: Voice, which?: 'every') {
  const seen = new Set<string>()
  const shown = free.filter(({ startsAt, mode }) => which === 'every' || (!seen.has(startsAt + mode) && seen.add(startsAt + mode)))
  const named = shown.map(({ id, startsAt, minutes, mode }) => ({ id, ...wallOf(startsAt), minutes, mode }))
  return [...Map.groupBy(named, ({ day }) => day)].map(([day, of]) => ({
    day: longDay(lang, day), slots: of.map(({ id, time, minutes, mode }) => ({ id, label: which ? t('agenda.slot', { time, minutes, mode: t(`agenda.modes.${mode}`) }) : t('agenda.slot_mine', { time, minutes }) })),
  }))
}
