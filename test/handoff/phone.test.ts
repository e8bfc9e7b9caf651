import { describe, expect, test } from 'vitest'
import { purgeHandoffs } from '../../src/handoff/handoff.ts'
import { testApp, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { openQuestion, shortest as said, talk, wordsOf } from '../helpers/talk.ts'


/** A first screen with two questions answered, the address it shows to phones, and the cookie of its draft. */
async function offered(service: TestApp) {
  const screen = service.visitor()
  const draft = (await screen.post('/richiesta/inizia', { atto: 'richiesta_contatto' })).headers.getSetCookie()[0]?.split(';')[0] ?? ''
  for (const id of ['o_per_chi', 'o_eta'] as const) await screen.post(`/richiesta/${id}`, said[id])
  expect((await screen.post('/richiesta/passa')).location).toBe('/richiesta/passa')
  const page = await screen.get('/richiesta/passa')
  return { screen, page, draft, address: /\/continua\/[\w-]{43}/.exec(page.html)?.[0] ?? '' }
}

const openAt = async (phone: Visitor, address: string) => (await phone.post(address)).location

describe('a request passed to the phone', () => {
  test('goes on there from the same question; the first screen sees it, and the receipt when it was sent', async () => {
    const service = await testApp({ own: true })
    const { screen, page, address } = await offered(service)
    expect(await htmlFaults(page.html)).toEqual([])
    const phone = service.visitor()
    const asked = await phone.get(address)
    expect(await htmlFaults(asked.html)).toEqual([])
    expect(wordsOf(asked)).toContain('Vuoi continuare qui la richiesta?')
    expect(await openAt(phone, address)).toBe('/richiesta')
    expect(openQuestion(await phone.get('/richiesta'))).toBe('persona')
    expect(wordsOf(await screen.get('/richiesta/passa'))).toContain('La richiesta è sul tuo telefono')
    await talk(phone, '/richiesta', said)
    await phone.post('/richiesta/invia')
    expect((await screen.get('/richiesta/passa')).location).toBe('/richiesta/inviata')
    const number = /\d{4}\/\d{7}/.exec((await phone.get('/richiesta/inviata')).html)?.[0]
    expect(wordsOf(await screen.get('/richiesta/inviata'))).toContain(number)
  })

  test('comes back to the first screen with what was said on the phone', async () => {
    const service = await testApp({ own: true })
    const { screen, address } = await offered(service)
    const phone = service.visitor()
    await openAt(phone, address)
    await phone.post('/richiesta/persona', said.persona)
    expect((await screen.post('/richiesta/passa/qui')).location).toBe('/richiesta')
    expect(openQuestion(await screen.get('/richiesta'))).toBe('o_comune')
    expect((await screen.post('/richiesta/o_comune', said.o_comune)).status).toBe(303)
    expect(openQuestion(await screen.get('/richiesta'))).toBe('o_bisogni')
  })

  test('is not answered, read, sent, kept or cancelled on the first screen meanwhile', async () => {
    const service = await testApp({ own: true })
    const { screen, address } = await offered(service)
    expect((await screen.post('/richiesta/persona', { 'risposta.nome': 'Prima', 'risposta.cognome': 'Quercia' })).location).toContain('/richiesta?passo=')
    const phone = service.visitor()
    await openAt(phone, address)
    const posts = ['/richiesta/o_comune', '/richiesta/inizia', '/richiesta/invia', '/richiesta/salva', '/richiesta/cancella', '/richiesta/passa'].map((path) => screen.post(path, { ...said.o_comune, atto: 'istanza' }))
    const gets = ['/richiesta', '/richiesta/persona', '/richiesta?passo=1'].map((path) => screen.get(path))
    expect(new Set((await Promise.all([...posts, ...gets])).map(({ status, location }) => `${status} ${location}`))).toEqual(new Set(['303 /richiesta/passa']))
    expect(wordsOf(await screen.get('/richiesta/passa'))).not.toMatch(/Quercia|Prima/)
    expect(openQuestion(await phone.get('/richiesta'))).toBe('o_comune')
  })

  test('taken back, is kindly out of reach of the phone: it forgets the key, and receives no receipt', async () => {
    const service = await testApp({ own: true })
    const { screen, address } = await offered(service)
    const phone = service.visitor()
    await openAt(phone, address)
    await phone.post('/richiesta/persona', said.persona)
    await screen.post('/richiesta/passa/qui')
    expect((await phone.post('/richiesta/o_comune', said.o_comune)).location).toBe('/richiesta/tornata')
    const told = await phone.get('/richiesta/tornata')
    expect(await htmlFaults(told.html)).toEqual([])
    expect(wordsOf(told)).toContain('La richiesta è tornata sul primo schermo')
    expect(openQuestion(await screen.get('/richiesta'))).toBe('o_comune')
    expect(openQuestion(await phone.get('/richiesta'))).toBeUndefined()
    await talk(screen, '/richiesta', said)
    await screen.post('/richiesta/invia')
    expect((await phone.get('/richiesta/inviata')).location).toBe('/la-mia-richiesta')
    // Both may begin another at once.
    for (const someone of [screen, phone]) expect((await someone.post('/richiesta/inizia', { atto: 'istanza' })).location).toBe('/richiesta')
  })

  test('taken back and sent from the first screen, gives the phone no receipt, even if it asks for nothing else before', async () => {
    const service = await testApp({ own: true })
    const { screen, address } = await offered(service)
    const phone = service.visitor()
    await openAt(phone, address)
    await screen.post('/richiesta/passa/qui')
    await talk(screen, '/richiesta', said)
    await screen.post('/richiesta/invia')
    expect((await phone.get('/richiesta/inviata')).location).toBe('/richiesta/tornata')
    expect((await phone.get('/richiesta/ricevuta.pdf')).location).toBe('/la-mia-richiesta')
  })

  test('goes to the phone a second time with a new code; the old one, taken or not, opens nothing', async () => {
    const service = await testApp({ own: true })
    const { screen, address } = await offered(service)
    const again = async () => {
      await screen.post('/richiesta/passa')
      return /\/continua\/[\w-]{43}/.exec((await screen.get('/richiesta/passa')).html)?.[0] ?? ''
    }
    const second = await again()
    expect((await service.visitor().post(address)).status).toBe(404)
    const phone = service.visitor()
    await openAt(phone, second)
    await screen.post('/richiesta/passa/qui')
    expect((await phone.get('/richiesta')).location).toBe('/richiesta/tornata')
    const third = await again()
    await openAt(phone, third)
    expect(openQuestion(await phone.get('/richiesta'))).toBe('persona')
    await screen.post('/richiesta/passa/qui')
    expect((await service.visitor().post(third)).status).toBe(404)
  })

  test('that was taken back before any phone had it, is not on offer any more', async () => {
    const service = await testApp({ own: true })
    const { screen, address } = await offered(service)
    await screen.post('/richiesta/passa/qui')
    expect((await service.visitor().post(address)).status).toBe(404)
  })

  test('stays on the phone as long as a draft lasts: the first screen does not open it again by itself', async () => {
    const service = await testApp({ own: true })
    const { screen, address } = await offered(service)
    const phone = service.visitor()
    await openAt(phone, address)
    service.clock.forward(23 * 60)
    purgeHandoffs(service.app)
    await phone.post('/richiesta/persona', said.persona)
    expect((await screen.get('/richiesta')).location).toBe('/richiesta/passa')
  })

  test('opened on the very screen that offers it, simply goes on', async () => {
    const service = await testApp({ own: true })
    const { screen, address } = await offered(service)
    expect(await openAt(screen, address)).toBe('/richiesta')
    expect(openQuestion(await screen.get('/richiesta'))).toBe('persona')
  })

  test('is told to a waiting piece of a page in its own way', async () => {
    const service = await testApp({ own: true })
    const { draft, address } = await offered(service)
    const token = address.split('/').at(-1) ?? ''
    await openAt(service.visitor(), address)
    const answer = await service.web.request('http://localhost/richiesta/persona', { method: 'POST', body: new URLSearchParams(said.persona), headers: { Origin: 'http://localhost', 'HX-Request-Type': 'partial', Cookie: `approdo_passa=${token}; ${draft}` } })
    expect([answer.status, answer.headers.get('HX-Redirect')]).toEqual([200, '/richiesta/passa'])
  })
})

describe('who invents what a browser remembers', () => {
  test.each(['x', 'a'.repeat(43), 'a'.repeat(5000), '%', '<script>'])('"%s" as a hand-off stops nobody\'s own request', async (token) => {
    const service = await testApp({ own: true })
    const { draft } = await offered(service)
    for (const cookie of ['approdo_passa', 'approdo_preso']) {
      const answer = await service.web.request('http://localhost/richiesta', { headers: { Cookie: `${cookie}=${token}; ${draft}` } })
      expect([answer.status, (await answer.text()).includes('/richiesta/persona')]).toEqual([200, true])
    }
  })

  test('the hand-off of another request stops it as little', async () => {
    const service = await testApp({ own: true })
    const [mine, other] = [await offered(service), await offered(service)]
    await openAt(service.visitor(), other.address)
    const answer = await service.web.request('http://localhost/richiesta', { headers: { Cookie: `approdo_passa=${other.address.split('/').at(-1)}; ${mine.draft}` } })
    expect(answer.status).toBe(200)
  })
})

describe('at a screen of many', () => {
  async function atKiosk(service: TestApp) {
    const passed = await offered(service)
    await passed.screen.get('/totem')
    const phone = service.visitor()
    await openAt(phone, passed.address)
    return { ...passed, phone }
  }

  test('the request comes back within a quarter of an hour', async () => {
    const service = await testApp({ own: true })
    const { screen } = await atKiosk(service)
    service.clock.forward(14)
    expect(wordsOf(await screen.get('/richiesta/passa'))).toContain('premi «Ho finito»')
    await screen.post('/richiesta/passa/qui')
    expect(openQuestion(await screen.get('/richiesta'))).toBe('persona')
  })

  test.each(['take back', 'wait', 'wait for the receipt'])('who walked off with the phone leaves nothing: who comes later may %s', async (what) => {
    const service = await testApp({ own: true })
    const { screen, phone } = await atKiosk(service)
    service.clock.forward(16)
    if (what === 'wait for the receipt') {
      await talk(phone, '/richiesta', said)
      await phone.post('/richiesta/invia')
    }
    expect((what === 'take back' ? await screen.post('/richiesta/passa/qui') : await screen.get('/richiesta/passa')).location).toBe('/')
    expect(openQuestion(await screen.get('/richiesta'))).toBeUndefined()
    expect((await screen.get('/richiesta/inviata')).location).toBe('/la-mia-richiesta')
    expect((await phone.get(what === 'wait for the receipt' ? '/richiesta/inviata' : '/richiesta')).status).toBe(200)
  })

  test('is taken by one phone only, even when two press at once; looking at the address takes nothing', async () => {
    const service = await testApp({ own: true })
    const { address } = await offered(service)
    for (let i = 0; i < 3; i++) await service.visitor().get(address)
    const phones = await Promise.all([1, 2, 3].map(() => service.visitor().post(address)))
    expect(phones.map(({ status }) => status).sort()).toEqual([303, 404, 404])
    expect(wordsOf(phones.find(({ status }) => status === 404)!)).toContain('Un altro telefono')
  })

  test('is gone after a quarter of an hour; an invented address is gone from the start', async () => {
    const service = await testApp({ own: true })
    const { screen, address } = await offered(service)
    service.clock.forward(16)
    expect((await service.visitor().post(address)).status).toBe(404)
    expect((await screen.get('/richiesta/passa')).location).toBe('/richiesta')
    for (const token of ['x', 'a'.repeat(43), 'a'.repeat(5000), '%3Cscript%3E']) {
      const seen = await service.visitor().post(`/continua/${token}`)
      expect([seen.status, seen.html.includes('<script>')]).toEqual([404, false])
    }
    expect((await service.visitor().post('/richiesta/passa')).location).toBe('/richiesta/passa')
    expect((await service.visitor().get('/richiesta/passa')).location).toBe('/richiesta')
  })
})
