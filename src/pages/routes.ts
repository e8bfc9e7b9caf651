import { Hono } from 'hono'
import type { App, Ctx, Env } from '../web/context.ts'
import { page } from '../web/render.ts'
import { showPage } from './pages.ts'
import { viewRules } from './rules.ts'

/** Pages for citizens that are only words; those of the operators are not here. */
const forCitizens = ['come-funziona', 'privacy', 'accessibilita', 'note-legali', 'contatti', 'segnalare-o-chiedere', 'chi-puo-chiedere', 'dati-mai-chiesti']

/** Home, the pages of words, and the rules of orientation, published as they are. */
export function pageRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
    .get('/', (c) => page(app, c, 'home', { title: app.templates.voice(c.get('lang')).t('site.home.title') }))
    .get('/regole', (c) => showRules(app, c))
    .get('/salute', (c) => c.json({ ok: app.db.get<{ ok: number }>('SELECT 1 AS ok')?.ok === 1 }))
  for (const slug of forCitizens) routes.get(`/${slug}`, (c) => showPage(app, c, slug))
  return routes
}

function showRules(app: App, c: Ctx) {
  const voice = app.templates.voice(c.get('lang'))
  const title = voice.t('pages.rules.title')
  return page(app, c, 'pages/rules', { title, breadcrumbs: [{ label: voice.t('site.home_crumb'), href: '/' }, { label: title }], groups: viewRules(app.content, voice) })
}
