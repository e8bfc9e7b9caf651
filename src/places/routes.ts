import { Hono } from 'hono'
import type { App, Env } from '../web/context.ts'
import { fragment } from '../web/render.ts'

/** /comuni: the places that begin like what is being typed, to choose from; only a help for who has script. */
export function placeRoutes(app: App): Hono<Env> {
  return new Hono<Env>().get('/comuni', (c) => {
    const found = app.content.places.find((c.req.query('testo') ?? '').slice(0, 100), 8).filter(({ ended, now }) => !ended || now)
    const places = found.map(({ code, name, province }) => ({ code, label: `${name}${province ? ` (${province})` : ''}`, checked: false }))
    c.header('Cache-Control', 'no-store')
    return fragment(app, c, 'places/_list', { places })
  })
}
