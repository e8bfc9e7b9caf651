import { eq } from '../../db/drizzle.ts'
import { expect, test } from 'vitest'
import { dossiers } from '../../db/schema.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { testApp } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { fileRequest } from '../helpers/requests.ts'
import { wordsOf } from '../helpers/talk.ts'

test('one request that does not open leaves the queue and the others whole, and says so to staff and to the person', async () => {
  const service = await testApp({ own: true })
  const { db } = service.app
  const [keyless, altered, sound] = [fileRequest(service.app), fileRequest(service.app), fileRequest(service.app)]
  service.app.keys.destroy([keyless.id])
  db.update(dossiers).set({ sealed: Buffer.from('nothing that opens, forty bytes at least, really') }).where(eq(dossiers.id, altered.id)).run()
  const operator = await service.operator('pua-bitonto')
  const queue = await operator.get('/operatori/richieste')
  expect([queue.status, await htmlFaults(queue.html)]).toEqual([200, []])
  for (const { number } of [keyless, altered, sound]) expect(queue.html).toContain(number)
  expect(wordsOf(queue).match(/Questa richiesta non si apre/g)).toHaveLength(2)
  for (const { number, code } of [keyless, altered]) {
    const sheet = await operator.get(`/operatori/richieste/${inAddress(number)}`)
    expect([sheet.status, wordsOf(sheet).includes('non si aprono più'), await htmlFaults(sheet.html)]).toEqual([200, true, []])
    const person = service.visitor()
    await person.post('/la-mia-richiesta', { numero: number, codice: code })
    const status = await person.get('/la-mia-richiesta')
    expect([status.status, wordsOf(status).includes(`La richiesta ${number} c'è`), await htmlFaults(status.html)]).toEqual([200, true, []])
  }
})

test('a desk that the content no longer has loses no request: the welcome desk finds it, the person can follow it', async () => {
  const service = await testApp({ own: true })
  const request = fileRequest(service.app)
  service.app.db.update(dossiers).set({ desk: 'sportello-chiuso' }).where(eq(dossiers.id, request.id)).run()
  const [welcome, other] = [await service.operator('pua-accoglienza'), await service.operator('pua-bitonto')]
  const address = `/operatori/richieste/${inAddress(request.number)}`
  expect([(await welcome.get('/operatori/richieste')).html.includes(request.number), (await welcome.get(address)).status]).toEqual([true, 200])
  expect([(await other.get('/operatori/richieste')).html.includes(request.number), (await other.get(address)).status]).toEqual([false, 404])
  const person = service.visitor()
  await person.post('/la-mia-richiesta', { numero: request.number, codice: request.code })
  expect((await person.get('/la-mia-richiesta')).status).toBe(200)
})
