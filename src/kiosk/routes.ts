import { Hono } from 'hono'
import { channelOf, closeKiosk, openKiosk } from '../web/channel.ts'
import type { App, Env } from '../web/context.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { leave } from './kiosk.ts'

/** /totem: this browser becomes a screen that many people use, one after the other, or stops being one. */
export function kioskRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/totem', (c) => {
      // A link on another site makes no kiosk of anybody's phone.
      if (c.req.header('Sec-Fetch-Site') !== 'cross-site') openKiosk(app, c)
      c.header('Cache-Control', 'no-store')
      return c.redirect('/', 303)
    })
    .post('/totem/fine', (c) => {
      leave(app, c)
      // Also what a browser keeps besides cookies: pictures of pages put aside, what a script may have stored.
      c.header('Clear-Site-Data', '"cache", "storage"')
      return c.redirect('/', 303)
    })
    .get('/totem/spegni', (c) => {
      if (channelOf(app, c) === 'home') return c.redirect('/', 303)
      return page(app, c, 'kiosk/off', { title: voiceOf(app, c).t('kiosk.off.title') })
    })
    .post('/totem/spegni', (c) => {
      // Whoever uses the browser next must not find in it who was here before.
      if (channelOf(app, c) === 'kiosk') leave(app, c)
      closeKiosk(app, c)
      return c.redirect('/', 303)
    })
}
