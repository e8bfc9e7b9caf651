import { afterAll, describe, expect, test } from 'vitest'
import { testApp } from './helpers/app.ts'
import { htmlFaults } from './helpers/html.ts'
import { openPages } from './helpers/pages.ts'

const { app, visitor, close } = await testApp()
afterAll(close)
const { content } = app
const citizen = visitor()

const opportunities = [...content.opportunities.values()]
const families = [...content.families.values()]
const readable = families.filter((family) => family.citizen_facing && !family.reveals_condition)
const open = openPages(content)
const closed = [
  ...opportunities.filter(({ visibility }) => visibility !== 'C').map(({ slug }) => `/servizi/${slug}`),
  ...families.filter((family) => !readable.includes(family)).map(({ slug }) => `/aiuti/${slug}`),
  '/servizi/inventato', '/aiuti/inventato', '/informazioni/inventata', '/sportelli/inventato', '/come-funziona-operatori', '/inventata',
]

/** What a person reads, without marks. */
const read = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const shown = (html: string) => /<main.*<\/main>/s.exec(html)?.[0] ?? ''
const links = (html: string) => [...shown(html).matchAll(/<h3><a href="([^"]+)"/g)].map(([, href]) => href)
const panels = (html: string) => [...html.matchAll(/id="pannello-(\w+)"/g)].map(([, id]) => id)
const search = async (testo: string) => (await citizen.post('/cerca', { testo })).html

