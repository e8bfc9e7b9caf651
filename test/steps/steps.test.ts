import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { calendarOf } from '../../src/steps/calendar.ts'
import { testApp, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { wordsOf } from '../helpers/talk.ts'

let service: TestApp
beforeAll(async () => {
  service = await testApp({ now: '2026-05-04T07:00:00Z' })
})
afterAll(() => service.close())

/** A visitor who has said this in their own words. */
async function after(testo: string): Promise<Visitor> {
  const person = service.visitor()
  await person.post('/cerca', { testo })
  await person.post('/orientamento/o_pericolo', { risposta: 'no' })
  return person
}
const titles = (html: string) => [...html.matchAll(/<li><h2>([^<]+)/g)].map(([, title]) => title)

describe('the next three things', () => {
  test('who has a date near speaks to a person first', async () => {
    const page = await (await after('ho lo sfratto, cerco una casa a Bitonto per me')).get('/prossimi-passi')
    expect([page.status, await htmlFaults(page.html), titles(page.html)[0]]).toEqual([200, [], 'Parla oggi con lo sportello'])
    expect(titles(page.html).length).toBeLessThanOrEqual(3)
  })

  test('who has time makes the request, prepares the papers, passes by', async () => {
    const page = await (await after('mi piacerebbe cantare in un coro, vivo a Bitonto')).get('/prossimi-passi')
    expect(titles(page.html).at(-1)).toBe('Passa dallo sportello')
    expect(wordsOf(page)).toContain('Bitonto')
  })

  test('the calendar holds the next opening of the desk and nothing of the need', async () => {
    const { headers, html } = await (await after('ho lo sfratto, cerco una casa a Bitonto per me')).get('/prossimi-passi.ics')
    expect(headers.get('Content-Type')).toContain('text/calendar')
    expect(html).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0/)
    expect(html).toMatch(/DTSTART;TZID=Europe\/Rome:202605\d\dT\d{6}/)
    expect(html).not.toMatch(/casa|sfratto|richiesta/i)
  })

  test('who said nothing yet is led to the questions', async () => {
    expect((await service.visitor().get('/prossimi-passi')).location).toBe('/orientamento')
    expect((await service.visitor().get('/prossimi-passi.ics')).status).toBe(200)
  })
})

test('a calendar line is never too long, and its words break nothing', () => {
  const made = calendarOf([{ uid: 'a', summary: `Sportello, ${'à'.repeat(90)}; \\ fine`, day: '2026-05-05', place: 'via\nDue' }], '2026-05-04T07:00:00.000Z')
  for (const line of made.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  expect(made.replaceAll('\r\n ', '')).toContain('SUMMARY:Sportello\\, ')
  expect(made).toContain('DTSTAMP:20260504T070000Z')
  expect(made).toContain('LOCATION:via\\nDue')
})
