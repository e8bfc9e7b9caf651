import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'

const server = join(import.meta.dirname, '../../src/server.ts')

export type Running = { origin: string; process: ChildProcess; kill(): Promise<void> }

/** Starts the service as its own process and waits until it says its address. */
export function startProcess(dataDir: string): Promise<Running> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [server], { env: { ...process.env, DATA_DIR: dataDir, PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] })
    const gone = new Promise<void>((done) => void child.once('exit', () => done()))
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      const origin = /Approdo: (http:\/\/\S+)/.exec(chunk.toString())?.[1]
      if (origin) resolve({ origin, process: child, kill: () => (child.kill('SIGKILL'), gone) })
    })
  })
}
