import { expect, test } from 'vitest'
import { drafts } from '../../db/schema.ts'
import { password, testApp } from '../helpers/app.ts'

test('a flood of new requests from one address stops; who is already writing goes on', async () => {
  const service = await testApp({ own: true, newPerHour: 5 })
  const writing = service.visitor()
  await writing.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
  const seen = []
  for (let i = 0; i < 8; i += 1) seen.push((await service.visitor().post('/richiesta/inizia', { atto: 'istanza' })).status)
  expect(seen).toEqual([303, 303, 303, 303, 429, 429, 429, 429])
  expect(service.app.db.select().from(drafts).all()).toHaveLength(5)
  expect((await writing.post('/richiesta/o_per_chi', { risposta: 'me' })).status).toBe(303)
})

test('passwords of one account are tried a few times a minute, however the e-mail is written; other accounts still open', async () => {
  const service = await testApp({ own: true })
  const [guessed, other] = [await service.operator('pua-bari'), await service.operator('pua-bitonto')]
  const limited = await testApp({ own: true, triesPerMinute: 3 })
  const [here, there] = [await limited.operator('pua-bari'), guessed]
  expect(there.email).toBe(here.email)
  const spelled = [here.email, here.email.toUpperCase(), ` ${here.email} `, here.email]
  const seen = []
  for (const email of spelled) seen.push((await limited.visitor().post('/operatori/accedi', { email, password: 'sbagliata del tutto' })).status)
  expect(seen.at(-1)).toBe(429)
  expect((await service.visitor().post('/operatori/accedi', { email: other.email, password })).status).toBe(303)
})
