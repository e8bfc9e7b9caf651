import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { createApp } from '../app.ts'
import { bareFlow } from '../bench/bare.ts'
import { browse, type Ask } from '../bench/browser.ts'
import { orient, request, turnsOf } from '../bench/journey.ts'
import { memoryOf, startService } from '../bench/server.ts'
import { mean, timesOf } from '../bench/sentences.ts'
import { firstPage, weigh } from '../bench/sizes.ts'
import { median, print, quantile, type Line } from '../bench/table.ts'
import { readConfig } from '../config.ts'
import { loadExamples } from '../content/content.ts'
import { openApp } from '../open.ts'
import { todayInRome } from '../web/context.ts'

/**
 * npm run bench: our own measures. Sizes have limits of their own. Times say little on a machine that does other things:
 * what counts is their ratio to a bare flow (src/bench/bare.ts), measured in turn with ours in the same run.
 */
const rounds = Number(process.env.BENCH_ROUNDS ?? 9)
const perRound = 8
const here = 'http://localhost'
const laterPages = ['/orientamento', '/richiesta', '/servizi', '/aiuti/cohousing-gruppo', '/sportelli', '/sportelli/pua-bari', '/aiuto-subito', '/regole', '/privacy', '/la-mia-richiesta']

const lines: Line[] = []
const note = (measure: string, value: number, unit: string, limit?: number, judged = limit !== undefined) => lines.push({ measure, value, unit, limit, judged })

const folder = mkdtempSync(join(tmpdir(), 'approdo-bench-'))
const app = { ...openApp(readConfig({ DATA_DIR: folder })), triesPerMinute: 1_000_000, newPerHour: 1_000_000 }
const today = todayInRome(app.now())
const requestTurns = turnsOf(app.content, 'richiesta', today, { natura_atto: 'richiesta_contatto' })
const orientTurns = turnsOf(app.content, 'orientamento', today)
const ours = createApp(app)
const bare = bareFlow(join(folder, 'bare.db'), await modelPage())

try {
  await sizes()
  await journeys()
  await answers('in the process', asked(ours), asked(bare), here, here)
  await overSockets()
  const spoken = timesOf(app.understand, loadExamples())
  note('a sentence understood: median', median(spoken), 'ms', 0.5, false)
  note('a sentence understood: 99th percentile', quantile(spoken, 0.99), 'ms', 5, false)
  note('sentences understood a second', 1000 / mean(spoken), '')
  await wholeService()
} finally {
  app.close()
  print(lines)
  rmSync(folder, { recursive: true, force: true })
}

function asked(web: { fetch(request: Request): Response | Promise<Response> }): Ask {
  return (one) => web.fetch(one)
}

/** The page of the request whose size is nearest to the mean of them all. */
async function modelPage(): Promise<string> {
  const sizes: { html: string; bytes: number }[] = []
  const uncompressed: Ask = (one) => {
    one.headers.delete('Accept-Encoding')
    return ours.fetch(one)
  }
  for (const { html } of await request(browse(uncompressed, here), requestTurns)) sizes.push({ html, bytes: html.length })
  const mean = sizes.reduce((sum, { bytes }) => sum + bytes, 0) / sizes.length
  return Buffer.from(sizes.toSorted((a, b) => Math.abs(a.bytes - mean) - Math.abs(b.bytes - mean))[0]?.html ?? '', 'latin1').toString('utf8')
}

async function sizes() {
  const { page, parts, fonts } = await firstPage(asked(ours), here)
  const sum = (weights: { plain: number; sent: number }[], what: 'plain' | 'sent') => weights.reduce((total, weight) => total + weight[what], 0)
  const light = sum([page, ...parts], 'sent')
  note('first page: page, style, scripts, as sent', light, 'bytes', 28_000)
  note('first page with fonts, as sent', light + sum(fonts, 'sent'), 'bytes', 60_000)
  note('first page with fonts, unpacked', sum([page, ...parts, ...fonts], 'plain'), 'bytes')
  note('first page: requests', 1 + parts.length + fonts.length, '', 5)
  const later = [...await Promise.all(laterPages.map((path) => weigh(asked(ours), here, path))), ...(await request(browse(asked(ours), here), requestTurns)).map(({ bytes }) => ({ path: 'request', sent: bytes }))]
  const heaviest = later.toSorted((a, b) => b.sent - a.sent)[0]
  note(`later pages: the heaviest, ${heaviest?.path}`, heaviest?.sent ?? 0, 'bytes', 15_000)
  note('later pages: the median', median(later.map(({ sent }) => sent)), 'bytes', 15_000)
}

/** The server's CPU for whole requests, ours and bare by turns, so that what else the machine does falls on both. */
async function journeys() {
  const ratios: number[] = []
  const spent: { ours: number[]; bare: number[]; wall: number[] } = { ours: [], bare: [], wall: [] }
  for (let round = -1; round < rounds; round += 1) {
    const bareCpu = await cpuOf(() => request(browse(asked(bare), here), requestTurns))
    const started = performance.now()
    const ourCpu = await cpuOf(() => request(browse(asked(ours), here), requestTurns))
    if (round < 0) continue
    spent.wall.push((performance.now() - started) / perRound)
    spent.ours.push(ourCpu)
    spent.bare.push(bareCpu)
    ratios.push(ourCpu / bareCpu)
  }
  const browser = browse(asked(ours), here)
  await request(browser, requestTurns)
  note('whole request: requests', browser.requests(), '')
  note('whole request: time', median(spent.wall), 'ms')
  note('whole request: CPU, limit 1.5 x bare', median(spent.ours), 'ms', 1.5 * median(spent.ours) / median(ratios))
}

async function cpuOf(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  for (let i = 0; i < perRound; i += 1) await run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / perRound
}

async function answers(where: string, our: Ask, other: Ask, ourOrigin: string, otherOrigin: string) {
  for (const partial of [true, false]) {
    const times: { ours: number[]; bare: number[] } = { ours: [], bare: [] }
    for (let round = -2; round < rounds * 3; round += 1) {
      const [b, o] = [await orient(browse(other, otherOrigin), orientTurns, partial), await orient(browse(our, ourOrigin), orientTurns, partial)]
      if (round >= 0) times.ours.push(...o)
      if (round >= 0) times.bare.push(...b)
    }
    const name = `answered question, ${partial ? 'with script' : 'without'}, ${where}`
    note(`${name}: median, beside bare`, median(times.ours), 'ms', median(times.bare), false)
    note(`${name}: p95, beside bare`, quantile(times.ours, 0.95), 'ms', quantile(times.bare, 0.95), false)
  }
}

async function overSockets() {
  const servers = [ours, bare].map(({ fetch }) => serve({ fetch, port: 0 }))
  const [our = '', other = ''] = servers.map((server) => `http://localhost:${(server.address() as { port: number }).port}`)
  await answers('over a socket', fetch, fetch, our, other)
  for (const server of servers) server.close()
}

async function wholeService() {
  const starts: number[] = []
  for (let i = 0; i < 5; i += 1) {
    const running = await startService(folder)
    starts.push(running.coldStart)
    if (i === 4) {
      for (let n = 0; n < 40; n += 1) await Promise.all([1, 2, 3, 4].map(() => request(browse(fetch, running.origin), requestTurns)))
      const memory = memoryOf(running.process)
      if (memory) note('resident memory at its highest, after 160 requests', memory.most, 'bytes', 150e6)
    }
    await running.stop()
  }
  note('cold start to the first answer, beside 500 ms', median(starts), 'ms', 500, false)
}
