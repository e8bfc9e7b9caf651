import { readFileSync } from 'node:fs'
import { CORE_SCHEMA, load } from 'js-yaml'
import { acquire } from '../assistant/knowledge.ts'
import { score } from '../assistant/score.ts'
import { createAssistant } from '../assistant/understand.ts'
import { loadContent, loadExamples } from '../content/content.ts'
import { examples } from '../content/schemas.ts'

/** npm run score [-- FILE.yaml]: how well the assistant understands sentences kept aside, where it errs, and how fast it is. */
const content = loadContent(process.env.TERRITORY)
const file = process.argv[2] ?? 'test/assistant/aside.yaml'
const aside = examples.parse({ version: 1, ...(load(readFileSync(file, 'utf8'), { schema: CORE_SCHEMA }) as object) }).examples
const taught = loadExamples()
const [started, knowledge] = [performance.now(), acquire(content, taught)]
const learnt = performance.now() - started
const understand = createAssistant(content, knowledge)

for (const [name, some] of [['Italian', aside.filter(({ lang }) => lang === 'it')], ['other languages', aside.filter(({ lang }) => lang !== 'it')]] as const) {
  console.log(`\n${name}: ${some.length} sentences kept aside`)
  for (const [measure, { right, of }] of score(content, understand, some).measures) console.log(`  ${measure.padEnd(22)} ${((right / of) * 100).toFixed(1).padStart(6)} %  (${right} of ${of})`)
}

const { confusion, misses } = score(content, understand, aside)
console.log('\nintent meant, and as understood')
for (const [intent, row] of confusion) console.log(`  ${intent.padEnd(13)} ${[...row].sort((a, b) => b[1] - a[1]).map(([name, n]) => `${name} ${n}`).join(', ')}`)
if (process.argv.includes('--misses')) for (const { example, meaning } of misses.slice(0, 30)) console.log(`  ${example.intent} ${example.families.join(' ')} | ${meaning.intent} ${meaning.families.map(({ slug }) => slug).join(' ')} | ${example.say}`)

const times = aside.map(({ say }) => {
  const before = performance.now()
  understand(say)
  return performance.now() - before
}).sort((a, b) => a - b)
console.log(`\nlearnt from ${taught.length} sentences in ${learnt.toFixed(0)} ms; ${(1000 / (times.reduce((a, b) => a + b, 0) / times.length)).toFixed(0)} sentences a second, 99th percentile ${(times[Math.floor(times.length * 0.99)] ?? 0).toFixed(2)} ms`)
