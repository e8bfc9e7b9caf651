import { measure, type Row } from '../bench/paths.ts'
import { median } from '../bench/table.ts'
import { loadContent } from '../content/content.ts'
import { todayInRome } from '../web/context.ts'

/** npm run requests: how long each request is, act by act and family by family, and how easy to read. */
const rows = measure(loadContent(process.env.TERRITORY), todayInRome(new Date()))
const columns = ['questions', 'oriented', 'silent', 'words', 'gulpease'] as const
const line = (name: string, cells: (string | number)[]) => console.log(name.padEnd(52) + cells.map((cell) => String(cell).padStart(10)).join(''))

line('act, family', [...columns])
for (const row of rows) line(`${row.act}, ${row.family}`, columns.map((column) => row[column]))
console.log('\nquestions: from the first one on. oriented: after the orientation. silent: leaving out all that can be left out.')
for (const [act, of] of Map.groupBy(rows, (row: Row) => row.act)) line(`median, ${act}`, columns.map((column) => median(of.map((row) => row[column]))))
