import { Hono } from 'hono'
import type { Page, Rule } from '../content/content.ts'
import type { Text } from '../engine/text.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { page } from '../web/render.ts'

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

export function showPage(app: App, c: Ctx, slug: string) {
  const shown = app.content.pages.get(slug)
  if (!shown) return errorPage(app, c, 404)
  const voice = app.templates.voice(c.get('lang'))
  const title = voice.text(shown.title)
  const breadcrumbs = [{ label: voice.t('site.home_crumb'), href: '/' }, { label: title }]
  return page(app, c, 'pages/page', { title, breadcrumbs, page: viewPage(shown, voice.text), updated: shown.verified_on, contacts: ['privacy', 'contatti', 'accessibilita'].includes(slug) })
}

const viewPage = (shown: Page, text: (text: Text) => string) => ({
  summary: text(shown.summary),
  sections: shown.sections.map(({ heading, paragraphs = [], list = [], steps = [] }) =>
    ({ heading: text(heading), paragraphs: paragraphs.map(text), list: list.map(text), steps: steps.map(text) })),
})

/** The rules in words: if you answer this, you see that. No scores, nothing hidden (domain.md 4.1). */
function showRules(app: App, c: Ctx) {
  const voice = app.templates.voice(c.get('lang'))
  const families = (rule: Rule) => [...new Set((rule.then.families ?? []).map((slug) => publicTitle(app, slug, voice.text)))]
  const words = ([id, condition]: [string, Rule['when'][string]]) => ({
    question: voice.text(app.content.questions.get(id)?.short ?? app.content.questions.get(id)?.label ?? { it: id }),
    unless: Boolean(condition.unless),
    answers: codesOf(condition).map((code) => voice.text(app.content.questions.get(id)?.options?.find((o) => o.code === code)?.label ?? { it: voice.t('conversation.quiet.ignoto') })),
  })
  const rules = app.content.rules.filter((rule) => (rule.then.families ?? []).length || rule.then.panel)
    .map((rule) => ({ id: rule.id, when: Object.entries(rule.when).map(words), families: families(rule), certain: !rule.then.certainty && !rule.requires, reason: voice.text(rule.reason) }))
  return page(app, c, 'pages/rules', { title: voice.t('pages.rules.title'), breadcrumbs: [{ label: voice.t('site.home_crumb'), href: '/' }, { label: voice.t('pages.rules.title') }], rules })
}

const codesOf = ({ is, in: within, any, every, unless, unknown }: Rule['when'][string]) => within ?? any ?? every ?? unless ?? (unknown ? ['ignoto'] : [is ?? ''])

function publicTitle(app: App, slug: string, text: (text: Text) => string): string {
  const family = app.content.families.get(slug)
  const shown = family?.reveals_condition ? app.content.groups.get(family.group) : family
  return shown ? text(shown.title) : slug
}
