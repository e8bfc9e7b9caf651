import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { serve } from '@hono/node-server'
import chromium from '@sparticuz/chromium'
import lighthouse from 'lighthouse'
import { chromium as playwright } from 'playwright-core'
import { createApp } from '../app.ts'
import { todayInRome, type App } from '../web/context.ts'
import { browse, type Browser } from './browser.ts'
import { member, openBench } from './desk.ts'
import { request, turnsOf } from './journey.ts'
import { crowded, fillWith } from './many.ts'

/** npm run proof -- lighthouse: what Lighthouse says of the main pages on a slow phone. Exit 1 where a figure is below the limit. */
const least = 98
const tries = 5
const categories = ['performance', 'accessibility', 'best-practices']
const folder = mkdtempSync(`${tmpdir()}/approdo-lighthouse-`)
const app = openBench(folder)

try {
  await measure(app)
} finally {
  app.close()
  rmSync(folder, { recursive: true, force: true })
}

async function measure(live: App): Promise<void> {
  await fillWith(live, 200)
  const server = serve({ fetch: createApp(live).fetch, port: 0 })
  const origin = `http://localhost:${(server.address() as { port: number }).port}`
  const port = 9300 + (process.pid % 600)
  const browser = await playwright.launch({ executablePath: process.env.CHROMIUM_PATH ?? (await chromium.executablePath()), args: ['--no-sandbox', '--disable-gpu', `--remote-debugging-port=${port}`], headless: true })
  try {
    console.log(['page'.padEnd(12), ...categories.map((category) => category.padStart(16))].join(''))
    for (const { name, path, headers } of await pagesOf(live, origin)) await look(name, origin + path, headers, port)
  } finally {
    await browser.close()
    server.close()
  }
}

type Shown = { name: string; path: string; headers: Record<string, string> }

/** The six pages, and what the browser of who reads them sends along. */
async function pagesOf(live: App, origin: string): Promise<Shown[]> {
  const turns = (id: string, begun = {}) => turnsOf(live.content, id, todayInRome(live.now()), begun)
  const [asking, oriented, half, following] = [browse(fetch, origin), browse(fetch, origin), browse(fetch, origin), browse(fetch, origin)]
  await asking.post('/orientamento/inizia', { bisogno: 'casa' })
  await oriented.post('/orientamento/inizia', { bisogno: '' })
  for (const { id, form } of turns('orientamento')) await oriented.post(`/orientamento/${id}`, form)
  await half.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
  const sent = (await request(following, turns('richiesta', { natura_atto: 'richiesta_contatto' }))).at(-1)?.html ?? ''
  await following.post('/la-mia-richiesta', { numero: /\d{4}\/\d{7}/.exec(sent)?.[0] ?? '', codice: /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(sent)?.[0] ?? '' })
  const as = (who: Browser) => ({ Cookie: who.cookies() })
  return [
    { name: 'home', path: '/', headers: {} }, { name: 'orientation', path: '/orientamento', headers: as(asking) }, { name: 'proposals', path: '/orientamento', headers: as(oriented) },
    { name: 'request', path: '/richiesta', headers: as(half) }, { name: 'status', path: '/la-mia-richiesta', headers: as(following) }, { name: 'queue', path: '/operatori/richieste', headers: member(live, crowded) },
  ]
}

type Report = NonNullable<Awaited<ReturnType<typeof lighthouse>>>['lhr']

/**
 * Prints the figures of a page, and what keeps them below a hundred. The mobile profile is Lighthouse's own default: a slow phone on a
 * slow network. What else the machine does can only take away from a figure: so the best of a few tries counts.
 */
async function look(name: string, url: string, extraHeaders: Record<string, string>, port: number): Promise<void> {
  let best: Report | undefined
  for (let i = 0; i < tries && !(best && scoresOf(best).every((score) => score >= least)); i += 1) {
    const result = await lighthouse(url, { port, output: 'json', onlyCategories: categories, extraHeaders: { ...extraHeaders, 'Accept-Language': 'it' }, logLevel: 'error' })
    if (!result || result.lhr.runtimeError) throw new Error(`${name}: ${result?.lhr.runtimeError?.message ?? 'no result'}`)
    if (!best || sum(scoresOf(result.lhr)) > sum(scoresOf(best))) best = result.lhr
  }
  if (!best) return
  console.log([name.padEnd(12), ...scoresOf(best).map((score) => String(score).padStart(16))].join(''))
  const weak = Object.values(best.audits).filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== 'informative')
  for (const { id, displayValue } of weak) console.log(`             ${id} ${displayValue ?? ''}`)
  if (scoresOf(best).some((score) => score < least)) process.exitCode = 1
}

const scoresOf = (report: Report): number[] => categories.map((category) => Math.round((report.categories[category]?.score ?? 0) * 100))
const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0)
