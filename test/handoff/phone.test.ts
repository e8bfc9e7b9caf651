import { describe, expect, test } from 'vitest'
import { testApp, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { openQuestion, shortest as said, talk, wordsOf } from '../helpers/talk.ts'


/** A first screen with two questions answered, and the address it shows to phones. */
async function offered(service: TestApp) {
  const screen = service.visitor()
  await screen.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
  for (const id of ['o_per_chi', 'o_eta'] as const) await screen.post(`/richiesta/${id}`, said[id])
  expect((await screen.post('/richiesta/passa')).location).toBe('/richiesta/passa')
  const page = await screen.get('/richiesta/passa')
  return { screen, page, address: /\/continua\/[\w-]{43}/.exec(page.html)?.[0] ?? '' }
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
