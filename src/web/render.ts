import { gzipSync } from 'node:zlib'
import { channelOf, isUntouched } from './channel.ts'
import type { App, Ctx } from './context.ts'
import { isBeside, languageLinks, voiceOf } from './language.ts'

export type Crumb = { label: string; href?: string }
export type PageData = Record<string, unknown> & { title: string; breadcrumbs?: Crumb[]; updated?: string }

/** Renders a whole page inside its layout. Titles hold no personal data. */
export function page(app: App, c: Ctx, view: string, data: PageData, status: Status = 200) {
  return send(c, app.templates.render(view, { ...shared(app, c), ...data }), status)
}

/** Renders a piece of a page: the answer to htmx, from the same view that the page includes. */
export function fragment(app: App, c: Ctx, view: string, data: Record<string, unknown>, status: 200 | 409 | 422 = 200) {
  return send(c, app.templates.render(view, { ...shared(app, c), ...data }), status)
}

type Status = 200 | 400 | 403 | 404 | 409 | 413 | 422 | 429 | 500

/** Compressed in one go: streams, as Hono's own middleware has them, cost a third more time and 60 MB under load. */
function send(c: Ctx, html: string, status: Status) {
  c.header('Vary', 'Accept-Encoding', { append: true })
  if (!acceptsGzip.test(c.req.header('Accept-Encoding') ?? '')) return c.html(html, status)
  c.header('Content-Encoding', 'gzip')
  c.header('Content-Type', 'text/html; charset=UTF-8')
  return c.body(new Uint8Array(gzipSync(html, { level: 3 })), status)
}

const acceptsGzip = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/i

/** Does htmx ask for a piece of the page? The same address gives the whole page to everybody else. */
export const wantsFragment = (c: Ctx): boolean => c.req.header('HX-Request-Type') === 'partial'

/** A page moves on by a redirect, a piece of a page by htmx. */
export function moveOn(c: Ctx, to: string) {
  if (!wantsFragment(c)) return c.redirect(to, 303)
  c.header('HX-Redirect', to)
  return c.body(null, 200)
}

const shared = (app: App, c: Ctx) => ({
  ...voiceOf(app, c),
  path: c.req.path,
  languages: languageLinks(c),
  beside: isBeside(app, c),
  kiosk: channelOf(app, c) === 'kiosk',
  untouched: isUntouched(app, c),
  authority: app.content.territory.authority,
  territory: app.content.territory.name,
  banner: app.content.territory.banner,
  member: c.get('member'),
  nav: c.get('nav'),
})