describe('pages that citizens read', () => {
  test.each(open)('%s answers, in sound HTML, in words', async (path) => {
    const { status, html, headers } = await citizen.get(path)
    expect(status).toBe(200)
    expect(await htmlFaults(html)).toEqual([])
    expect(html.match(/<h1[ >]/g)).toHaveLength(1)
    // A key without words, or a value that no page was given.
    expect(read(html)).not.toMatch(/undefined|\[object|\{\{|\b(catalogue|desks|territory|pages|errors|problems|site|conversation)\.[a-z_]+/)
    expect(headers.getSetCookie()).toEqual([])
  })

  test.each(closed)('%s is not there', async (path) => {
    const { status, html } = await citizen.get(path)
    expect(status).toBe(404)
    expect(await htmlFaults(html)).toEqual([])
    for (const way of ['href="/"', 'href="/sportelli"', 'href="/aiuto-subito"']) expect(shown(html)).toContain(way)
  })

  test('every link inside these pages leads to a page', async () => {
    const pages = await Promise.all(open.map((path) => citizen.get(path)))
    const targets = new Set(pages.flatMap(({ html }) => [...html.matchAll(/href="(\/[^"#]*)"/g)].map(([, href = '']) => href)))
    const here = [...targets].filter((href) => !/^\/(assets|lingua)\//.test(href))
    const statuses = await Promise.all(here.map(async (href) => [href, (await citizen.get(href)).status]))
    expect(statuses.filter(([, status]) => status !== 200)).toEqual([])
  })

  test('a sheet never prints the quotes and codes of its source', async () => {
    for (const { slug, source, visibility } of opportunities) {
      if (visibility !== 'C') continue
      const { html } = await citizen.get(`/servizi/${slug}`)
      expect(read(html)).not.toContain(source.ref)
      expect(shown(html)).not.toMatch(/S[0-4] [A-Z]/)
    }
  })

  test('what is off here is said so', async () => {
    const off = opportunities.find(({ slug, visibility }) => visibility === 'C' && content.territory.off.includes(slug))
    expect(read((await citizen.get(`/servizi/${off?.slug}`)).html)).toContain('In questo territorio non risulta attivo')
  })

  test('where the source is silent the page says so', async () => {
    expect(read((await citizen.get('/servizi/casa-canone-calmierato')).html)).toContain('Questo non lo sappiamo ancora. Allo sportello te lo dice una persona')
  })
})

test('"Vedi se fa per te" keeps what was already answered', async () => {
  const reader = visitor()
  await reader.post('/orientamento/inizia', { bisogno: 'casa' })
  const before = (await reader.get('/orientamento')).html
  expect((await reader.post('/orientamento/inizia')).location).toBe('/orientamento')
  expect((await reader.get('/orientamento')).html).toBe(before)
})

describe('the search', () => {
  test.each([
    ['endings', ['casa', 'case']],
    ['accents', ['attività', 'attivita', "attivita'"]],
    ['capital letters', ['tirocinio', 'TIROCINIO']],
    ['slips', ['tirocinio', 'tirocino']],
    ['words that say nothing', ['lavoro', 'cerco un lavoro per me']],
  ])('forgives %s', async (_what, [right = '', ...others]) => {
    const found = links(await search(right))
    expect(found.length).toBeGreaterThan(0)
    for (const other of others) expect(links(await search(other))).toEqual(expect.arrayContaining(found.slice(0, 1)))
  })

  test('shows only what citizens may read', async () => {
    for (const testo of ['casa', 'lavoro', 'tirocinio', 'gruppo', 'operatori', 'workshop']) {
      for (const href of links(await search(testo))) expect(open).toContain(href)
    }
  })

  test('keeps the words in the field, whatever they are', async () => {
    const html = await search('casa "bella" <b>grande</b>')
    expect(html).toContain('value="casa &quot;bella&quot; &lt;b&gt;grande&lt;/b&gt;"')
    expect(await htmlFaults(html)).toEqual([])
  })

  test('says when it did not understand, and shows the ways on', async () => {
    const html = await search('xyzzy')
    expect(read(html)).toContain('Non sono sicuro di aver capito')
    for (const way of ['action="/orientamento/inizia"', 'href="/sportelli"', 'href="/servizi"']) expect(shown(html)).toContain(way)
    expect(await htmlFaults(html)).toEqual([])
  })

  test.each([
    ['mio marito mi picchia', 'violenza'],
    ['Non ho più voglia di vivere', 'farla_finita'],
    ['stanotte dormo in macchina', 'emergenza_casa'],
    ['mi hanno tolto il passaporto', 'tratta'],
  ])('"%s" shows first who to call', async (testo, panel) => {
    const html = await search(testo)
    expect(panels(html)).toContain(panel)
    expect(shown(html).indexOf('class="panel"')).toBeLessThan(shown(html).indexOf('<form'))
    expect(html).toContain(`value="${testo}"`)
    expect(await htmlFaults(html)).toEqual([])
  })

  test('is silent about danger where there is none', async () => {
    expect(panels(await search('cerco una casa in affitto'))).toEqual([])
  })

  test('is never stored by the browser, and its words are in no address', async () => {
    const { headers, html } = await citizen.post('/cerca', { testo: 'parola segreta' })
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(html).not.toMatch(/(href|action|<title>)[^>]*segreta/)
  })
})

describe('the desks', () => {
  test('every comune leads to its desk', async () => {
    for (const { belfiore, ambito } of content.territory.comuni) {
      const desk = content.territory.ambiti.find(({ slug }) => slug === ambito)?.desk
      expect((await citizen.post('/sportelli', { comune: belfiore })).location).toBe(`/sportelli/${desk}`)
    }
  })

  test('no choice: the page says what is missing', async () => {
    const { status, html } = await citizen.post('/sportelli')
    expect(status).toBe(422)
    expect(read(html)).toContain('Manca il Comune')
    expect(await htmlFaults(html)).toEqual([])
  })

  test('a closed desk says when it opens and who answers meanwhile', async () => {
    const night = await testApp({ now: '2026-11-21T22:00:00Z', own: true })
    const { html } = await night.visitor().get('/sportelli/pua-bari')
    expect(read(html)).toContain('Chiuso adesso. Apre lunedì alle 09:00')
    expect(panels(html)).toEqual(['sportello_chiuso'])
    expect(read(html)).toContain('Apre lunedì alle 09:00. Se è urgente')
  })

  test('an open desk says until when', async () => {
    const { html } = await citizen.get('/sportelli/pua-bari')
    expect(read(html)).toContain('Aperto adesso, fino alle 13:00')
    expect(panels(html)).toEqual([])
  })
})

test('/aiuto-subito: panels in order, each number can be dialled', async () => {
  const { html } = await citizen.get('/aiuto-subito')
  expect(panels(html)).toEqual(['emergenza_generale', 'violenza', 'farla_finita', 'minori', 'emergenza_casa'])
  for (const { dial, on, territory } of content.emergency.numbers) {
    if (on && (!territory || territory === content.territory.slug)) expect(html).toContain(`href="tel:${dial}"`)
  }
})

test('every rule is published', async () => {
  const { html } = await citizen.get('/regole')
  for (const { id } of content.rules) expect(html).toContain(`id="${id}"`)
})

test('every problem has words', () => {
  const { t } = app.templates.voice('it')
  const keys = [
    'choose_one', 'choose_some', 'choose_comune', 'not_in_list', 'path_ends', 'must_agree', 'write_something', 'too_long', 'write_name',
    'write_date', 'not_a_date', 'not_a_phone', 'not_an_email', 'code', 'sign_in', 'password_short', 'email_taken', 'role_and_desk',
    'write_message', 'write_reason', 'choose_items', 'future_date', 'changed_meanwhile', 'not_allowed',
  ]
  for (const key of keys) expect(t(`problems.${key}`, { max: 200, min: 12 })).not.toMatch(/problems\.|\{\{/)
})
