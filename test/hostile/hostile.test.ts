import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { drafts } from '../../db/schema.ts'
import { inAddress, readNumber } from '../../src/dossiers/number.ts'
import { testApp, type Fields, type TestApp, type Visitor } from '../helpers/app.ts'
import { fileRequest } from '../helpers/requests.ts'
import { openQuestion, talk } from '../helpers/talk.ts'

const home = 'http://localhost'
const one = (risposta: string): Fields => ({ risposta })
const answers: Record<string, Fields> = {
  o_per_chi: one('me'), persona: { 'risposta.nome': 'Verde', 'risposta.cognome': 'Quercia' }, o_comune: one('A893'), o_bisogni: one('lavoro'), o_scadenza: one('nessuna'),
  canale_contatto: one('passo_io'), presa_visione: one('si'),
}
/** A body whose length is known is not waited for by the limit on bodies, but by the handler. */
const declared = { 'Content-Length': '60' }
const form = { Origin: home, 'Content-Type': 'application/x-www-form-urlencoded' }

/** A request as no browser sends it. */
const raw = async ({ web }: TestApp, path: string, init: RequestInit & { duplex?: 'half' } = {}) => web.request(`${home}${path}`, { method: 'POST', ...init })

/** A person who has just begun, and their cookie. */
async function begun(service: TestApp): Promise<string> {
  const answer = await raw(service, '/richiesta/inizia', { headers: form, body: 'atto=richiesta_contatto' })
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

async function sent(service: TestApp): Promise<Visitor & { number: string; code: string }> {
  const person = service.visitor()
  await person.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
  await talk(person, '/richiesta', answers)
  await person.post('/richiesta/invia')
  const { html } = await person.get('/richiesta/inviata')
  return Object.assign(person, { number: /\d{4}\/\d{7}/.exec(html)?.[0] ?? '', code: /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(html)?.[0] ?? '' })
}

describe('where a post comes from', () => {
  test.each(['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'x', ''])('another origin is refused, whatever the body is: "%s"', async (type) => {
    const service = await testApp({ own: true })
    const cookie = await begun(service)
    for (const said of [{ Origin: 'https://altrove.example', 'Sec-Fetch-Site': 'cross-site' }, { Origin: `${home}.altrove.example` }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'same-site' }, {}] as Record<string, string>[]) {
      const { status } = await raw(service, '/richiesta/cancella', { headers: { ...said, Cookie: cookie, ...(type ? { 'Content-Type': type } : {}) } })
      expect(status).toBe(403)
    }
    expect(service.app.db.select().from(drafts).all()).toHaveLength(1)
  })

  test('no address changes anything when it is only read', async () => {
    const service = await testApp({ own: true })
    const person = service.visitor()
    await person.post('/richiesta/inizia', { atto: 'istanza' })
    for (const path of ['/richiesta/cancella', '/richiesta/invia', '/ricomincia', '/operatori/esci', '/la-mia-richiesta/esci', '/richiesta/inizia?atto=segnalazione']) await person.get(path)
    expect(openQuestion(await person.get('/richiesta'))).toBe('o_per_chi')
  })
})

describe('bodies that are no form', () => {
  const broken: [string, string, string][] = [
    ['JSON', 'application/json', '{"risposta":"me"}'], ['plain text', 'text/plain', 'risposta=me'], ['a cut multipart', 'multipart/form-data; boundary=x', '--x\r\nContent-Dispos'],
    ['a multipart without boundary', 'multipart/form-data', 'risposta=me'],
  ]
  test.each(broken)('%s gets a plain answer, and undoes no answer', async (_name, type, body) => {
    const service = await testApp({ own: true })
    const Cookie = await begun(service)
    const post = (headers: Record<string, string>, words: string) => raw(service, '/richiesta/o_eta', { headers: { ...headers, Cookie }, body: words })
    await raw(service, '/richiesta/o_per_chi', { headers: { ...form, Cookie }, body: 'risposta=me' })
    expect((await post(form, 'risposta=65%2B')).status).toBe(303)
    const answer = await post({ Origin: home, 'Content-Type': type }, body)
    expect([answer.status, (await answer.text()).includes('Non abbiamo capito la pagina')]).toEqual([400, true])
    expect(await (await raw(service, '/richiesta', { method: 'GET', headers: { Cookie } })).text()).toContain('65')
  })

  test('10 MB in pieces without a length are refused, and the draft stays', async () => {
    const service = await testApp({ own: true })
    const Cookie = await begun(service)
    const body = new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(65_536).fill(97)) })
    expect((await raw(service, '/richiesta/o_per_chi', { headers: { ...form, Cookie }, body, duplex: 'half' })).status).toBe(413)
    expect(await (await raw(service, '/richiesta', { method: 'GET', headers: { Cookie } })).text()).toContain('/richiesta/o_per_chi"')
  })

  test('names that mean something to JavaScript, doubles, zeros, half characters and files are only words', async () => {
    const service = await testApp({ own: true })
    const Cookie = await begun(service)
    for (const body of ['__proto__=x&constructor=y&toString=z&risposta=me', 'risposta[]=me&risposta[a][b]=c', 'risposta=me&risposta=me&risposta=me', 'risposta=me%00', 'risposta=%ED%A0%80%FF', 'a&'.repeat(30_000)]) {
      const { status } = await raw(service, '/richiesta/o_per_chi', { headers: { ...form, Cookie }, body })
      expect([303, 422]).toContain(status)
    }
    const files = new FormData()
    files.append('risposta', new File(['me'], 'me.txt'))
    expect((await raw(service, '/richiesta/o_per_chi', { headers: { Origin: home, Cookie }, body: files })).status).toBe(422)
  })
})

