import { checkContent } from '../content/check.ts'
import { loadContent } from '../content/content.ts'
import { ContentError } from '../content/yaml.ts'
import { todayInRome } from '../web/context.ts'
import { fail } from './console.ts'

/** npm run content -- check: every file, reference, rule, word and page; exit 1 with a list of what to mend. */
if (process.argv[2] !== 'check') fail('npm run content -- check')
try {
  const { counts, pages, faults } = checkContent(loadContent(process.env.TERRITORY), todayInRome(new Date()))
  for (const [what, n] of Object.entries(counts)) console.log(`${String(n).padStart(5)}  ${what}`)
  console.log('\nreading ease (Gulpease), longest sentence, words, page')
  for (const { page, gulpease, longest, words } of pages) console.log(`${String(gulpease).padStart(5)} ${String(longest).padStart(4)} ${String(words).padStart(6)}  ${page}`)
  if (faults.length) fail(`\n${faults.length} faults:\n${faults.join('\n')}`)
  console.log('\nno fault')
} catch (error) {
  if (error instanceof ContentError) fail(error.message)
  throw error
}
