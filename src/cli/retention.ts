import { readConfig } from '../config.ts'
import { openApp } from '../open.ts'
import { dueNow, eraseDue, type Due } from '../retention/retention.ts'
import { fail } from './console.ts'

/** npm run retention [-- --erase]: what is kept longer than it may be; with --erase it is destroyed, for good. */
const args = process.argv.slice(2)
if (args.some((arg) => arg !== '--erase')) fail('npm run retention lists what would go; npm run retention -- --erase destroys it')

const app = openApp(readConfig())
try {
  const erase = args.includes('--erase')
  print(erase ? eraseDue(app) : dueNow(app), erase)
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
} finally {
  app.close()
}

function print({ dossiers, lines }: Due, erased: boolean): void {
  for (const [rule, due] of Map.groupBy(dossiers, (dossier) => dossier.rule)) {
    console.log(`${rule.code} (${Object.entries(rule.keep).flat().reverse().join(' ')} after closing; ${rule.source}): ${due.length}`)
    for (const { number, act, status, closedAt } of due) console.log(`  ${number}  ${act}, ${status}, closed on ${closedAt.slice(0, 10)}`)
  }
  console.log(`${dossiers.length} requests and ${lines} lines of the log ${erased ? 'were destroyed' : 'would be destroyed. Nothing was changed: npm run retention -- --erase'}`)
}
