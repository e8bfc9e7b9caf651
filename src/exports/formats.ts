import { createRequire } from 'node:module'
import type * as Csv from 'csv-stringify/sync'
import type Xlsx from 'write-excel-file/node'
import type { SheetData } from 'write-excel-file/node'
import type { Cell, Table } from './table.ts'

/** Loaded at the first export. */
const load = createRequire(import.meta.url)

export const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
} as const
export type Format = keyof typeof types
export const isFormat = (code: string): code is Format => Object.hasOwn(types, code)

/** Writes a table. @param more there were other rows than these */
export async function write(table: Table, format: Format, more: boolean): Promise<Uint8Array<ArrayBuffer>> {
  if (format === 'xlsx') return xlsx(table)
  return new TextEncoder().encode(format === 'csv' ? csv(table) : `${JSON.stringify({ righe: json(table), altre_righe: more }, null, 2)}\n`)
}

/**
 * UTF-8 with its mark and semicolons, as the Italian Excel opens it by itself. What a spreadsheet would take for a formula has an
 * apostrophe before it (OWASP, CSV injection). Days are YYYY-MM-DD, which every spreadsheet reads as the same day.
 */
function csv({ labels, rows }: Table): string {
  const { stringify } = load('csv-stringify/sync') as typeof Csv
  return stringify([labels, ...rows.map((row) => row.map(plain))], { bom: true, delimiter: ';', escape_formulas: true, record_delimiter: 'windows' })
}

/** Words are cells of words and nothing in them is run; days are days. */
async function xlsx({ labels, rows }: Table): Promise<Uint8Array<ArrayBuffer>> {
  const { default: writeXlsx } = load('write-excel-file/node') as { default: typeof Xlsx }
  const head = labels.map((value) => ({ value, type: String, fontWeight: 'bold' as const }))
  const data: SheetData = [head, ...rows.map((row) => row.map(cellOf))]
  return new Uint8Array(await writeXlsx(data, { stickyRowsCount: 1, columns: labels.map((label) => ({ width: Math.max(14, label.length + 2) })) }).toBuffer())
}

function cellOf(cell: Cell) {
  if (cell === null || cell === '') return null
  if (typeof cell === 'number') return { value: cell, type: Number }
  if (typeof cell === 'string') return { value: cell, type: String }
  return { value: new Date(`${cell.day}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' }
}

const json = ({ keys, rows }: Table) => rows.map((row) => Object.fromEntries(keys.map((key, at) => [key, plain(row[at] ?? null)])))

const plain = (cell: Cell): string | number | null => (cell && typeof cell === 'object' ? cell.day : cell)
