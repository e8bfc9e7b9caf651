import type { App, Ctx } from './context.ts'

export type Crumb = { label: string; href?: string }
export type PageData = Record<string, unknown> & { title: string; breadcrumbs?: Crumb[]; updated?: string }

/** Renders a whole page inside its layout. Titles hold no personal data. */
export function page(app: App, c: Ctx, view: string, data: PageData, status: 200 | 400 | 403 | 404 | 409 | 413 | 422 | 429 | 500 = 200) {
  return c.html(app.templates.render(view, { ...shared(app, c), ...data }), status)
}

/** Renders a piece of a page: the answer to htmx, from the same view that the page includes. */
export function fragment(app: App, c: Ctx, view: string, data: Record<string, unknown>, status: 200 | 409 | 422 = 200) {
  return c.html(app.templates.render(view, { ...shared(app, c), ...data }), status)
}

/** Does htmx ask for a piece of the page? The same address gives the whole page to everybody else. */
export const wantsFragment = (c: Ctx): boolean => c.req.header('HX-Request-Type') === 'partial'

const shared = (app: App, c: Ctx) => ({
  ...app.templates.voice(c.get('lang')),
  path: c.req.path,
  authority: app.content.territory.authority,
  territory: app.content.territory.name,
  banner: app.content.territory.banner,
  member: c.get('member'),
  nav: c.get('nav'),
})
