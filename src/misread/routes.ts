import { Hono } from 'hono'
import { walkThread } from '../conversation/threads.ts'
import { loadVisit } from '../conversation/visit.ts'
import { chooseDesk } from '../territory/routing.ts'
import { todayInRome, type App, type Env } from '../web/context.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { limitNew } from '../web/limits.ts'
import { page } from '../web/render.ts'
import { count } from './misread.ts'
import { readShape } from './shape.ts'

/** /cerca/non-capito: counts the shape of a sentence that was not understood, if its desk does, and who wrote it says yes. */
export function misreadRoutes(app: App): Hono<Env> {
  return new Hono<Env>().post('/cerca/non-capito', limitNew(app), async (c) => {
    const form = await readForm(c)
    const shape = readShape(app.content, { lang: field(form, 'lang'), length: field(form, 'length'), axis: field(form, 'axis') })
    const { desk } = chooseDesk(app.content, walkThread(app, { journey: 'orientamento' }, loadVisit(app, c)).facts)
    const counts = shape && desk.counts_misread
    if (counts) count(app.db, desk.slug, shape, todayInRome(app.now()))
    const { t } = voiceOf(app, c)
    return page(app, c, 'misread/thanks', { title: t(counts ? 'misread.thanks' : 'misread.not_counted'), counts: Boolean(counts) })
  })
}
