import { describe, expect, test } from 'vitest'
import { dossiers, drafts, handoffs, resumes, sessions } from '../../db/schema.ts'
import { purgeDrafts } from '../../src/dossiers/draft.ts'
import { testApp, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { fileRequest } from '../helpers/requests.ts'
import { openQuestion, shortest as said, talk, wordsOf } from '../helpers/talk.ts'

const day = 24 * 60

/** A screen at the desk. */
async function kioskOf(service: TestApp): Promise<Visitor> {
  const kiosk = service.visitor()
  expect((await kiosk.get('/totem')).location).toBe('/')
  return kiosk
}

/** Three questions answered, the name among them. */
async function begin(visitor: Visitor): Promise<void> {
  await visitor.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
  for (const id of ['o_per_chi', 'o_eta', 'persona'] as const) await visitor.post(`/richiesta/${id}`, said[id])
}

/** Asks to keep what was begun, and copies code and digits. */
async function keep(visitor: Visitor) {
  const { html } = await visitor.post('/richiesta/salva')
  return { html, codice: /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(html)?.[0] ?? '', cifre: />(\d{6})</.exec(html)?.[1] ?? '' }
}

const rowsIn = ({ app }: TestApp) => [drafts, resumes, handoffs, sessions].map((table) => app.db.select().from(table).all().length)

const pages = ['/', '/richiesta', '/orientamento', '/servizi', '/sportelli', '/la-mia-richiesta', '/riprendi', '/privacy', '/totem/spegni', '/operatori/accedi', '/pagina-che-non-c-e']

describe('a screen at the desk', () => {
  test.each(pages)('has "Ho finito" on %s, and the browser keeps no copy of the page', async (path) => {
    const kiosk = await kioskOf(await testApp({ own: true }))
    const { html, headers } = await kiosk.get(path)
    expect(html.match(/<form class="kiosk-done" method="post" action="\/totem\/fine"/g)).toHaveLength(1)
    expect(html).toMatch(/<html [^>]*class="(staff )?kiosk"/)
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(await htmlFaults(html)).toEqual([])
  })

  test.each(pages)('is nobody\'s screen at home: %s has no such button', async (path) => {
    expect((await (await testApp({ own: true })).visitor().get(path)).html).not.toContain('/totem/fine')
  })

  test('lets no browser offer what others typed', async () => {
    const service = await testApp({ own: true })
    const [kiosk, home] = [await kioskOf(service), service.visitor()]
    for (const person of [kiosk, home]) await begin(person)
    const [here, there] = await Promise.all([kiosk, home].map(async (person) => (await person.get('/richiesta/persona')).html))
    expect([here?.includes('autocomplete="family-name"'), there?.includes('autocomplete="family-name"')]).toEqual([false, true])
  })

  test('says to the desk that the request comes from it; from a phone it comes from home', async () => {
    const service = await testApp({ own: true })
    for (const person of [await kioskOf(service), service.visitor()]) {
      await begin(person)
      await talk(person, '/richiesta', said)
      await person.post('/richiesta/invia')
    }
    expect(service.app.db.select({ channel: dossiers.channel }).from(dossiers).orderBy(dossiers.id).all().map(({ channel }) => channel)).toEqual(['kiosk', 'home'])
  })

  test('is turned off with a button, and forgets who was there', async () => {
    const service = await testApp({ own: true })
    const kiosk = await kioskOf(service)
    await begin(kiosk)
    expect((await kiosk.post('/totem/spegni')).location).toBe('/')
    expect((await kiosk.get('/')).html).not.toContain('/totem/fine')
    expect(openQuestion(await kiosk.get('/richiesta'))).toBeUndefined()
    expect(rowsIn(service)).toEqual([0, 0, 0, 0])
    expect((await kiosk.get('/totem/spegni')).location).toBe('/')
  })
})

describe('"Ho finito"', () => {
  test('leaves nothing of the person: not on a page, not in the cookies, not in the database', async () => {
    const service = await testApp({ own: true })
    const kiosk = await kioskOf(service)
    await kiosk.post('/orientamento/inizia', { bisogno: 'casa' })
    await begin(kiosk)
    await kiosk.post('/richiesta/passa')
    const { number, code } = fileRequest(service.app)
    await kiosk.post('/la-mia-richiesta', { numero: number, codice: code })
    expect((await kiosk.get('/la-mia-richiesta')).html).toContain(number)
    expect(rowsIn(service)).toEqual([1, 0, 1, 0])
    const gone = await kiosk.post('/totem/fine')
    expect(gone.location).toBe('/')
    expect(gone.headers.getSetCookie().filter((line) => !/max-age=0/i.test(line))).toEqual([])
    expect(rowsIn(service)).toEqual([0, 0, 0, 0])
    expect((await kiosk.get('/la-mia-richiesta')).html).not.toContain(number)
    expect((await kiosk.get('/richiesta/passa')).location).toBe('/richiesta')
    for (const path of ['/richiesta', '/orientamento']) expect(wordsOf(await kiosk.get(path))).not.toMatch(/Quercia|Hai risposto/)
    expect((await kiosk.get('/')).html).toContain('/totem/fine')
  })

  test('closes the receipt; without it, an hour does', async () => {
    const service = await testApp({ own: true })
    const [quick, slow] = [await kioskOf(service), await kioskOf(service)]
    for (const kiosk of [quick, slow]) {
      await begin(kiosk)
      await talk(kiosk, '/richiesta', said)
      await kiosk.post('/richiesta/invia')
    }
    const receipt = await quick.get('/richiesta/inviata')
    expect(receipt.html).not.toContain('ricevuta.pdf')
    expect(receipt.html.match(/action="\/totem\/fine"/g)).toHaveLength(2)
    expect((await quick.get('/richiesta/tagliando')).status).toBe(200)
    await quick.post('/totem/fine')
    service.clock.forward(61)
    for (const kiosk of [quick, slow]) for (const path of ['inviata', 'tagliando', 'ricevuta.pdf']) expect((await kiosk.get(`/richiesta/${path}`)).location).toBe('/la-mia-richiesta')
  })

  test('ends what an operator had opened there', async () => {
    const service = await testApp({ own: true })
    const operator = await service.operator('pua-bari')
    await operator.get('/totem')
    expect(wordsOf(await operator.get('/operatori/richieste'))).toContain('Richieste')
    await operator.post('/totem/fine')
    expect((await operator.get('/operatori')).location).toBe('/operatori/accedi')
    expect(rowsIn(service)[3]).toBe(0)
  })

  test('does not take back what is already on the phone', async () => {
    const service = await testApp({ own: true })
    const [kiosk, phone] = [await kioskOf(service), service.visitor()]
    await begin(kiosk)
    await kiosk.post('/richiesta/passa')
    await phone.post(/\/continua\/[\w-]{43}/.exec((await kiosk.get('/richiesta/passa')).html)?.[0] ?? '')
    await kiosk.post('/totem/fine')
    expect(openQuestion(await kiosk.get('/richiesta'))).toBeUndefined()
    expect(openQuestion(await phone.get('/richiesta'))).toBe('o_comune')
  })
})

describe('a request left half-way at the desk', () => {
  test('is kept for seven days if one asks, also after "Ho finito", and goes on at home', async () => {
    const service = await testApp({ own: true })
    const kiosk = await kioskOf(service)
    await begin(kiosk)
    const { html, codice, cifre } = await keep(kiosk)
    expect(wordsOf({ html })).toContain('30 novembre 2026')
    await kiosk.post('/totem/fine')
    expect(openQuestion(await kiosk.get('/richiesta'))).toBeUndefined()
    service.clock.forward(6 * day)
    purgeDrafts(service.app)
    const home = service.visitor()
    expect((await home.post('/riprendi', { codice, cifre })).location).toBe('/richiesta')
    expect(openQuestion(await home.get('/richiesta'))).toBe('o_comune')
    service.clock.forward(2 * day)
    expect((await service.visitor().post('/riprendi', { codice, cifre })).status).toBe(422)
  })

  test('goes on at the desk too, days after', async () => {
    const service = await testApp({ own: true })
    const kiosk = await kioskOf(service)
    await begin(kiosk)
    const { codice, cifre } = await keep(kiosk)
    service.clock.forward(3 * day)
    await kiosk.post('/riprendi', { codice, cifre })
    expect(openQuestion(await kiosk.get('/richiesta'))).toBe('o_comune')
  })

  test('does not open for who comes an hour later, even if it was kept and nobody pressed "Ho finito"', async () => {
    const service = await testApp({ own: true })
    const [kept, left, home] = [await kioskOf(service), await kioskOf(service), service.visitor()]
    for (const person of [kept, left, home]) await begin(person)
    await keep(kept)
    service.clock.forward(61)
    expect(await Promise.all([kept, left, home].map(async (person) => openQuestion(await person.get('/richiesta'))))).toEqual([undefined, undefined, 'o_comune'])
    const late = await left.post('/richiesta/o_comune', said.o_comune)
    expect([late.status, wordsOf(late).includes("un'ora di pausa")]).toEqual([409, true])
  })
})

describe('who tries', () => {
  test.each(['', 'no', 'x'.repeat(5000), '<script>', 'si%00', '%'])('an invented cookie "%s" makes no kiosk', async (value) => {
    const { web } = await testApp({ own: true })
    const html = await (await web.request('http://localhost/', { headers: { Cookie: `approdo_totem=${value}` } })).text()
    expect(html).not.toContain('/totem/fine')
  })

  test('to make a kiosk of somebody\'s phone with a link on another site does not', async () => {
    const { web } = await testApp({ own: true })
    const answer = await web.request('http://localhost/totem', { headers: { 'Sec-Fetch-Site': 'cross-site' } })
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([303, []])
  })

  test('to wipe or turn off from another site is refused', async () => {
    const service = await testApp({ own: true })
    for (const path of ['/totem/fine', '/totem/spegni']) {
      const answer = await service.web.request(`http://localhost${path}`, { method: 'POST', headers: { Origin: 'https://altrove.example', Cookie: 'approdo_totem=si' } })
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []])
    }
  })

  test('cookies that open nothing are dropped like the others, without a fault', async () => {
    const { web } = await testApp({ own: true })
    const cookies = { approdo: 'x', approdo_richiesta: 'y'.repeat(3000), approdo_passa: '../..', approdo_attesa: '%00', approdo_operatore: "' or 1=1", approdo_totem: 'si', altro: 'z' }
    const answer = await web.request('http://localhost/totem/fine', { method: 'POST', headers: { Origin: 'http://localhost', Cookie: Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join('; ') } })
    const dropped = answer.headers.getSetCookie().filter((line) => /Max-Age=0/.test(line)).map((line) => line.split('=')[0])
    expect([answer.status, new Set(dropped)]).toEqual([303, new Set(['approdo', 'approdo_richiesta', 'approdo_passa', 'approdo_attesa', 'approdo_operatore'])])
  })

  test('the cookie is of the session, closed to scripts and to other sites; over HTTPS bound to this host', async () => {
    const { app, web } = await testApp({ own: true })
    const line = async () => (await web.request('http://localhost/totem')).headers.getSetCookie()[0]
    expect(await line()).toBe('approdo_totem=si; Path=/; HttpOnly; SameSite=Lax')
    app.config.publicOrigin = 'https://sportello.example.org'
    expect(await line()).toBe('__Host-approdo_totem=si; Path=/; HttpOnly; Secure; SameSite=Lax')
    const wiped = await web.request('https://sportello.example.org/totem/fine', { method: 'POST', headers: { Origin: 'https://sportello.example.org', Cookie: '__Host-approdo_totem=si; __Host-approdo_stato=x' } })
    expect(wiped.headers.getSetCookie().map((dropped) => dropped.split('=')[0])).toEqual(['__Host-approdo_stato'])
  })
})
