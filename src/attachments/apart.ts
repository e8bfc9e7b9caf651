import { spawn } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Examined, Fault } from './examine.ts'
import { turns } from './turns.ts'

/** The largest file that is taken, in bytes. */
export const largestFile = 10 * 1024 * 1024
/** A file that takes longer than this to open is not a photo. */
const patienceMs = 15_000
/** Files examined at the same moment: each may take some hundred megabytes for half a second. */
const inTurn = turns(2)

const root = join(import.meta.dirname, '../..')
/** All that the examiner may read: itself and its packages. Not the data, not the keys. */
const readable = [join(root, 'src/attachments'), join(root, 'package.json'), join(root, 'node_modules'), realpathSync(join(root, 'node_modules'))]
/** How its process is started. */
export const flags: string[] = [
  '--permission', '--allow-addons', ...readable.map((path) => `--allow-fs-read=${path}`),
  // 512 MB for the HEIC decoder, whatever the picture says of itself.
  '--wasm-max-mem-pages=8192', '--no-warnings',
]

/**
 * Examines a file in a process of its own that knows no key, writes nothing and starts nothing: bytes made to break a decoder
 * break that process. Its memory goes with it.
 * @returns the kind and what to keep of it, or why it is not taken
 */
export async function examineApart(bytes: Buffer): Promise<{ type: string; bytes: Buffer } | { fault: Fault }> {
  if (bytes.length === 0) return { fault: 'empty' }
  if (bytes.length > largestFile) return { fault: 'heavy' }
  const said = await inTurn(() => run(bytes))
  try {
    return read(said, bytes)
  } catch {
    return { fault: 'broken' }
  }
}

/** What it says; cut short or nothing when it was stopped. */
function run(bytes: Buffer): Promise<Buffer> {
  const child = spawn(process.execPath, [...flags, join(import.meta.dirname, 'examiner.ts')], { env: {}, stdio: ['pipe', 'ignore', 'ignore', 'pipe'], timeout: patienceMs, killSignal: 'SIGKILL' })
  const answers = child.stdio[3] as Readable
  child.once('error', () => answers.destroy())
  // It may end before it has read all: that is no error of ours.
  child.stdin?.on('error', () => undefined).end(bytes)
  return buffer(answers).catch(() => Buffer.alloc(0))
}

function read(said: Buffer, original: Buffer): { type: string; bytes: Buffer } | { fault: Fault } {
  const end = said.indexOf('\n')
  const examined = JSON.parse(said.subarray(0, end).toString('utf8')) as Examined
  if ('fault' in examined) return examined
  return { type: examined.type, bytes: examined.type === 'application/pdf' ? original : said.subarray(end + 1) }
}
