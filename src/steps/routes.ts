import { Hono } from 'hono'
import { walkThread } from '../conversation/threads.ts'
import { loadVisit } from '../conversation/visit.ts'
import { match } from '../orientation/match.ts'
import { nextOpening, viewDesk } from '../territory/desks.ts'
import { chooseDesk } from '../territory/routing.ts'
import { todayInRome, type App, type Ctx, type Env } from '../web/context.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { calendarOf, type Entry } from './calendar.ts'
import { stepsOf } from './steps.ts'

/** /prossimi-passi: the next three things to do, to be printed or put in a calendar; nothing of it is stored. */
export function stepRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/prossimi-passi', (c) => show(app, c))
    .get('/prossimi-passi.ics', (c) => {
      c.header('Content-Type', 'text/calendar; charset=utf-8')
      c.header('Content-Disposition', 'attachment; filename="promemoria.ics"')
      c.header('Cache-Control', 'no-store')
      return c.body(calendarOf(entriesOf(app, c), app.now().toISOString()))
    })
}

function known(app: App, c: Ctx) {
  const visit = loadVisit(app, c)
  const { facts } = walkThread(app, { journey: 'orientamento' }, visit)
  const today = todayInRome(app.now())
  const { desk } = chooseDesk(app.content, facts)
  const empty = Object.keys(visit.answers).length === 0
  return { empty, desk, steps: empty ? [] : stepsOf(app.content, { orientation: match(app.content, facts, today), chosen: visit.chosen, facts, desk, today }) }
}

function show(app: App, c: Ctx) {
  const { steps, desk, empty } = known(app, c)
  if (empty) return c.redirect('/orientamento', 303)
  const voice = voiceOf(app, c)
  c.header('Cache-Control', 'no-store')
  const shown = steps.map(({ kind, lines = [], on }) => ({ kind, title: voice.t(`steps.${kind}.title`), words: voice.t(`steps.${kind}.words`, { day: on ? voice.day(on) : '' }), lines: lines.map((text) => voice.text(text)) }))
  return page(app, c, 'steps/steps', { title: voice.t('steps.title'), breadcrumbs: [{ label: voice.t('site.home_crumb'), href: '/' }, { label: voice.t('steps.title') }], steps: shown, desk: viewDesk(app.content, desk, voice, app.now()) })
}

/** The next opening of the desk, and what closes by a known day. */
function entriesOf(app: App, c: Ctx): Entry[] {
  const { steps, desk } = known(app, c)
  const { t } = voiceOf(app, c)
  const opening = nextOpening(app.content, desk, app.now())
  return [
    ...(opening ? [{ uid: `sportello-${opening.date}@approdo`, summary: t('steps.calendar.desk'), day: opening.date, from: opening.from, place: `${desk.address}, ${desk.comune}` }] : []),
    ...steps.flatMap(({ on }) => (on ? [{ uid: `data-${on}@approdo`, summary: t('steps.calendar.date'), day: on }] : [])),
  ]
}
