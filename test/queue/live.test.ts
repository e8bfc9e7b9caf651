import { expect, test } from 'vitest'
import { sessions, staff } from '../../db/schema.ts'
import { endNews, mostStreams } from '../../src/queue/live.ts'
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

test('so many pages of one member listen at once; with one more the oldest is told that it hears no more', async () => {
  const service = await testApp({ own: true })
  const [desk, colleague] = [await listener(service, 'pua-bitonto'), await listener(service, 'pua-bitonto')]
  const theirs = readStream(await colleague.open(lastEvent(service.app)), /novita|fine/)
  const streams = []
  for (let i = 0; i < mostStreams + 2; i += 1) streams.push(readStream(await desk.open(lastEvent(service.app)), /novita|fine/))
  fileRequest(service.app)
  const said = await Promise.all(streams)
  expect(said.map((words) => /event: (\w+)/.exec(words)?.[1])).toEqual(['fine', 'fine', ...Array<string>(mostStreams).fill('novita')])
  expect(await theirs).toContain('novita')
})

test.each<[string, (service: TestApp, desk: Awaited<ReturnType<typeof listener>>) => unknown]>([
  ['the member goes out', (_, desk) => desk.post('/operatori/esci')],
  ['nobody has touched the page for half an hour', ({ clock }) => clock.forward(31)],
  ['the member is switched off', ({ app }) => app.db.update(staff).set({ active: false }).run()],
  ['the member closes it from another computer', ({ app }) => app.db.delete(sessions).run()],
])('the stream ends by itself when %s, also where nothing happens', async (_, end) => {
  const service = await testApp({ own: true })
  const desk = await listener(service, 'pua-bitonto')
  const said = readStream(await desk.open(lastEvent(service.app)), /fine/)
  await end(service, desk)
  expect(await said).toContain('event: fine')
})
