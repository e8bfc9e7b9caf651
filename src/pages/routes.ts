import { Hono } from 'hono'
import type { App, Ctx, Env } from '../web/context.ts'
import { choose, isLanguage, voiceOf } from '../web/language.ts'
import { errorPage } from '../web/errors.ts'
import { page } from '../web/render.ts'
import { showPage } from './pages.ts'
import { viewRules } from './rules.ts'

/** Pages for citizens that are only words; those of the operators are not here. */
const forCitizens = ['come-funziona', 'privacy', 'accessibilita', 'note-legali', 'contatti', 'segnalare-o-chiedere', 'domande-frequenti', 'appuntamento', 'disservizio', 'chi-puo-chiedere', 'dati-mai-chiesti']

/** Home, the pages of words, and the rules of orientation, published as they are. */
export function pageRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
    .get('/', (c) => page(app, c, 'home', { title: voiceOf(app, c).t('site.home.title') }))
    .get('/lingua/:lang', (c) => chooseLanguage(app, c))
    .get('/regole', (c) => showRules(app, c))
    .get('/salute', (c) => c.json({ ok: app.db.get<{ ok: number }>('SELECT 1 AS ok')?.ok === 1 }))
  for (const slug of forCitizens) routes.get(`/${slug}`, (c) => showPage(app, c, slug))
  return routes
}

/** The same page in another language: back where the person was, wherever the page had moved on by itself. */
function chooseLanguage(app: App, c: Ctx) {
  const lang = c.req.param('lang') ?? ''
  if (!isLanguage(lang)) return errorPage(app, c, 404)
  choose(app, c, lang, c.req.query('accanto') === 'si')
  c.header('Cache-Control', 'no-store')
  return c.redirect(cameFrom(c), 303)
}

/** The address on this site that a link was pressed on. Two slashes would lead to another site. */
function cameFrom(c: Ctx): string {
  const from = URL.parse(c.req.header('Referer') ?? '')
  if (!from?.pathname.startsWith('/') || from.pathname.startsWith('/lingua/')) return '/'
  from.searchParams.delete('lingua')
  return from.pathname.replace(/^\/+/, '/') + from.search
}

function showRules(app: App, c: Ctx) {
  const voice = voiceOf(app, c)
  const title = voice.t('pages.rules.title')
  return page(app, c, 'pages/rules', { title, breadcrumbs: [{ label: voice.t('site.home_crumb'), href: '/' }, { label: title }], groups: viewRules(app.content, voice), asks: 'chiara' })
}
