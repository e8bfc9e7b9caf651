import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { knowledgeName, knowledgeOf } from '../assistant/kept.ts'
import { createAssistant, type Meaning } from '../assistant/understand.ts'
import { openDatabases } from '../../db/open.ts'
import { databaseName, readConfig } from '../config.ts'
import { loadContent } from '../content/content.ts'
import { counted } from '../misread/misread.ts'
import { fail } from './console.ts'

/** npm run ask -- FILE.jsonl: one sentence a line in, what it means out; npm run ask -- --explain "sentence": with what it goes by; npm run ask -- --counted: the shapes of what was not understood, where a desk counts them. */
const [first = '', ...rest] = process.argv.slice(2)
const usage = 'npm run ask -- FILE.jsonl, where each line is {"id","text","lang"?}; npm run ask -- --explain "a sentence"; or npm run ask -- --counted'
if (!first || (first === '--explain' && rest.length === 0)) fail(usage)

if (first === '--counted') tellCounted()

const content = loadContent(process.env.TERRITORY)
const understand = createAssistant(content, knowledgeOf(content, join(readConfig().dataDir, knowledgeName)))
if (first === '--explain') explain(rest.join(' '))
else for (const line of linesOf(first)) console.log(JSON.stringify(line))

function linesOf(file: string) {
  return read(file).split('\n').map((line, i) => ({ line: line.trim(), at: i + 1 })).filter(({ line }) => line).map(({ line, at }) => {
    const { id, text, lang } = parse(line, `${file}:${at}`)
    return lineOf(id, understand(text, lang))
  })
}

function lineOf(id: unknown, { intent, axes, families, panels, urgency }: Meaning) {
  const slugs = families.map(({ slug }) => slug)
  const opportunities = slugs.flatMap((slug) => [...content.opportunities.values()].filter((o) => o.family === slug && o.visibility.startsWith('C')).map((o) => o.slug))
  return { id, intent, axes, families: slugs, opportunities, panels, urgency }
}

/** Counts under 5 are told as "< 5" (domain.md 2.13). */
function tellCounted(): never {
  const { db, close } = openDatabases(join(readConfig().dataDir, databaseName))
  for (const { month, desk, lang, length, axis, count } of counted(db)) console.log([month, desk, lang, length, axis || '-', count < 5 ? '< 5' : count].join('\t'))
  close()
  process.exit(0)
}

function explain(said: string): void {
  const { families, facts, ...meaning } = understand(said)
  console.log(JSON.stringify(meaning, null, 2))
  for (const { slug, share, words } of families) console.log(`${slug.padEnd(26)} ${(share * 100).toFixed(0).padStart(3)} %  ${words.join(' | ')}`)
  for (const [question, answer] of Object.entries(facts)) console.log(`${question.padEnd(26)} ${JSON.stringify(answer)}`)
}

function parse(line: string, where: string): { id: unknown; text: string; lang?: string } {
  try {
    const { id, text, lang } = JSON.parse(line) as { id: unknown; text: unknown; lang?: unknown }
    return { id, text: typeof text === 'string' ? text : fail(`${where}: "text" is not a string`), ...(typeof lang === 'string' ? { lang } : {}) }
  } catch {
    return fail(`${where}: not a line of JSON. ${usage}`)
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return fail(`${file}: cannot be read. ${usage}`)
  }
}
