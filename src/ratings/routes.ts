import { Hono } from 'hono'
import { staffOnly, withRight } from '../accounts/guards.ts'
import { appendAudit } from '../events/audit.ts'
import { isFormat, types, write } from '../exports/formats.ts'
import { todayInRome, type App, type Ctx, type Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { limitNew } from '../web/limits.ts'
import { fragment, page, wantsFragment } from '../web/render.ts'
import { figuresOf, type Figures } from './figures.ts'
import { tableOf } from './files.ts'
import { isRated, readRating } from './rating.ts'
import { count, counted } from './ratings.ts'

/** /valutazione: how clear a page is, how easy the service was; /operatori/valutazioni: what was said. */
export function ratingRoutes(app: App): Hono<Env> {
  const guards = [staffOnly(app), withRight(app, 'ratings')] as const
  return new Hono<Env>()
    .post('/valutazione', limitNew(app), (c) => rate(app, c))
    .get('/valutazione/grazie', (c) => thank(app, c, c.req.query('pagina') ?? ''))
    .get('/operatori/valutazioni', ...guards, (c) => show(app, c))
    .get('/operatori/valutazioni/:format', ...guards, (c) => sendFile(app, c))
}

/** Counts it, and says so; a form without stars is asked again. */
async function rate(app: App, c: Ctx) {
  const form = await readForm(c)
  const [pagina, voto, bene, male] = [field(form, 'pagina'), field(form, 'voto'), field(form, 'bene'), field(form, 'male')]
  const rating = readRating(app.content, { pagina, voto, bene, male })
  if (!rating) return isRated(app.content, pagina) ? askAgain(app, c, pagina) : errorPage(app, c, 400)
  count(app.db, rating, todayInRome(app.now()))
  return wantsFragment(c) ? fragment(app, c, 'ratings/_thanks', {}) : c.redirect(`/valutazione/grazie?pagina=${encodeURIComponent(pagina)}`, 303)
}

const asksOf = (path: string) => (path.startsWith('/richiesta/') ? 'facile' : 'chiara')

function askAgain(app: App, c: Ctx, path: string) {
  const data = { asks: asksOf(path), path, ratingProblem: voiceOf(app, c).t('ratings.choose') }
  if (wantsFragment(c)) return fragment(app, c, 'ratings/_ask', data, 422)
  return page(app, c, 'ratings/again', { title: voiceOf(app, c).t('ratings.title'), ...data }, 422)
}

function thank(app: App, c: Ctx, path: string) {
  const { t } = voiceOf(app, c)
  return page(app, c, 'ratings/thanks', { title: t('ratings.thanks'), back: isRated(app.content, path) ? path : '/' })
}

/** The last twelve months that are over: of the one that runs, each new vote could be told from the day before. */
function figures(app: App, c: Ctx): Figures & { from: string; until: string } {
  const until = todayInRome(app.now()).slice(0, 7)
  const from = `${Number(until.slice(0, 4)) - 1}${until.slice(4)}`
  return { ...figuresOf(app.content, counted(app.db, from, until), voiceOf(app, c)), from, until }
}

function show(app: App, c: Ctx) {
  const { t, day } = voiceOf(app, c)
  const { rows, hidden, from, until } = figures(app, c)
  return page(app, c, 'ratings/figures', { title: t('ratings.figures.title'), rows, hidden, from: day(`${from}-01`), until: day(`${until}-01`), formats: Object.keys(types) })
}

/** The table as a file. The log says who took it. */
async function sendFile(app: App, c: Ctx) {
  const format = c.req.param('format') ?? ''
  if (!isFormat(format)) return errorPage(app, c, 404)
  const { id: operator, role } = c.get('member')
  const { rows, from, until } = figures(app, c)
  appendAudit(app.db, { at: app.now().toISOString(), operator, role, action: 'valutazioni_file', subject: null, outcome: 'ok' })
  c.header('Content-Type', types[format])
  c.header('Content-Disposition', `attachment; filename="valutazioni-${from}-${until}.${format}"`)
  return c.body(await write(tableOf(rows, voiceOf(app, c)), format, false))
}
