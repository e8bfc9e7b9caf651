import { join } from 'node:path'
import { databaseName, readConfig } from '../config.ts'
import { liveYear, requestsIn } from '../demo/demo.ts'
import { openApp } from '../open.ts'
import { fail } from './console.ts'

/** npm run demo [-- --again] [-- --requests 1200]: invented people and a year of their requests, in the database of DATA_DIR. */
const args = process.argv.slice(2)
const asked = args.includes('--requests') ? Number(args[args.indexOf('--requests') + 1]) : 1200
if (!Number.isInteger(asked) || asked < 1) fail('--requests: write a whole number, for example npm run demo -- --requests 100')

const app = openApp(readConfig())
const file = join(app.config.dataDir, databaseName)
try {
  const already = requestsIn(app)
  if (already && !args.includes('--again')) fail(`${file} already holds ${already} requests. Invented ones would stand among them: to add them all the same, npm run demo -- --again`)
  const started = performance.now()
  const { hired, requests, decisions, first, last } = await liveYear(app, asked)
  for (const { email, password, role, desk } of hired) console.log([email.padEnd(32), password, role.padEnd(22), desk ?? ''].join('  '))
  if (hired.length) console.log(`\n${hired.length} invented members of staff, above with their passwords: they are shown now and never again.`)
  console.log(`${requests} invented requests, ${first} to ${last}, and ${decisions} decisions, in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
  console.log(`Written to ${file}. To see them: npm start, then /operatori/accedi`)
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
} finally {
  app.close()
}
