import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { drafts, resumes } from '../../db/schema.ts'
import { purgeDrafts } from '../../src/dossiers/draft.ts'
import { testApp, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { openQuestion, shortest as said, talk, wordsOf } from '../helpers/talk.ts'

const day = 24 * 60

/** Begins a request, answers three questions, asks to keep it. */
async function stopped(service: TestApp) {
  const person = service.visitor()
  await person.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
  for (const id of ['o_per_chi', 'o_eta', 'persona'] as const) await person.post(`/richiesta/${id}`, said[id])
  const page = await person.post('/richiesta/salva')
  const code = /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(page.html)?.[0] ?? ''
  const secret = />(\d{6})</.exec(page.html)?.[1] ?? ''
  return { person, page, code, secret }
}

const resume = (visitor: Visitor, codice: string, cifre: string) => visitor.post('/riprendi', { codice, cifre })

describe('a request left half-way', () => {
  test('is kept for thirty days and goes on elsewhere from the same question, with code and digits', async () => {
    const service = await testApp({ own: true })
    const { page, code, secret } = await stopped(service)
    expect(await htmlFaults(page.html)).toEqual([])
    expect(wordsOf(page)).toContain('23 dicembre 2026')
    service.clock.forward(29 * day)
    purgeDrafts(service.app)
    const elsewhere = service.visitor()
    expect(await htmlFaults((await elsewhere.get('/riprendi')).html)).toEqual([])
    expect((await resume(elsewhere, ` ${code.toLowerCase().replaceAll('-', ' ')} `, `${secret.slice(0, 3)} ${secret.slice(3)}`)).location).toBe('/richiesta')
    const { asked } = await talk(elsewhere, '/richiesta', said)
    expect(asked[0]).toBe('o_comune')
    expect((await elsewhere.post('/richiesta/invia')).status).toBe(303)
    expect(service.app.db.select().from(resumes).all()).toEqual([])
  })

  test('is gone after thirty days, and after it was sent or cancelled', async () => {
    const service = await testApp({ own: true })
    const late = await stopped(service)
    const cancelled = await stopped(service)
    await cancelled.person.post('/richiesta/cancella')
    expect((await resume(service.visitor(), cancelled.code, cancelled.secret)).status).toBe(422)
    service.clock.forward(31 * day)
    expect((await resume(service.visitor(), late.code, late.secret)).status).toBe(422)
    purgeDrafts(service.app)
    expect([service.app.db.select().from(drafts).all(), service.app.db.select().from(resumes).all()]).toEqual([[], []])
  })

  test('that nobody asked to keep is forgotten after a day, as before', async () => {
    const service = await testApp({ own: true })
    const person = service.visitor()
    await person.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
    service.clock.forward(25 * 60)
    expect(purgeDrafts(service.app)).toBe(1)
    expect(openQuestion(await person.get('/richiesta'))).toBeUndefined()
    expect((await person.post('/richiesta/salva')).location).toBe('/richiesta')
  })

  test('kept again has a new code, and the old one opens nothing', async () => {
    const service = await testApp({ own: true })
    const { person, code, secret } = await stopped(service)
    const again = /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec((await person.post('/richiesta/salva')).html)?.[0]
    expect(again).not.toBe(code)
    expect((await resume(service.visitor(), code, secret)).status).toBe(422)
  })
})

describe('who guesses', () => {
  test('learns nothing: wrong digits, an unknown code, somebody else\'s digits, ten thousand letters look alike', async () => {
    const service = await testApp({ own: true })
    const { code, secret } = await stopped(service)
    const other = await stopped(service)
    const tries = [[code, '000000x'], ['AAAA-BBBB-CCCC', secret], [code, other.secret === secret ? '1' : other.secret], ['x'.repeat(10_000), 'y'.repeat(10_000)], ['', '']] as const
    const seen = await Promise.all(tries.map(([c, s]) => resume(service.visitor(), c, s)))
    expect(new Set(seen.map(({ status, html }) => `${status} ${/id="problemi"[^>]*>([^<]*)/.exec(html)?.[1]}`)).size).toBe(1)
    expect((await resume(service.visitor(), code, secret)).status).toBe(303)
  })

  test('with the code but not the digits is stopped after twenty tries', async () => {
    const service = await testApp({ own: true })
    const { code, secret } = await stopped(service)
    const wrong = secret === '123456' ? '654321' : '123456'
    for (let i = 0; i < 20; i++) expect((await resume(service.visitor(), code, wrong)).status).toBe(422)
    expect((await resume(service.visitor(), code, secret)).status).toBe(422)
  }, 20_000)

  test('finds neither code, digits nor answers in the database', async () => {
    const service = await testApp({ own: true })
    const { code, secret } = await stopped(service)
    service.app.db.run('PRAGMA wal_checkpoint(TRUNCATE)')
    const bytes = readFileSync(join(service.app.config.dataDir, 'approdo.db')).toString('latin1')
    for (const words of [code, code.replaceAll('-', ''), 'Quercia', `"${secret}"`]) expect(bytes).not.toContain(words)
  })
})
