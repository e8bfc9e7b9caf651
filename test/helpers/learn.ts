import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { knowledgeOf } from '../../src/assistant/kept.ts'
import { loadContent } from '../../src/content/content.ts'

/** Learns once for all the tests; each service finds it in its folder, as after a first start. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'approdo-learnt-'))
  process.env.LEARNT = join(folder, 'assistant.bin')
  knowledgeOf(loadContent(), process.env.LEARNT)
  return () => rmSync(folder, { recursive: true, force: true })
}