test('two answers that arrive at the same moment are both kept, also the one that comes slowly', async () => {
  const service = await testApp({ own: true })
  const Cookie = await begun(service)
  const post = (path: string, body: string | ReadableStream) => raw(service, path, { headers: { ...form, Cookie, ...declared }, body, duplex: 'half' })
  await post('/richiesta/o_per_chi', 'risposta=me')
  await post('/richiesta/o_eta', 'risposta=30-64')
  let finish = () => {}
  const slow = new ReadableStream({
    start(to) {
      to.enqueue(new TextEncoder().encode('risposta.nome=Verde&risposta.cognome='))
      finish = () => {
        to.enqueue(new TextEncoder().encode('Quercia'))
        to.close()
      }
    },
  })
  const late = post('/richiesta/persona', slow)
  await post('/richiesta/o_eta', 'risposta=18-29')
  finish()
  expect((await late).status).toBe(303)
  const page = await (await raw(service, '/richiesta', { method: 'GET', headers: { Cookie } })).text()
  expect([page.includes('Verde Quercia'), page.includes('18-29')]).toEqual([true, true])
})

test('an answer that is still coming while the request is sent does not bring the draft back', async () => {
  const service = await testApp({ own: true })
  const Cookie = await begun(service)
  const post = (path: string, body: string | ReadableStream = '') => raw(service, path, { headers: { ...form, Cookie, ...declared }, body, duplex: 'half' })
  for (;;) {
    const question = openQuestion({ html: await (await raw(service, '/richiesta', { method: 'GET', headers: { Cookie } })).text(), status: 200, location: null, headers: new Headers() })
    if (!question) break
    await post(`/richiesta/${question}`, new URLSearchParams(answers[question] as Record<string, string> | undefined).toString())
  }
  let finish = () => {}
  const slow = new ReadableStream({ start(to) {
    to.enqueue(new TextEncoder().encode('risposta=passo_io'))
    finish = () => to.close()
  } })
  const late = post('/richiesta/canale_contatto', slow)
  expect((await post('/richiesta/invia')).headers.get('Location')).toBe('/richiesta/inviata')
  finish()
  expect((await late).headers.get('Location')).toBe('/richiesta/inviata')
  expect(service.app.db.select().from(drafts).all()).toHaveLength(0)
})

describe('cookies', () => {
  test('a cookie of one kind opens nothing as another kind, and one of a stranger opens nothing here', async () => {
    const service = await testApp({ own: true })
    const stranger = await testApp({ own: true })
    const jar = async (at: TestApp) => {
      const visit = await raw(at, '/orientamento/o_pericolo', { headers: form, body: 'risposta=no' })
      const { number, code } = fileRequest(at.app)
      const status = await raw(at, '/la-mia-richiesta', { headers: form, body: new URLSearchParams({ numero: number, codice: code }).toString() })
      return [visit, status].map((answer) => answer.headers.getSetCookie()[0]?.split(';')[0]?.split('=')[1] ?? '')
    }
    const [visit, status] = await jar(service)
    const [theirVisit, theirStatus] = await jar(stranger)
    const see = async (cookie: string, path: string) => (await raw(service, path, { method: 'GET', headers: { Cookie: cookie } })).text()
    for (const value of [visit, theirStatus, theirVisit, `${status}A`, status?.slice(2)]) expect(await see(`approdo_stato=${value}`, '/la-mia-richiesta')).toContain('name="codice"')
    for (const value of [status, theirVisit, theirStatus]) expect(await see(`approdo=${value}`, '/orientamento')).toContain('/orientamento/o_pericolo"')
    for (const value of [visit, status]) expect((await raw(service, '/operatori/richieste', { method: 'GET', headers: { Cookie: `approdo_operatore=${value}` } })).status).toBe(303)
    expect(await see(`approdo_stato=${status}`, '/la-mia-richiesta')).not.toContain('name="codice"')
  })

  test.each(['/richiesta/cancella', '/la-mia-richiesta/esci'])('who leaves by %s leaves neither receipt nor status to who comes next', async (way) => {
    const service = await testApp({ own: true })
    const person = await sent(service)
    await person.post('/la-mia-richiesta', { numero: person.number, codice: person.code })
    await person.post(way)
    expect((await person.get('/richiesta/inviata')).status).toBe(303)
    expect((await person.get('/la-mia-richiesta')).html).toContain('name="codice"')
  })

  test('"Esci" from the status keeps a request that is still being written', async () => {
    const service = await testApp({ own: true })
    const person = service.visitor()
    await person.post('/richiesta/inizia', { atto: 'istanza' })
    await person.post('/la-mia-richiesta/esci')
    expect(openQuestion(await person.get('/richiesta'))).toBe('o_per_chi')
  })

  test('a day later the receipt is closed, as is a draft nobody touched, also before they are cleared away', async () => {
    const service = await testApp({ own: true })
    const person = await sent(service)
    const undecided = service.visitor()
    await undecided.post('/richiesta/inizia', { atto: 'istanza' })
    service.clock.forward(24 * 60 + 1)
    expect((await person.get('/richiesta/inviata')).location).toBe('/la-mia-richiesta')
    expect((await undecided.post('/richiesta/o_per_chi', one('me'))).status).toBe(409)
  })

  test('signing in gives a new session each time, never the one that was offered', async () => {
    const service = await testApp({ own: true })
    const { email } = await service.operator('pua-bitonto')
    const enter = () => raw(service, '/operatori/accedi', { headers: { ...form, Cookie: 'approdo_operatore=scelto' }, body: new URLSearchParams({ email, password: 'cinque gatti sul tetto' }).toString() })
    const tokens = [await enter(), await enter()].map((answer) => answer.headers.getSetCookie()[0] ?? '')
    expect(new Set([...tokens, 'scelto'].map((line) => line.split(';')[0])).size).toBe(3)
    for (const line of tokens) expect(line).toMatch(/Path=\/; HttpOnly; SameSite=Lax$/)
  })
})

