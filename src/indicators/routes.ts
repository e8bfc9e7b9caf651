import { Hono } from 'hono'
import { staffOnly, withRight } from '../accounts/guards.ts'
import { roles } from '../accounts/roles.ts'
import { appendAudit } from '../events/audit.ts'
import { isFormat, types, write } from '../exports/formats.ts'
import { todayInRome, type App, type Ctx, type Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { figuresOf } from './all.ts'
import { chartOf } from './chart.ts'
import { onPage, type Figure } from './figures.ts'
import { tableOf } from './files.ts'
import { firstDay } from './indicators.ts'
import { monthName, monthsSince, queryOf, readPeriod, type Period } from './periods.ts'
import { cellWords } from './words.ts'

/** /operatori/indicatori: what is counted of a period, as tables, bars and files. Nobody is in it, and no small count. */
export function indicatorRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .use('/operatori/indicatori/*', staffOnly(app), withRight(app, 'figures'))
    .get('/operatori/indicatori', (c) => show(app, c))
    .get('/operatori/indicatori/:table/:format', (c) => sendFile(app, c))
}

const periodIn = (app: App, c: Ctx): Period => readPeriod(c.req.query(), todayInRome(app.now()))

function show(app: App, c: Ctx) {
  const voice = voiceOf(app, c)
  const [period, today] = [periodIn(app, c), todayInRome(app.now())]
  const { total, groups } = figuresOf(app, c.get('member'), period, voice)
  const months = monthsSince(firstDay(app, c.get('member')) ?? today, today).map((code) => ({ code, name: monthName(voice, code) }))
  const chosen = { code: period.code, from: period.from.slice(0, 7), until: period.until.slice(0, 7) }
  const shown = groups.map(({ id, figures }) => ({ id, figures: figures.map((figure) => viewFigure(onPage(figure), voice, period)) }))
  return page(app, c, 'indicators/page', { title: voice.t('indicators.title'), chosen, months, everywhere: roles[c.get('member').role]?.sees === 'none', total: cellWords(voice, total, 'count'), period: nameOf(period, voice), groups: shown, formats: Object.keys(types) })
}

function viewFigure(figure: Figure, voice: ReturnType<App['templates']['voice']>, period: Period) {
  const title = voice.t(`indicators.tables.${figure.id}`)
  const rows = figure.rows.map(({ label, cells }) => ({ label, cells: cells.map((cell, i) => cellWords(voice, cell, figure.columns[i]?.kind ?? 'count')) }))
  return { id: figure.id, title, words: voice.t(`indicators.words.${figure.id}`), heads: figure.columns.map(({ head }) => head), rows, chart: chartOf(figure, title, voice), files: `/operatori/indicatori/${figure.id}`, query: queryOf(period) }
}

const nameOf = ({ from, until }: Period, { day, t }: ReturnType<App['templates']['voice']>): string => t('indicators.from_until', { from: day(from), until: day(until) })

/** A table as a file. The log says who took which. */
async function sendFile(app: App, c: Ctx) {
  const voice = voiceOf(app, c)
  const [period, format] = [periodIn(app, c), c.req.param('format') ?? '']
  const figure = figuresOf(app, c.get('member'), period, voice).groups.flatMap(({ figures }) => figures).find(({ id }) => id === c.req.param('table'))
  if (!figure || !isFormat(format)) return errorPage(app, c, 404)
  const { id: operator, role } = c.get('member')
  appendAudit(app.db, { at: app.now().toISOString(), operator, role, action: 'indicatori_file', subject: figure.id, outcome: 'ok' })
  const bytes = await write(tableOf(figure, voice), format, false)
  c.header('Content-Type', types[format])
  c.header('Content-Disposition', `attachment; filename="indicatori-${figure.id}-${period.from.slice(0, 7)}-${period.until.slice(0, 7)}.${format}"`)
  return c.body(bytes)
}
