import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, readSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { examplesMark, loadExamples, type Content } from '../content/content.ts'
import { acquire, type Knowledge } from './knowledge.ts'

/** The file, in the folder of the data; it may be deleted. */
export const knowledgeName = 'assistant.bin'

/** Changes when the way of learning does: what was kept before counts no more. */
const method = 4

/**
 * What was learnt from the content, kept beside the database for the next start: learning again takes some seconds.
 * A kept file of another content, or that cannot be read, counts as none. @param path where it is kept; without it, it is learnt each time
 */
export function knowledgeOf(content: Content, path?: string): Knowledge {
  const mark = markOf(content)
  const before = path && isKept(path, mark) ? load(path, mark) : undefined
  if (before) return before
  const knowledge = acquire(content, loadExamples())
  if (path) keep(path, mark, knowledge)
  return knowledge
}

/** Where nothing of this content was learnt yet, learns in a process of its own: the service answers meanwhile. */
export function learnApart(content: Content, path: string): void {
  if (isKept(path, markOf(content))) return
  spawn(process.execPath, [join(import.meta.dirname, 'learner.ts'), content.territory.slug, path], { stdio: 'inherit' }).unref()
}

const markOf = ({ version }: Content) => `${method} ${version} ${examplesMark()}\n`

/** The file begins with its mark, so that a start looks no further. */
function isKept(path: string, mark: string): boolean {
  try {
    const file = openSync(path, 'r')
    const first = Buffer.alloc(mark.length)
    readSync(file, first)
    closeSync(file)
    return first.toString() === mark
  } catch {
    return false
  }
}

function load(path: string, mark: string): Knowledge | undefined {
  try {
    return deserialize(readFileSync(path).subarray(mark.length)) as Knowledge
  } catch {
    return undefined
  }
}

/** Under another name first: who reads it finds it whole. */
function keep(path: string, mark: string, knowledge: Knowledge): void {
  writeFileSync(`${path}.${process.pid}`, Buffer.concat([Buffer.from(mark), serialize(knowledge)]), { mode: 0o600 })
  renameSync(`${path}.${process.pid}`, path)
}
