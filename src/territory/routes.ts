import { Hono } from 'hono'
import type { Voice } from '../templates.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { viewDesk, type DeskView } from './desks.ts'
import { allNumbers, panelView, type PanelView } from './panels.ts'
import { comuneOf, deskOf, findDesk } from './routing.ts'

/** /sportelli and /aiuto-subito: where to go, whom to call. */
export function territoryRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/sportelli', (c) => showDesks(app, c))
    .post('/sportelli', async (c) => {
      const comune = field(await readForm(c), 'comune')
      const desk = deskOf(app.content, comuneOf(app.content, comune)) ?? (comune ? findDesk(app.content, app.content.territory.catch_all_desk) : undefined)
      return desk ? c.redirect(`/sportelli/${desk.slug}`, 303) : showDesks(app, c, 'choose_comune')
    })
    .get('/sportelli/:slug', (c) => showDesk(app, c))
    .get('/aiuto-subito', (c) => {
      const voice = voiceOf(app, c)
      const panels = ['emergenza_generale', 'violenza', 'farla_finita', 'minori', 'emergenza_casa'].map((id) => panelView(app.content, id, voice))
      const shown = new Set(panels.flatMap(({ numbers }) => numbers.map(({ number }) => number)))
      const others = allNumbers(app.content, voice).filter(({ number }) => !shown.has(number))
      return page(app, c, 'territory/help', { title: voice.t('territory.help.title'), panels, others, updated: oldest(app) })
    })
}

function showDesks(app: App, c: Ctx, problem?: string) {
  const voice = voiceOf(app, c)
  const desks = app.content.territory.desks.map((desk) => ({
    ...viewDesk(app.content, desk, voice, app.now()),
    comuni: app.content.territory.comuni.filter(({ ambito }) => ambito === desk.ambito).map(({ name }) => name),
  }))
  const places = app.content.questions.get('o_comune')?.options?.map(({ code, label }) => ({ code, label: voice.text(label) }))
  const breadcrumbs = [{ label: voice.t('site.home_crumb'), href: '/' }, { label: voice.t('desks.crumb') }]
  const data = { title: voice.t('desks.title'), breadcrumbs, desks, places, problem: problem && voice.t(`problems.${problem}`), updated: oldestDesk(app), asks: 'chiara' }
  return page(app, c, 'territory/desks', data, problem ? 422 : 200)
}

function showDesk(app: App, c: Ctx) {
  const desk = findDesk(app.content, c.req.param('slug'))
  if (!desk) return errorPage(app, c, 404)
  const voice = voiceOf(app, c)
  const view = viewDesk(app.content, desk, voice, app.now())
  const comuni = app.content.territory.comuni.filter(({ ambito }) => ambito === desk.ambito).map(({ name }) => name)
  const breadcrumbs = [{ label: voice.t('site.home_crumb'), href: '/' }, { label: voice.t('desks.crumb'), href: '/sportelli' }, { label: view.name }]
  return page(app, c, 'territory/desk', { title: view.name, breadcrumbs, desk: view, comuni, updated: desk.verified_on, asks: 'chiara', panel: view.open ? undefined : closedPanel(app, view, voice) })
}

/** Whom to call while the desk is closed, and when it opens. */
function closedPanel(app: App, { opens }: DeskView, voice: Voice): PanelView {
  if (!opens) return panelView(app.content, 'emergenza_generale', voice)
  const panel = panelView(app.content, 'sportello_chiuso', voice)
  return { ...panel, text: panel.text.replace('{giorno}', opens.day).replace('{ora}', opens.time) }
}

/** The day on which all emergency numbers had been checked. */
const oldest = (app: App) => app.content.emergency.numbers.map(({ verified_on }) => verified_on).sort()[0]

/** The day on which all desks had been checked. */
const oldestDesk = (app: App) => app.content.territory.desks.map(({ verified_on }) => verified_on).sort()[0]
