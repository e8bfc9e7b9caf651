import { eq } from '../../db/drizzle.ts'
import { describe, expect, test } from 'vitest'
import { audit, notes } from '../../db/schema.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { htmlFaults } from '../helpers/html.ts'
import { fileRequest, type Filed } from '../helpers/requests.ts'
import { wordsOf } from '../helpers/talk.ts'
import { serviceWith } from '../helpers/people.ts'

const { home, social, nurse, front } = await serviceWith({ social: ['pua-bitonto', 'assistente_sociale'], nurse: ['pua-bitonto', 'infermiere'], front: ['pua-bitonto'] })

const address = ({ number }: Filed) => `/operatori/richieste/${inAddress(number)}`
const secret = 'Ha paura del vicino, meglio non chiamare la sera'

describe('notes of staff', () => {
  test('a colleague with the right reads it with author and hour; it is sealed on disk', async () => {
    const request = fileRequest(home.app)
    const sent = await social.post(`${address(request)}/note`, { nota: ` ${secret} ` })
    expect([sent.status, sent.location]).toEqual([303, `${address(request)}?fatto=nota#note`])
    const seen = await nurse.get(address(request))
    expect(wordsOf(seen)).toContain(`Quercia 1 , 23 novembre 2026, 10:00 ${secret}`)
    expect(await htmlFaults(seen.html)).toEqual([])
    const kept = home.app.db.select().from(notes).where(eq(notes.dossier, request.id)).all()
    expect(kept.map(({ sealed }) => sealed.includes('vicino'))).toEqual([false])
    expect(home.app.db.select().from(audit).where(eq(audit.action, 'nota')).all().at(-1)).toMatchObject({ subject: request.number, outcome: 'ok' })
  })

  test('the welcome desk neither reads nor writes them', async () => {
    const request = fileRequest(home.app)
    await social.post(`${address(request)}/note`, { nota: secret })
    expect((await front.get(address(request))).html).not.toMatch(/paura|Note degli operatori/)
    expect((await front.post(`${address(request)}/note`, { nota: 'anche io' })).status).toBe(404)
  })

  test("nothing of them is in the person's pages, data or receipt", async () => {
    const request = fileRequest(home.app)
    const person = home.visitor()
    await person.post('/la-mia-richiesta', { numero: request.number, codice: request.code })
    const before = wordsOf(await person.get('/la-mia-richiesta'))
    await social.post(`${address(request)}/note`, { nota: secret })
    expect(wordsOf(await person.get('/la-mia-richiesta'))).toBe(before)
    expect((await person.get('/la-mia-richiesta/dati.json')).html).not.toMatch(/paura|"nota/)
  })

  test.each([['empty', '  ', 'vuota'], ['too long', 'a'.repeat(2001), 'troppo lunga'], ['markup', '<script>alert(1)</script>'.padEnd(2100, 'x'), '&lt;script&gt;']])('a note that is %s comes back whole', async (_what, nota, says) => {
    const request = fileRequest(home.app)
    const seen = await social.post(`${address(request)}/note`, { nota })
    expect([seen.status, seen.html.includes(says), seen.html.includes('<script>alert')]).toEqual([422, true, false])
    expect(seen.html.replaceAll('&lt;', '<').replaceAll('&gt;', '>')).toContain(nota.trim())
    expect(await htmlFaults(seen.html)).toEqual([])
  })

  test('another ambito gets a plain "not found"', async () => {
    const request = fileRequest(home.app)
    const elsewhere = await home.operator('pua-altamura', 'assistente_sociale')
    expect((await elsewhere.post(`${address(request)}/note`, { nota: secret })).status).toBe(404)
  })
})
