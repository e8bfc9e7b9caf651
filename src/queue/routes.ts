import { Hono } from 'hono'
import { findDesk } from '../territory/routing.ts'
import { may } from '../accounts/roles.ts'
import { staffCookie, staffOnly, withRight } from '../accounts/guards.ts'
import { inAddress } from '../dossiers/number.ts'
import { type App, type Ctx, type Env } from '../web/context.ts'
import { takeCookie } from '../web/cookies.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { narrowing, pathOf, queues, readFilters, type Filters } from './filters.ts'
import { viewFilters } from './form.ts'
import { listen } from './live.ts'
import { counters, inbox, lastEvent, namesOf, upTo } from './queue.ts'
import { viewReasons, viewRows } from './rows.ts'
import { forget, save, savedOf } from './saved.ts'
import { search } from './search.ts'
import { besides, morning } from './today.ts'

/** /operatori/richieste: the lists of a desk, their filters, the search. /operatori/oggi: what a day begins with. */
export function queueRoutes(app: App): Hono<Env> {
  const guards = [staffOnly(app), withRight(app, 'dossiers')] as const
  return new Hono<Env>()
    .get('/operatori/oggi', ...guards, (c) => showMorning(app, c))
    .get('/operatori/richieste', ...guards, (c) => showQueue(app, c))
    .get('/operatori/richieste/novita', ...guards, (c) => listen(app, c, takeCookie(app, c, staffCookie) ?? '', knownBy(app, c)))
    .post('/operatori/richieste/cerca', ...guards, (c) => showFound(app, c))
    .post('/operatori/richieste/salvate', ...guards, (c) => keepSearch(app, c))
    .post('/operatori/richieste/salvate/:id/elimina', ...guards, (c) => {
      forget(app, c.get('member'), Number(c.req.param('id')))
      return c.redirect('/operatori/richieste', 303)
    })
}

/** The last event that a page knows of, from its address; a stream that was cut tells it by itself. */
function knownBy(app: App, c: Ctx): number {
  const said = c.req.header('Last-Event-ID') ?? c.req.query('da') ?? ''
  return /^\d{1,15}$/.test(said) ? Number(said) : lastEvent(app)
}

function showQueue(app: App, c: Ctx, said: { notice?: string } = {}) {
  const voice = voiceOf(app, c)
  const member = c.get('member')
  const filters = readFilters(app.content, c.req.query())
  const names = namesOf(app)
  const known = lastEvent(app)
  const { rows, before, after } = inbox(app, member, filters, { prima: c.req.query('prima'), dopo: c.req.query('dopo') })
  const list = viewRows(app, rows, voice, names)
  return page(app, c, 'queue/queue', {
    ...frame(app, c, filters), ...said, title: voice.t('staff.queue.title'), rows: list, known, narrowed: narrowing(filters),
    query: pathOf(filters).split('?')[1], mayExport: may(member.role, 'export'), mayAssign: may(member.role, 'assign'),
    before: before && pathOf(filters, { prima: before }), after: after && pathOf(filters, { dopo: after }),
    form: viewFilters(app, filters, voice, names, member.id),
  })
}

/** What stands around every list: the desk, the lists with their counters, the saved searches. */
function frame(app: App, c: Ctx, filters: Filters) {
  const voice = voiceOf(app, c)
  const member = c.get('member')
  const counts = counters(app, member)
  const desk = findDesk(app.content, member.desk ?? undefined)?.name
  const here = pathOf(filters)
  return {
    filters, desk: desk && voice.text(desk),
    queues: queues.map((code) => ({ code, name: voice.t(`queue.lists.${code}`), count: upTo(counts[code]), here: code === filters.coda })),
    saved: savedOf(app, member).map((one) => ({ ...one, here: one.query === here })),
  }
}

/** The words looked for come by post and go nowhere: not into an address, a log or a title. */
async function showFound(app: App, c: Ctx) {
  const voice = voiceOf(app, c)
  const typed = field(await readForm(c), 'cerca').trim().slice(0, 100)
  if (typed.length < 2) return c.redirect('/operatori/richieste', 303)
  const found = search(app, c.get('member'), typed)
  if ('number' in found) return c.redirect(`/operatori/richieste/${inAddress(found.number)}`, 303)
  const rows = viewRows(app, found.rows, voice, namesOf(app))
  return page(app, c, 'queue/found', { ...frame(app, c, { coda: 'aperte' }), title: voice.t('queue.found.title'), typed, rows, more: found.more })
}

async function keepSearch(app: App, c: Ctx) {
  const form = await readForm(c)
  const { numero: _numero, ...filters } = readFilters(app.content, Object.fromEntries(new URLSearchParams(field(form, 'ricerca').slice(0, 500))))
  save(app, c.get('member'), field(form, 'nome'), filters)
  return c.redirect(pathOf(filters), 303)
}

function showMorning(app: App, c: Ctx) {
  const voice = voiceOf(app, c)
  const { parts, meetings, why } = morning(app, c.get('member'))
  const names = namesOf(app)
  return page(app, c, 'queue/today', {
    title: voice.t('queue.today.title'), day: voice.day(app.now().toISOString()),
    parts: parts.map(({ code, rows, total }) => ({ code, total: upTo(total), more: total > rows.length, rows: viewRows(app, rows, voice, names).map((row, at) => ({ ...row, reasons: viewReasons(why.get(rows[at]?.id ?? 0), voice) })) })),
    meetings: meetings.map(({ startsAt, mode, number, dossier }) => ({ reasons: viewReasons(besides(why.get(dossier)), voice, 1), time: voice.time(startsAt), mode: voice.t(`queue.modes.${mode}`), number, href: `/operatori/richieste/${inAddress(number)}` })),
  })
}
