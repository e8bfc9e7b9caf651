import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { and, eq } from '../../db/drizzle.ts'
import { attachments, events, handoffs } from '../../db/schema.ts'
import { testApp, type TestApp, type Visitor } from '../helpers/app.ts'
import { pdf, photo } from '../helpers/files.ts'
import { htmlFaults } from '../helpers/html.ts'
import { addressOf, askFor, decide, everything, withFiles, wordsOf, type Case } from '../helpers/missing.ts'

let home: TestApp
beforeAll(async () => {
  home = await testApp()
})
afterAll(() => home.close())

const waiting = `${addressOf('delega')}/telefono`
const filesOf = ({ request }: Case) => home.app.db.select().from(attachments).where(eq(attachments.dossier, request.id)).all()

/** A screen that has offered the camera for an item, and the address in its code. */
async function offered(service = home): Promise<Case & { address: string }> {
  const one = await askFor(service, ['delega', 'firma'])
  await one.person.post(addressOf('delega'), withFiles([], { modo: 'telefono' }))
  const page = await one.person.get(waiting)
  return { ...one, address: /http:\/\/localhost(\/foto\/[\w-]{43})/.exec(page.html)?.[1] ?? '' }
}
/** What htmx asks for every three seconds. */
const poll = (service: TestApp, cookie: string, path: string) => service.web.request(`http://localhost${path}`, { headers: { 'HX-Request-Type': 'partial', Cookie: cookie } })

async function opened(address: string, phone: Visitor = home.visitor()): Promise<Visitor> {
  expect(await phone.post(`${address}/apri`)).toMatchObject({ status: 303, location: address })
  return phone
}

describe('the phone as a camera', () => {
  test('from the screen to the phone and back: the files are the answer, and the screen moves on', async () => {
    const one = await offered()
    expect(await htmlFaults((await one.person.get(waiting)).html)).toEqual([])
    const phone = home.visitor()
    const first = await phone.get(one.address)
    expect([first.status, await htmlFaults(first.html), first.html.includes(one.request.number), first.headers.get('Referrer-Policy')]).toEqual([200, [], false, 'same-origin'])
    await opened(one.address, phone)
    const page = await phone.get(one.address)
    expect([await htmlFaults(page.html), wordsOf(page).includes('La delega firmata'), page.html.includes(one.request.number), page.html.includes('Betulla')]).toEqual([[], true, false, false])
    expect(wordsOf(await one.person.get(waiting))).toContain('Il telefono è pronto')
    expect((await phone.post(one.address, withFiles([['image.jpg', await photo()], ['image.jpg', pdf()]]))).location).toBe(one.address)
    expect(wordsOf(await phone.get(one.address))).toMatch(/È già arrivato.*image\.jpg/)
    expect(wordsOf(await one.person.get(waiting))).toContain('Sono arrivati 2 file.')
    await phone.post(one.address, withFiles([], { modo: 'fine' }))
    expect(wordsOf(await phone.get(one.address))).toContain('Fatto. Torna')
    expect((await one.person.get(waiting)).location).toBe('/la-mia-richiesta?fatto=risposta')
    expect(wordsOf(await one.person.get('/la-mia-richiesta?fatto=risposta'))).toMatch(/Abbiamo ricevuto la tua risposta\..*Hai mandato.*image\.jpg/)
    expect(filesOf(one)).toHaveLength(2)
  })

  test('files chosen beside "Ho finito" are sent too', async () => {
    const one = await offered()
    const phone = await opened(one.address)
    await phone.post(one.address, withFiles([['a.pdf', pdf()]], { modo: 'fine' }))
    expect([filesOf(one).length, (await one.person.get(waiting)).status]).toEqual([1, 303])
  })

  test('a piece of the page that waits changes only when there is news; then it sends the page onwards', async () => {
    const one = await offered()
    const jar = await cookiesOf(one)
    const state = async () => {
      const page = await poll(home, jar, waiting)
      const html = await page.text()
      return { onwards: page.headers.get('HX-Redirect'), next: /visto=([\w-]+)/.exec(html)?.[1] ?? '', html }
    }
    const before = await state()
    expect([before.next, (await poll(home, jar, `${waiting}?visto=${before.next}`)).status]).toEqual(['offerto-0', 204])
    const address = /\/foto\/[\w-]{43}/.exec(before.html)?.[0] ?? ''
    const phone = await opened(address)
    expect((await state()).next).toBe('preso-0')
    await phone.post(address, withFiles([['a.pdf', pdf()]]))
    expect((await state()).next).toBe('preso-1')
    await phone.post(address, withFiles([], { modo: 'fine' }))
    expect((await state()).onwards).toBe('/la-mia-richiesta?fatto=risposta')
  })

  test('words typed before asking for the phone are kept', async () => {
    const one = await askFor(home, ['curriculum'])
    const done = await one.person.post(addressOf('curriculum'), withFiles([], { modo: 'telefono', testo: 'Ho fatto il fornaio' }))
    expect(done.location).toBe(`${addressOf('curriculum')}/telefono`)
    expect(wordsOf(await one.person.get('/la-mia-richiesta'))).toContain('Ho fatto il fornaio')
  })
})

