import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firstPage } from '../src/bench/sizes.ts'
import { shortestBlock } from '../src/content/readability.ts'
import { testApp, type Fields, type TestApp } from './helpers/app.ts'
import { doors, openPages } from './helpers/pages.ts'
import { easeOf } from './helpers/reading.ts'
import { openQuestion, say, shortest } from './helpers/talk.ts'

let service: TestApp
beforeAll(async () => {
  service = await testApp()
})
afterAll(() => service.close())

/** Whoever needs it most reads it worst (domain.md 4.7). */
const leastOf = (path: string) => (/^\/(aiuto-subito|contatti|domande-frequenti|appuntamento|disservizio)$/.test(path) ? 70 : 60)

/** Every page of a request to be called back, from the first question to the receipt. */
async function pagesOfRequest() {
  const person = service.visitor()
  await person.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
  const pages: { path: string; html: string }[] = []
  const read = async (path: string) => {
    const seen = await person.get(path)
    pages.push({ path: `${path} ${openQuestion(seen) ?? ''}`, html: seen.html })
    return openQuestion(seen)
  }
  for (let question = await read('/richiesta'); question; question = await read('/richiesta')) {
    if (pages.length > 60) throw new Error(`${question} is asked again and again`)
    await say(person, `/richiesta/${question}`, answers[question] ?? {})
  }
  await person.post('/richiesta/invia')
  await read('/richiesta/inviata')
  return pages
}

const answers: Record<string, Fields> = shortest

/** `npm run proof -- words` prints them all. */
const show = (lines: string[]) => void (process.env.WORDS && console.log(lines.join('\n')))

describe('every page that citizens read', () => {
  let pages: { path: string; html: string }[]
  beforeAll(async () => {
    const person = service.visitor()
    const still = []
    for (const path of [...openPages(service.app.content), ...doors]) still.push({ path, html: (await person.get(path)).html })
    pages = [...still, ...await pagesOfRequest()]
  })

  test('is in easy words as it is sent: 60 or more, help and emergency 70', () => {
    const read = pages.map(({ path, html }) => ({ path, ...easeOf(html) })).toSorted((a, b) => a.gulpease - b.gulpease)
    show(['reading ease, words, page', ...read.map(({ path, gulpease, words }) => `${String(gulpease).padStart(5)} ${String(words).padStart(6)}  ${path}`)])
    expect(read.filter(({ path, gulpease, words }) => words >= shortestBlock && gulpease < leastOf(path)).map(({ path, gulpease }) => `${path}: ${gulpease}`)).toEqual([])
  })

  test('is light: 15 kB at most, packed as the service packs it', () => {
    const heavy = pages.map(({ path, html }) => ({ path, bytes: gzipSync(html, { level: 3 }).length })).toSorted((a, b) => b.bytes - a.bytes)
    show(['', 'bytes as sent, page', ...heavy.slice(0, 10).map(({ path, bytes }) => `${String(bytes).padStart(6)}  ${path}`)])
    expect(heavy.filter(({ bytes }) => bytes > 15_000)).toEqual([])
  })

  test('begins with a first page of 28 kB without fonts, 60 kB with them, in five requests, 30 kB of them script', async () => {
    const { page, parts, fonts } = await firstPage((request) => service.web.fetch(request), 'http://localhost')
    const sum = (weights: { sent: number }[]) => weights.reduce((total, { sent }) => total + sent, 0)
    show(['', `first page: ${sum([page, ...parts])} bytes without fonts, ${sum([page, ...parts, ...fonts])} with them, ${1 + parts.length + fonts.length} requests`])
    expect(sum([page, ...parts])).toBeLessThanOrEqual(28_000)
    expect(sum([page, ...parts, ...fonts])).toBeLessThanOrEqual(60_000)
    expect(1 + parts.length + fonts.length).toBeLessThanOrEqual(5)
    expect(sum(parts.filter(({ path }) => path.endsWith('.js')))).toBeLessThanOrEqual(30_000)
  })
})
