import { spawn } from 'node:child_process'
import { linkSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { knowledgeName, learntMark } from '../../src/assistant/kept.ts'
import { loadContent } from '../../src/content/content.ts'
import { contentRoot } from '../../src/content/root.ts'

/**
 * Before the tests: learns and reads the content once for all of them (each service finds both in its folder, as after a first start),
 * and does not learn again where this machine has learnt from the same files before;
 * under `npm test` types and lint are looked at meanwhile, on the other core.
 */
export default async function setup(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'approdo-learnt-'))
  process.env.LEARNT = folder
  loadContent(undefined, contentRoot, join(folder, 'content.json'))
  const checks = process.env.npm_lifecycle_event === 'test' ? run('npm', ['run', '-s', 'typecheck']).then(() => run('npm', ['run', '-s', 'lint'])) : undefined
  const known = join(tmpdir(), 'approdo-learnt')
  mkdirSync(known, { recursive: true })
  const learnt = join(known, learntMark().trim().replaceAll(' ', '-'))
  await Promise.all([run(process.execPath, ['src/assistant/learner.ts', '', learnt]), checks])
  linkSync(learnt, join(folder, knowledgeName))
  return () => rmSync(folder, { recursive: true, force: true })
}

const run = (command: string, given: string[]) => new Promise<void>((resolve, reject) => {
  const child = spawn(command, given, { stdio: 'inherit' })
  child.once('error', reject).once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ${given.join(' ')}: failed`))))
})
