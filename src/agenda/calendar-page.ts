import type { Desk } from '../content/content.ts'
import { inAddress } from '../dossiers/number.ts'
import { isRealDate } from '../engine/dates.ts'
import type { Form } from '../engine/question.ts'
import { patronOf } from '../terms/terms.ts'
import { addDays } from '../territory/holidays.ts'
import { todayInRome, type App, type Ctx } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { calendarsOf, dropSlots, makeSlots, weekOf, type Listed } from './agenda.ts'
import { closedOn } from './closed.ts'
import { idIn } from './dossier-page.ts'
import { modes, problemIn, readPlan, usualPlan, type Plan } from './plan.ts'
import { longDay, mondayOf, wallOf } from './time.ts'

type Said = { plan?: Plan; problem?: { problem: string; field: string }; said?: string[] }

/** The desk that was asked for, if its calendar is the member's to keep; without asking, their own, or the first. */
function deskIn(app: App, c: Ctx, asked: string): Desk | undefined {
  const desks = calendarsOf(app, c.get('member'))
  return asked ? desks.find(({ slug }) => slug === asked) : (desks.find(({ slug }) => slug === c.get('member').desk) ?? desks[0])
}

/** The week of a desk as a list by day; under it the form that makes slots. */
export function showCalendar(app: App, c: Ctx, asked = c.req.query('sportello') ?? '', typed = c.req.query('dal') ?? '', { plan, problem, said = [] }: Said = {}) {
  const desk = deskIn(app, c, asked)
  if (!desk) return errorPage(app, c, 404)
  const { t, text, lang } = voiceOf(app, c)
  const today = todayInRome(app.now())
  const monday = mondayOf(isRealDate(typed) ? typed : today)
  const rows = weekOf(app, c.get('member'), desk.slug, monday)
  const days = Array.from({ length: 7 }, (_, at) => addDays(monday, at)).map((day) => viewDay(app, c, { desk, day, rows }))
  const desks = calendarsOf(app, c.get('member')).map(({ slug, name }) => ({ slug, name: text(name), here: slug === desk.slug }))
  const data = { title: t('agenda.calendar.title'), desk: { slug: desk.slug, name: text(desk.name), comune: desk.comune, patron: patronOf(app.content, desk.slug) }, desks, monday, before: addDays(monday, -7), after: addDays(monday, 7), span: t('agenda.calendar.span', { from: longDay(lang, monday), to: longDay(lang, addDays(monday, 6)) }), days, modes, weekdays: weekdaysIn(lang), some: rows.some(({ state }) => state === null), plan: plan ?? usualPlan(monday > today ? monday : today), today, said, wrong: problem?.field, problem: problem && t(`agenda.problems.${problem.problem}`) }
  return page(app, c, 'agenda/calendar', data, problem ? 422 : 200)
}

/** A day and its slots; where the desk is closed, why, and that no free slot of a holiday is offered. */
function viewDay(app: App, c: Ctx, { desk, day, rows }: { desk: Desk; day: string; rows: Listed[] }) {
  const { t, lang } = voiceOf(app, c)
  const closed = closedOn(app.content, desk, day)
  const slots = rows.filter(({ startsAt }) => wallOf(startsAt).day === day).map((row) => viewSlot(app, c, row))
  const kept = closed && closed !== 'shut' ? slots.map((slot) => (slot.free ? { ...slot, state: t('agenda.calendar.not_offered') } : slot)) : slots
  return { name: longDay(lang, day), today: day === todayInRome(app.now()), closed: closed && t(`agenda.calendar.closed.${closed}`, { comune: desk.comune }), slots: kept }
}

const viewSlot = (app: App, c: Ctx, { id, startsAt, minutes, mode, state, number, operator }: Listed) => {
  const { t } = voiceOf(app, c)
  const end = new Date(Date.parse(startsAt) + minutes * 60_000).toISOString()
  return { id, from: wallOf(startsAt).time, to: wallOf(end).time, mode: t(`agenda.modes.${mode}`), own: operator === c.get('member').id, state: t(`agenda.calendar.${state === null ? 'free' : state}`), free: state === null, number, href: number && `/operatori/richieste/${inAddress(number)}` }
}

/** 1 January 2024 was a Monday. */
const weekdaysIn = (lang: string) => Array.from({ length: 7 }, (_, at) => ({ code: String(at + 1), name: new Intl.DateTimeFormat(lang, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + at)) }))

/** Makes slots, and says how many, and which holidays were left out. */
export function takePlan(app: App, c: Ctx, form: Form) {
  const desk = deskIn(app, c, field(form, 'sportello'))
  if (!desk) return errorPage(app, c, 404)
  const plan = readPlan(form)
  const problem = problemIn(plan, todayInRome(app.now()))
  if (problem) return showCalendar(app, c, desk.slug, field(form, 'settimana'), { plan, problem })
  const { made, there, skipped } = makeSlots(app, c.get('member'), desk, plan)
  const { t, lang } = voiceOf(app, c)
  const said = [t('agenda.calendar.made', { count: made }), ...(there ? [t('agenda.calendar.there', { count: there })] : []), ...(skipped.length ? [t('agenda.calendar.skipped', { days: skipped.map((day) => longDay(lang, day)).join(', ') })] : [])]
  return showCalendar(app, c, desk.slug, plan.start, { said })
}

/** Takes away the free slots that were ticked. */
export function takeDrop(app: App, c: Ctx, form: Form) {
  const desk = deskIn(app, c, field(form, 'sportello'))
  if (!desk) return errorPage(app, c, 404)
  const ids = [form.posti ?? []].flat().slice(0, 500).map(idIn)
  const gone = ids.length ? dropSlots(app, c.get('member'), desk, ids) : 0
  const { t } = voiceOf(app, c)
  return showCalendar(app, c, desk.slug, field(form, 'settimana'), { said: [t('agenda.calendar.gone', { count: gone }), ...(gone < ids.length ? [t('agenda.calendar.stayed')] : [])] })
}
