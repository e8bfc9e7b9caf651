import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crowded, fillWith } from './many.ts'
import type { App } from '../web/context.ts'
import { member, openBench, timesFor, type Took } from './desk.ts'
import { median } from './table.ts'

/**
 * npm run proof -- queue: the queue, each filter and each search, with 1,000 dossiers and with 100,000, all at one desk.
 * Prints the median ms at the server and the ratio of the two; QUEUE_SIZES=1000,20000 for other sizes.
 */
const sizes = (process.env.QUEUE_SIZES ?? '1000,100000').split(',').map(Number)
const queue = '/operatori/richieste'
const filters = ['', 'coda=mie', 'coda=libere', 'coda=risposte', 'coda=scadute', 'coda=chiuse', 'asse=casa', 'stato=in_pre_valutazione', 'priorita=U2', 'priorita=nessuna', 'operatore=1', 'kiosk=1', 'minori=1', 'doppia=1', 'arrivate=1', 'scadute=1', 'lingua=altra_lingua', 'lingua=sq', 'ambito=amb-bari', 'asse=casa&minori=1&kiosk=1', 'dopo=1.1.2026-11-20.500', 'lingua=uk&kiosk=1&priorita=U0']
const searches = ['Rosa', 'Rosa Betulla', '080 555 1234', 'RSSMRA80A01H501U', 'nessuno@example.org', '2020/0000900']

const folder = mkdtempSync(join(tmpdir(), 'approdo-queue-'))
const all: Map<string, Took>[] = []
try {
  for (const n of sizes) all.push(await measure(n))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${'median ms at the server'.padEnd(44)}${sizes.map((n) => `${String(n).padStart(10)}   (cpu)`).join('')}   ratio    (cpu)`)
for (const [name, first] of all[0] ?? []) {
  const values = all.map((times) => times.get(name) ?? first)
  const last = values.at(-1) ?? first
  console.log(`${name.padEnd(44)}${values.map(({ wall, cpu }) => wall.toFixed(2).padStart(10) + cpu.toFixed(2).padStart(8)).join('')}${(last.wall / first.wall).toFixed(2).padStart(8)}${(last.cpu / first.cpu).toFixed(2).padStart(9)}`)
}

async function measure(n: number): Promise<Map<string, Took>> {
  const app = openBench(join(folder, String(n)))
  const began = performance.now()
  await fillWith(app, n)
  console.log(`${n} dossiers made in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  // Once without counting: else the first size would pay for what the engine learns, and the ratio would flatter.
  const headers = member(app, crowded)
  await timesOf(app, headers)
  const times = await timesOf(app, headers)
  app.close()
  return times
}

async function timesOf(app: App, headers: Record<string, string>): Promise<Map<string, Took>> {
  const times = new Map<string, Took>()
  const add = async (name: string, path: string, form?: Record<string, string>) => times.set(name, middle(await timesFor(app, headers, path, form)))
  for (const query of filters) await add(query ? `queue ?${query}` : 'queue', `${queue}?${query}`)
  for (const cerca of searches) await add(`search ${cerca}`, `${queue}/cerca`, { cerca })
  await add('morning page', '/operatori/oggi')
  return times
}

function middle(times: Took[]): Took {
  return { wall: median(times.map(({ wall }) => wall)), cpu: median(times.map(({ cpu }) => cpu)) }
}
