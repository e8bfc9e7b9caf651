import { expect, test } from 'vitest'
import { endNews } from '../../src/queue/live.ts'
import { lastEvent } from '../../src/queue/queue.ts'
import { browse, testApp, type TestApp } from '../helpers/app.ts'
import { fileRequest } from '../helpers/requests.ts'

/** What a stream says, until it ends or has said `until`. */
async function readStream(response: Response, until: RegExp): Promise<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let said = ''
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    said += part.value
    if (until.test(said)) break
  }
  await reader?.cancel()
  return said
}

/** A member of staff at the desk, and how to open the stream with their session. */
async function listener(service: TestApp, desk: string) {
  const { email } = await service.operator(desk)
  let cookie = ''
  const browser = browse((request) => service.web.request(request))
  const seen = await browser.post('/operatori/accedi', { email, password: 'cinque gatti sul tetto' })
  cookie = seen.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ')
  return Object.assign(browser, { open: (from: number) => service.web.request(`/operatori/richieste/novita?da=${from}`, { headers: { Cookie: cookie } }) })
}

test('who looks at a list is told that something changed, how much, and nothing else', async () => {
  const service = await testApp({ own: true })
  const desk = await listener(service, 'pua-bitonto')
  const stream = await desk.open(lastEvent(service.app))
  expect(stream.headers.get('Content-Type')).toBe('text/event-stream')
  const said = readStream(stream, /novita\n.*\n/)
  fileRequest(service.app)
  fileRequest(service.app)
  expect(await said).toContain('data: {"changed":2,"counts":{"aperte":2,"mie":0,"libere":2,"risposte":0,"scadute":0,"chiuse":0}}')
  expect(await said).not.toMatch(/Betulla|2026\//)
})

test('what happened while nobody looked is told at once; of another desk, and of what one did oneself, nothing is', async () => {
  const service = await testApp({ own: true })
  const [desk, other] = [await listener(service, 'pua-bitonto'), await listener(service, 'pua-altamura')]
  const { number } = fileRequest(service.app)
  expect(await readStream(await desk.open(0), /novita/)).toContain('"changed":1')
  await desk.post(`/operatori/richieste/${number.replace('/', '-')}/decisioni`, { decisione: 'prendi', versione: '0' })
  const quiet = [await desk.open(1), await other.open(0)]
  const said = Promise.all(quiet.map(async (stream) => await readStream(stream, /novita/)))
  endNews(service.app)
  expect((await said).join('')).not.toContain('novita')
})

test('who goes out hears no more, and the page is told so', async () => {
  const service = await testApp({ own: true })
  const desk = await listener(service, 'pua-bitonto')
  const said = readStream(await desk.open(lastEvent(service.app)), /novita|fine/)
  await desk.post('/operatori/esci')
  fileRequest(service.app)
  const heard = await said
  expect(heard).not.toContain('novita')
  expect(heard).toContain('event: fine')
})
