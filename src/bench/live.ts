import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createApp } from '../app.ts'
import { record } from '../events/events.ts'
import { dossiers } from '../../db/schema.ts'
import { keyOf } from '../dossiers/dossiers.ts'
import { endNews } from '../queue/live.ts'
import type { App } from '../web/context.ts'
import { crowded, fillWith } from './many.ts'
import { member, openBench } from './desk.ts'
import { median, quantile } from './table.ts'

/** npm run proof -- live: many members of staff listen on one process; how long until each knows that something changed, and how much memory it takes. */
const listeners = Number(process.env.LISTENERS ?? 200)
const rounds = 10

const folder = mkdtempSync(`${tmpdir()}/approdo-live-`)
const app = openBench(folder)
try {
  await fillWith(app, 1000)
  await measure(app)
} finally {
  endNews(app)
  app.close()
  rmSync(folder, { recursive: true, force: true })
}

async function measure(live: App): Promise<void> {
  const web = createApp(live)
  const before = process.memoryUsage().rss
  const heard: number[][] = Array.from({ length: rounds }, () => [])
  let round = -1
  let began = 0
  for (let i = 0; i < listeners; i += 1) {
    const headers = member(live, crowded, i)
    const stream = await web.request('/operatori/richieste/novita', { headers })
    void follow(stream, () => heard[round]?.push(performance.now() - began))
  }
  const dossier = live.db.select().from(dossiers).limit(1).get()
  if (!dossier) throw new Error('no dossier to tell of')
  for (round = 0; round < rounds; round += 1) {
    began = performance.now()
    record(live.db, keyOf(live, dossier.id), { dossier: dossier.id, number: dossier.number, at: live.now().toISOString(), kind: 'risposta', status: dossier.status, operator: null, role: 'cittadino', detail: {} })
    while ((heard[round]?.length ?? 0) < listeners && performance.now() - began < 10_000) await new Promise((done) => setTimeout(done, 20))
  }
  const last = heard.map((times) => Math.max(...times))
  console.log(`${listeners} listeners on one process, ${heard.map((times) => times.length).join(' ')} told in ${rounds} rounds`)
  console.log(`from the change to the last one who knows: median ${median(last).toFixed(0)} ms, worst ${quantile(last, 1).toFixed(0)} ms (one look a second)`)
  console.log(`memory: ${(before / 1e6).toFixed(0)} MB before, ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB with all of them`)
}

async function follow(stream: Response, hear: () => void): Promise<void> {
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) for (const _ of part.value.matchAll(/event: novita/g)) hear()
}
