import { spawn } from 'node:child_process'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import type { Content } from '../content/content.ts'
import { acquire, type Knowledge } from './knowledge.ts'

/** The file, in the folder of the data; it may be deleted. */
export const knowledgeName = 'assistant.bin'

/** Changes when the way of learning does: what was kept before counts no more. */
const method = 2

/**
 * What was learnt from the content, kept beside the database for the next start: learning again takes a second or two.
 * A kept file of another content, or that cannot be read, counts as none. @param path where it is kept; without it, it is learnt each time
 */
export function knowledgeOf(content: Content, path?: string): Knowledge {
  const before = path ? load(path) : undefined
  if (before?.mark === markOf(content)) return before.knowledge
  const knowledge = acquire(content)
  if (path) keep(path, { mark: markOf(content), knowledge })
  return knowledge
}

/** Where nothing of this content was learnt yet, learns in a process of its own: the service answers meanwhile. */
export function learnApart(content: Content, path: string): void {
  if (load(path)?.mark === markOf(content)) return
  spawn(process.execPath, [join(import.meta.dirname, 'learner.ts'), content.territory.slug, path], { stdio: 'inherit' }).unref()
}

type Kept = { mark: string; knowledge: Knowledge }

const markOf = ({ version }: Content) => `${method} ${version}`

/** Under another name first: who reads it finds it whole. */
function keep(path: string, kept: Kept): void {
  writeFileSync(`${path}.${process.pid}`, serialize(kept), { mode: 0o600 })
  renameSync(`${path}.${process.pid}`, path)
}

function load(path: string): Kept | undefined {
  try {
    return deserialize(readFileSync(path)) as Kept
  } catch {
    return undefined
  }
}
