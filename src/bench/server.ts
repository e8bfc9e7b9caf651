import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
/** What `npm start` gives to Node: the limits of memory and the entry. */
const entry = scripts.start.split(' ').slice(1)

export type Running = { origin: string; coldStart: number; process: ChildProcess; stop(): Promise<void> }

/** Starts the service as people do, on a folder that already holds a database. @returns when it has answered once */
export async function startService(dataDir: string): Promise<Running> {
  const port = await freePort()
  const started = performance.now()
  const child = spawn(process.execPath, entry, { cwd: root, env: { ...process.env, DATA_DIR: dataDir, PORT: String(port) }, stdio: ['ignore', 'ignore', 'inherit'] })
  const origin = `http://localhost:${port}`
  await firstAnswer(origin, child)
  const stop = async () => {
    child.kill()
    await once(child, 'exit')
  }
  return { origin, coldStart: performance.now() - started, process: child, stop }
}

async function firstAnswer(origin: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(origin).catch(() => undefined)
    if (answer?.ok) return void (await answer.text())
    await new Promise((done) => setTimeout(done, 5))
  }
  throw new Error(`the service stopped with ${child.exitCode}`)
}

/** Resident memory in bytes, now and at its highest; undefined where the system does not say. */
export function memoryOf({ pid }: ChildProcess): { now: number; most: number } | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const kilobytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) * 1024
    return { now: kilobytes('VmRSS'), most: kilobytes('VmHWM') }
  } catch {
    return undefined
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0)
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address ? address.port : 0
}