describe('headers', () => {
  test('every answer says what a browser may do with it, also errors, refusals and files', async () => {
    const service = await testApp({ own: true })
    const manifest = readdirSync('public/assets').find((file) => file.endsWith('.css')) ?? ''
    const answers = [await raw(service, `/assets/${manifest}`, { method: 'GET' }), await raw(service, '/assets/niente.js', { method: 'GET' }), await raw(service, '/niente', { method: 'GET' }),
      await raw(service, '/cerca', { body: 'x' }), await raw(service, '/cerca', { headers: form, body: 'a'.repeat(70_000) }), await raw(service, '/', { method: 'OPTIONS' }), await raw(service, '/operatori', { method: 'GET' })]
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 403, 413, 404, 303])
    for (const { headers } of answers) {
      expect(headers.get('Content-Security-Policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
      expect([headers.get('X-Content-Type-Options'), headers.get('Referrer-Policy')]).toEqual(['nosniff', 'same-origin'])
    }
  })

  test('no browser keeps the answer to a form, or a page about a person', async () => {
    const service = await testApp({ own: true })
    const person = await sent(service)
    const seen = [await person.get('/richiesta/inviata'), await person.post('/la-mia-richiesta', { numero: person.number, codice: 'AAAA' }), await person.post('/operatori/accedi', { email: 'rosa@example.org', password: 'x' }),
      await person.post('/la-mia-richiesta', { numero: person.number, codice: person.code }), await person.get('/la-mia-richiesta'), await person.post('/orientamento/o_pericolo', one('x')), await person.get('/orientamento')]
    for (const { headers } of seen) expect(headers.get('Cache-Control')).toBe('no-store')
  })
})

test('what staff write is nowhere in clear, nor what is left of a draft that was sent', async () => {
  const service = await testApp({ own: true })
  const person = service.visitor()
  await person.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
  await talk(person, '/richiesta', { ...answers, persona: { 'risposta.nome': 'Zaffiro', 'risposta.cognome': 'Biancospino' }, bisogno_parole_tue: one('una stanza col stramonio') })
  await person.post('/richiesta/invia')
  const number = /\d{4}\/\d{7}/.exec((await person.get('/richiesta/inviata')).html)?.[0] ?? ''
  const desk = await service.operator('pua-bitonto')
  const decide = (decisione: string, versione: number, fields: Fields = {}) => desk.post(`/operatori/richieste/${inAddress(number)}/decisioni`, { decisione, versione: String(versione), ...fields })
  await decide('prendi', 0)
  expect((await decide('integra', 1, { messaggio: 'Porti la lanterna verde', motivo: 'manca il gelsomino', elementi: 'firma', entro: '2026-12-20' })).status).toBe(303)
  for (const file of readdirSync(service.app.config.dataDir)) {
    const bytes = readFileSync(join(service.app.config.dataDir, file)).toString('latin1')
    for (const secret of ['Zaffiro', 'Biancospino', 'stramonio', 'lanterna', 'gelsomino', 'cinque gatti']) expect(bytes.includes(secret), `${secret} in ${file}`).toBe(false)
  }
})

test('a number of a request is read at once, however long', () => {
  const started = performance.now()
  expect(readNumber(`2026${' '.repeat(200_000)}x`)).toBeUndefined()
  expect(performance.now() - started).toBeLessThan(50)
})
