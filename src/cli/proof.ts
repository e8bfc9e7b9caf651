import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fail } from './console.ts'

/** npm run proof -- NAME: the longer form of a test, by the settings that make it long; or a measure, which prints figures. */
const proofs: Record<string, { file: string; env: Record<string, string> }> = {
  kills: { file: 'test/dossiers/kill.test.ts', env: { KILLS: '50' } },
  pages: { file: 'test/browser', env: { PAGES: 'all' } },
  words: { file: 'test/words.test.ts', env: { WORDS: '1' } },
  day: { file: 'test/browser/day.test.ts', env: { DAY: '40', PAGES: 'all' } },
  queue: { file: 'src/bench/queue.ts', env: {} },
  lighthouse: { file: 'src/bench/lighthouse.ts', env: {} },
  live: { file: 'src/bench/live.ts', env: {} },
}

const proof = proofs[process.argv[2] ?? '']
if (!proof) fail(`npm run proof -- NAME, where NAME is one of: ${Object.keys(proofs).join(', ')}`)
const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')
const run = proof.file.startsWith('src/') ? [proof.file] : [vitest, 'run', proof.file, '--reporter=verbose']
const { status } = spawnSync(process.execPath, run, { stdio: 'inherit', env: { ...process.env, ...proof.env } })
process.exit(status ?? 1)