describe('who has it', () => {
  test('looking takes nothing, however often and by whomever', async () => {
    const one = await offered()
    for (const robot of [home.visitor(), home.visitor()]) for (const _ of [1, 2]) expect((await robot.get(one.address)).status).toBe(200)
    expect(wordsOf(await one.person.get(waiting))).toContain('Vale per 15 minuti')
    expect((await (await opened(one.address)).get(one.address)).html).toContain('capture="environment"')
  })

  test('the first phone that opens it has it; the second is told kindly, also when both open at once', async () => {
    const one = await offered()
    const phones = [home.visitor(), home.visitor()]
    await Promise.all(phones.map((phone) => phone.post(`${one.address}/apri`)))
    const pages = await Promise.all(phones.map((phone) => phone.get(one.address)))
    expect(pages.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404])
    const late = pages.findIndex(({ status }) => status === 404)
    expect([wordsOf(pages[late] ?? { html: '' }).includes('Questo codice è già usato'), await htmlFaults(pages[late]?.html ?? '')]).toEqual([true, []])
    expect((await phones[late]?.post(one.address, withFiles([['a.pdf', pdf()]])))?.status).toBe(404)
    expect(filesOf(one)).toEqual([])
  })

  test('after a quarter of an hour it is gone; the screen offers a new code, the old phone cannot send', async () => {
    const service = await testApp({ own: true })
    const one = await offered(service)
    const phone = service.visitor()
    await phone.post(`${one.address}/apri`)
    service.clock.forward(16)
    for (const visitor of [phone, service.visitor()]) expect([(await visitor.get(one.address)).status, (await visitor.post(one.address, withFiles([['a.pdf', pdf()]]))).status]).toEqual([404, 404])
    const page = await one.person.get(waiting)
    expect([wordsOf(page).includes('Chiedi un codice nuovo'), page.html.includes('hx-get')]).toEqual([true, false])
    expect((await one.person.post(addressOf('delega'), { modo: 'telefono' })).status).toBe(303)
    expect(wordsOf(await one.person.get(waiting))).toContain('Inquadra questo codice')
    expect(service.app.db.select().from(attachments).all()).toEqual([])
  })

  test('when it is finished, or the desk does not ask any more, nothing more is taken', async () => {
    const [finished, closed] = [await offered(), await offered()]
    const phone = await opened(finished.address)
    await phone.post(finished.address, withFiles([], { modo: 'fine' }))
    await phone.post(finished.address, withFiles([['a.pdf', pdf()]]))
    const other = await opened(closed.address)
    await decide(closed, 'arrivata', { motivo: 'Portata allo sportello' })
    expect((await other.post(closed.address, withFiles([['a.pdf', pdf()]]))).status).toBe(404)
    expect((await closed.person.get(waiting)).status).toBe(404)
    expect([filesOf(finished), filesOf(closed)]).toEqual([[], []])
  })

  test('the phone opens nothing else: not the status, not the item', async () => {
    const one = await offered()
    const phone = await opened(one.address)
    expect([(await phone.get('/la-mia-richiesta')).html.includes('name="codice"'), (await phone.get(addressOf('delega'))).location]).toEqual([true, '/la-mia-richiesta'])
  })

  test('a code of one item shows on the page of no other; an item without files has no camera', async () => {
    const one = await offered()
    expect((await one.person.get(`${addressOf('firma')}/telefono`)).status).toBe(404)
    expect((await one.person.post(addressOf('firma'), { modo: 'telefono' })).status).toBe(422)
    expect((await home.visitor().get(waiting)).location).toBe('/la-mia-richiesta')
  })

  test.each(['x', 'a'.repeat(43), 'a'.repeat(5000), '%00', '..%2f..%2fx', '__proto__'])('an invented address "%s" is gone', async (token) => {
    const visitor = home.visitor()
    expect((await visitor.get(`/foto/${token}`)).status).toBe(404)
    expect((await visitor.post(`/foto/${token}`, withFiles([['a.pdf', pdf()]]))).status).toBe(404)
    const after = await visitor.post(`/foto/${token}/apri`)
    expect([after.status, (await visitor.get(after.location ?? '')).status]).toEqual([303, 404])
  })

  test('a file that is not taken is said on the phone, and the others stay', async () => {
    const one = await offered()
    const phone = await opened(one.address)
    const page = await phone.post(one.address, withFiles([['buona.pdf', pdf()], ['vuota.jpg', Buffer.alloc(0)]], { modo: 'fine' }))
    expect([page.status, await htmlFaults(page.html)]).toEqual([422, []])
    expect(wordsOf(page)).toMatch(/«vuota\.jpg» è vuoto.*È già arrivato.*buona\.pdf/)
    expect(wordsOf(await one.person.get(waiting))).toContain('È arrivato 1 file.')
    expect((await phone.post(one.address, withFiles([]))).status).toBe(422)
  })

  test('the token stands in no file and no log: only its fingerprint', async () => {
    const service = await testApp({ own: true })
    const { address } = await offered(service)
    expect(service.app.db.select().from(handoffs).all()).toHaveLength(1)
    expect(everything(service)).not.toContain(address.slice('/foto/'.length))
  })
})

test('every answer from a phone is the person\'s, in the story and in the log', async () => {
  const one = await offered()
  await (await opened(one.address)).post(one.address, withFiles([['a.pdf', pdf()]]))
  const told = home.app.db.select().from(events).where(and(eq(events.dossier, one.request.id), eq(events.kind, 'risposta'))).all()
  expect(told.map(({ operator, status }) => [operator, status])).toEqual([[null, 'integrazione_richiesta']])
})

/** The cookies of a browser that gave number and code and asked for the phone. */
async function cookiesOf({ request: { number, code } }: Case): Promise<string> {
  const post = async (path: string, body: URLSearchParams, Cookie = '') => {
    const answer = await home.web.request(`http://localhost${path}`, { method: 'POST', body, headers: { Origin: 'http://localhost', Cookie } })
    return answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ')
  }
  const followed = await post('/la-mia-richiesta', new URLSearchParams({ numero: number, codice: code }))
  return `${followed}; ${await post(addressOf('delega'), new URLSearchParams({ modo: 'telefono' }), followed)}`
}
