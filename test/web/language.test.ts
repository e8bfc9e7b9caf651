import { beforeAll, afterAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'

let service: TestApp
beforeAll(async () => { service = await testApp() })
afterAll(() => service.close())

/** A browser set to languages of its own. */
const open = async (path: string, languages: string) => (await service.web.request(`http://localhost${path}`, { headers: { 'Accept-Language': languages } })).text()
const htmlOf = (html: string) => /<html lang="(\w+)" dir="(\w+)"/.exec(html)?.slice(1)

describe('the language of a page', () => {
  test.each([['ar-MA,ar;q=0.9,it;q=0.5', 'ar', 'rtl'], ['uk', 'uk', 'ltr'], ['de, ro;q=0.8', 'ro', 'ltr'], ['ja', 'it', 'ltr'], ['', 'it', 'ltr']])('at home is that of the browser: %s', async (languages, lang, dir) => {
    const html = await open('/', languages)
    expect(htmlOf(html)).toEqual([lang, dir])
    expect(await htmlFaults(html)).toEqual([])
  })

  test('is the one that the person chooses, from the page where they are', async () => {
    const visitor = service.visitor()
    const chosen = await service.web.request('http://localhost/lingua/ar', { headers: { Referer: 'http://localhost/servizi?lingua=fr&x=1' } })
    expect([chosen.status, chosen.headers.get('Location')]).toEqual([303, '/servizi?x=1'])
    await visitor.get('/lingua/sq')
    expect(htmlOf((await visitor.get('/aiuto-subito')).html)).toEqual(['sq', 'ltr'])
    await visitor.get('/?lingua=es')
    expect(htmlOf((await visitor.get('/orientamento')).html)).toEqual(['es', 'ltr'])
  })

  test('at a kiosk is nobody\'s until somebody chooses, and is forgotten with "Ho finito"', async () => {
    const kiosk = service.visitor()
    await kiosk.get('/totem')
    await kiosk.get('/lingua/uk')
    expect(htmlOf((await kiosk.get('/servizi')).html)).toEqual(['uk', 'ltr'])
    await kiosk.post('/totem/fine')
    expect(htmlOf((await kiosk.get('/servizi')).html)).toEqual(['it', 'ltr'])
  })

  test('of staff is Italian, whatever the browser asks', async () => {
    expect(htmlOf(await open('/operatori/accedi', 'ar'))).toEqual(['it', 'ltr'])
  })

  test('stands beside the Italian for two people at one screen', async () => {
    const visitor = service.visitor()
    await visitor.get('/lingua/ro?accanto=si')
    const { html } = await visitor.get('/aiuto-subito')
    expect(html).toMatch(/<span class="beside" lang="it" dir="ltr">Serve aiuto subito\?<\/span>/)
    expect(html).toContain('<title>')
    expect(/<title>([^<]*)</.exec(html)?.[1]).not.toContain('Serve')
    expect(await htmlFaults(html)).toEqual([])
    await visitor.get('/lingua/ro')
    expect((await visitor.get('/aiuto-subito')).html).not.toContain('class="beside"')
  })

  test('is Italian where the law speaks Italian, and the page says so in the person\'s own', async () => {
    const html = await open('/privacy', 'en')
    expect(html).toContain('This page is')
    expect(html).toMatch(/<p><span lang="it" dir="ltr">/)
  })

  test.each(['xx', 'IT-it', '../operatori', '%2e%2e%2foperatori', 'ar%00', '<script>', 'ar;Set-Cookie', 'constructor', '__proto__'])('takes nothing else for a language: %s', async (code) => {
    const [chosen, asked] = [await service.web.request(`http://localhost/lingua/${code}`), await service.web.request(`http://localhost/?lingua=${encodeURIComponent(code)}`, { headers: { Cookie: `approdo_lingua=${encodeURIComponent(code)}` } })]
    expect(chosen.headers.getSetCookie().filter((line) => line.includes('lingua'))).toEqual([])
    expect([asked.status, ...(htmlOf(await asked.text()) ?? [])]).toEqual([200, 'it', 'ltr'])
  })

  test.each(['https://evil.example//evil.example/x', 'http://localhost//evil.example', 'http://localhost/\\evil.example', 'javascript:alert(1)', 'not an address', 'http://localhost/lingua/ar'])('leads back only to this site: %s', async (referer) => {
    const { headers } = await service.web.request('http://localhost/lingua/en', { headers: { Referer: referer } })
    expect(headers.get('Location')).toMatch(/^\/(?![/\\])/)
  })
})

test('who writes in another language is offered the page in it, and it answers the same words', async () => {
  const visitor = service.visitor()
  const words = 'I am looking for a room'
  const { html } = await visitor.post('/cerca', { testo: words })
  expect(html).toContain('action="/cerca?lingua=en"')
  const english = await visitor.post('/cerca?lingua=en', { testo: words })
  expect([htmlOf(english.html), english.html.includes(words), english.html.includes('/cerca?lingua=en')]).toEqual([['en', 'ltr'], true, false])
})
