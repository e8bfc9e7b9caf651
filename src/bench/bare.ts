import Database from 'better-sqlite3'
import { Eta } from 'eta'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { getCookie, setCookie } from 'hono/cookie'

const options = ['uno', 'due', 'tre', 'quattro', 'cinque']

/**
 * The least that could do the same: Hono, Eta, better-sqlite3 and nothing else. The same addresses and number of pages, pages of the same bytes,
 * the answers in a row of a table, the last page waits for the disk. No engine, no content, no keys, no guard.
 * @param model a real page of the service, which lends its bytes
 */
export function bareFlow(file: string, model: string): Hono {
  const eta = viewsFrom(model)
  const quick = connect(file, 'NORMAL')
  const slow = connect(file, 'FULL')
  const load = quick.prepare<[string], { answers: string }>('SELECT answers FROM drafts WHERE id = ?')
  const save = quick.prepare('INSERT INTO drafts (id, answers) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET answers = excluded.answers')
  const send = slow.prepare('INSERT INTO requests (answers) VALUES (?)')
  const kept = (id: string) => JSON.parse(load.get(id)?.answers ?? '{}') as Record<string, unknown>
  const show = (id: string) => eta.render('@question', { answers: Object.entries(kept(id)), options })
  return new Hono()
    .use(compress())
    .get('*', (c) => c.html(show(getCookie(c, 'draft') ?? '')))
    .post(':where/inizia', (c) => {
      const id = crypto.randomUUID()
      save.run(id, '{}')
      setCookie(c, 'draft', id, { path: '/', httpOnly: true, sameSite: 'Lax' })
      return c.redirect('/richiesta', 303)
    })
    .post('/richiesta/invia', (c) => {
      slow.transaction(() => send.run(JSON.stringify(kept(getCookie(c, 'draft') ?? '')))).immediate()
      return c.redirect('/richiesta/inviata', 303)
    })
    .post(':where/:question', async (c) => {
      const id = getCookie(c, 'draft') ?? ''
      save.run(id, JSON.stringify({ ...kept(id), [c.req.param('question')]: await c.req.parseBody({ all: true }) }))
      return c.req.header('HX-Request-Type') === 'partial' ? c.html(eta.render('@thread', { answers: Object.entries(kept(id)), options })) : c.redirect(`/${c.req.param('where')}`, 303)
    })
}

/** Layout, page and fragment cut from the model, with the rows and choices that every page of a form has. */
function viewsFrom(model: string): Eta {
  const eta = new Eta({ cache: true, useWith: false, autoEscape: true })
  const plain = model.replaceAll('<%', '&lt;%')
  const [from, to] = [plain.indexOf('<main'), plain.indexOf('</main>')]
  eta.loadTemplate('@layout', `${plain.slice(0, from)}<%~ it.body %>${plain.slice(to)}`)
  eta.loadTemplate('@thread', `${plain.slice(from, to)}<% for (const [id] of it.answers) { %><p><%= id %></p><% } %><% for (const o of it.options) { %><label><%= o %></label><% } %>`)
  eta.loadTemplate('@question', `<% layout('@layout') %><%~ include('@thread', it) %>`)
  return eta
}

function connect(file: string, synchronous: 'FULL' | 'NORMAL') {
  const client = new Database(file)
  for (const setting of ['journal_mode = WAL', 'foreign_keys = ON', 'busy_timeout = 5000', `synchronous = ${synchronous}`]) client.pragma(setting)
  client.exec('CREATE TABLE IF NOT EXISTS drafts (id TEXT PRIMARY KEY, answers TEXT); CREATE TABLE IF NOT EXISTS requests (id INTEGER PRIMARY KEY, answers TEXT)')
  return client
}
