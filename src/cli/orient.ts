import { readFileSync } from 'node:fs'
import { loadContent } from '../content/content.ts'
import { orientCase } from '../orientation/orient.ts'
import { todayInRome } from '../web/context.ts'
import { fail } from './console.ts'

/** npm run orient -- FILE.json: an array of {"id","answers"} in, one line of JSON out for each. */
const file = process.argv[2]
if (!file) fail('which file? npm run orient -- FILE.json, an array of {"id": "…", "answers": {"o_comune": "Bari", "o_bisogni": ["casa"]}}')

const content = loadContent(process.env.TERRITORY)
for (const [index, entry] of readCases(file).entries()) {
  const { id, answers } = readCase(entry, index)
  const { line, warnings } = orientCase(content, id, answers, { today: todayInRome(new Date()) })
  for (const warning of warnings) console.error(`${id}: ${warning}; ignored`)
  console.log(JSON.stringify(line))
}

function readCases(path: string): unknown[] {
  try {
    const cases: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return Array.isArray(cases) ? cases : [cases]
  } catch (error) {
    return fail(`${path}: ${error instanceof Error ? error.message : 'cannot be read'}`)
  }
}

function readCase(entry: unknown, index: number): { id: string; answers: Record<string, unknown> } {
  const given = (typeof entry === 'object' && entry ? entry : {}) as { id?: unknown; answers?: unknown }
  const answers = typeof given.answers === 'object' && given.answers ? given.answers : {}
  const id = typeof given.id === 'string' || typeof given.id === 'number' ? `${given.id}` : `${index + 1}`
  return { id, answers: answers as Record<string, unknown> }
}
