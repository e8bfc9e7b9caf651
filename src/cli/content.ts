import { checkContent } from '../content/check.ts'
import { loadContent } from '../content/content.ts'
import { foreignLanguages, missingIn } from '../content/translations.ts'
import { ContentError } from '../content/yaml.ts'
import { todayInRome } from '../web/context.ts'
import { fail } from './console.ts'

/** npm run content -- check: every file, reference, rule, word and page; exit 1 with a list of what to mend. */
if (process.argv[2] !== 'check') fail('npm run content -- check')
try {
  const content = loadContent(process.env.TERRITORY)
  const { counts, pages, faults } = checkContent(content, todayInRome(new Date()))
  for (const [what, n] of Object.entries(counts)) console.log(`${String(n).padStart(5)}  ${what}`)
  console.log('\nreading ease (Gulpease), longest sentence, words, page')
  for (const { page, gulpease, longest, words } of pages) console.log(`${String(gulpease).padStart(5)} ${String(longest).padStart(4)} ${String(words).padStart(6)}  ${page}`)
  console.log('\nwhat people still read in Italian, language by language: texts, the first of them')
  for (const lang of foreignLanguages) {
    const missing = missingIn(content, lang)
    console.log(`${String(missing.length).padStart(5)}  ${lang}  ${missing.slice(0, 1).join('')}`)
  }
  if (faults.length) fail(`\n${faults.length} faults:\n${faults.join('\n')}`)
  console.log('\nno fault')
} catch (error) {
  if (error instanceof ContentError) fail(error.message)
  throw error
}
