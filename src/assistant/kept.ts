import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { loadExamples, type Content } from '../content/content.ts'
import { filesMark } from '../content/root.ts'
import { acquire, type Knowledge } from './knowledge.ts'
import { beginsWith, readNumbers, writeNumbers } from './numbers.ts'

/** The file, in the folder of the data; it may be deleted. */
export const knowledgeName = 'assistant.bin'

/** Changes when the way of learning does: what was kept before counts no more. */
const method = 11

/**
 * What was learnt from the content, kept beside the database for the next start: learning again takes some seconds.
 * A kept file of another content, or that cannot be read, counts as none. @param path where it is kept; without it, it is learnt each time
 */
export function knowledgeOf(content: Content, path?: string): Knowledge {
  const mark = learntMark()
  const before = path ? (readNumbers(path, mark) as Knowledge | undefined) : undefined
  if (before) return before
  const knowledge = acquire(content, loadExamples())
  if (path) writeNumbers(path, mark, knowledge)
  return knowledge
}

/** Where nothing of this content was learnt yet, learns in a process of its own: the service answers meanwhile. */
export function learnApart(content: Content, path: string): void {
  if (beginsWith(path, learntMark())) return
  const learner = spawn(process.execPath, [join(import.meta.dirname, 'learner.ts'), content.territory.slug, path], { stdio: 'inherit' })
  // Then the first sentence learns.
  learner.once('error', (error) => console.error(JSON.stringify({ chore: 'learn', error: error.message })))
  learner.unref()
}

/** Changes with the files that learning reads: who mends a page or a desk makes nobody learn again. */
export const learntMark = (): string => `${method} ${filesMark(['examples', 'vocabulary', 'families', 'opportunities', 'emergency.yaml'])}\n`
