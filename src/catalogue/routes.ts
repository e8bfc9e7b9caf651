import { Hono } from 'hono'
import type { App, Ctx, Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { voiceOf } from '../web/language.ts'
import { originOf } from '../web/origin.ts'
import { page, type Crumb } from '../web/render.ts'
import { metatagOf } from './metatag.ts'
import { viewFamily, viewOpportunity, type SheetView } from './sheet.ts'

/** /servizi, /aiuti, /informazioni: what there is. */
export function catalogueRoutes(app: App): Hono<Env> {
  const { content } = app
  return new Hono<Env>()
    .get('/servizi', (c) => showCatalogue(app, c))
    .get('/servizi/:slug', (c) => {
      const sheet = content.opportunities.get(c.req.param('slug'))
      return sheet?.visibility === 'C' ? showSheet(app, c, viewOpportunity(content, sheet, voiceOf(app, c))) : errorPage(app, c, 404)
    })
    .get('/aiuti/:slug', (c) => {
      const slug = c.req.param('slug')
      const family = content.families.get(slug)
      const shown = content.groups.get(slug) ?? (family?.citizen_facing && !family.reveals_condition ? family : undefined)
      return shown ? showSheet(app, c, viewFamily(content, shown, voiceOf(app, c))) : errorPage(app, c, 404)
    })
    .get('/informazioni/:slug', (c) => showCard(app, c))
}

const crumbs = (app: App, c: Ctx, ...more: Crumb[]): Crumb[] => {
  const { t } = voiceOf(app, c)
  return [{ label: t('site.home_crumb'), href: '/' }, { label: t('catalogue.crumb'), ...(more.length ? { href: '/servizi' } : {}) }, ...more]
}

/** Every group of help with its families: the whole catalogue on one page. */
function showCatalogue(app: App, c: Ctx) {
  const { t, text } = voiceOf(app, c)
  const groups = [...app.content.groups.values()].filter(({ code }) => code !== 'PUA')
  const axes = ['casa', 'lavoro', 'socialita', 'trasversale'].map((axis) => ({
    axis,
    name: t(`catalogue.axes.${axis}`),
    groups: groups.filter((g) => g.axis === axis).map((g) => ({
      href: `/aiuti/${g.slug}`, title: text(g.title), summary: text(g.summary),
      families: [...app.content.families.values()].filter((f) => f.group === g.slug && f.citizen_facing && !f.reveals_condition).map((f) => ({ href: `/aiuti/${f.slug}`, title: text(f.title) })),
    })),
  }))
  return page(app, c, 'catalogue/catalogue', { title: t('catalogue.title'), breadcrumbs: crumbs(app, c), axes, updated: newest(app), asks: 'chiara' })
}

const showSheet = (app: App, c: Ctx, sheet: SheetView) =>
  page(app, c, 'catalogue/sheet', { title: sheet.title, breadcrumbs: crumbs(app, c, { label: sheet.title }), sheet: { ...sheet, metatag: metatagOf(app.content, sheet, originOf(app, c) + c.req.path) }, asks: 'chiara' })

function showCard(app: App, c: Ctx) {
  const card = app.content.cards.get(c.req.param('slug') ?? '')
  if (!card) return errorPage(app, c, 404)
  const { text } = voiceOf(app, c)
  const title = text(card.title)
  const view = { title, summary: text(card.summary), paragraphs: card.paragraphs.map(text), decides: text(card.decides), link: card.link }
  return page(app, c, 'catalogue/card', { title, breadcrumbs: crumbs(app, c, { label: title }), card: view, updated: card.verified_on, asks: 'chiara' })
}

/** The day on which one of the sheets was last changed or checked. */
const newest = ({ content }: App) => [...content.groups.values(), ...content.opportunities.values()].map(({ verified_on }) => verified_on).sort().at(-1)
