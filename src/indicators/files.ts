import { createRequire } from 'node:module'
import type { Voice } from '../templates.ts'
import type { Figure } from './figures.ts'
import { cellWords } from './words.ts'

const load = createRequire(import.meta.url)

export const formats = {
  csv: { type: 'text/csv; charset=utf-8', write: csv },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', write: xlsx },
  json: { type: 'application/json; charset=utf-8', write: json },
} satisfies Record<string, { type: string; write(written: Written): Promise<Buffer> }>
export type Format = keyof typeof formats

/** A table with its title and the period it speaks of. */
export type Written = { figure: Figure; title: string; period: string; from: string; until: string; voice: Voice }

/** Numbers are numbers; what is hidden is in words, as on the page. */
const rowsOf = ({ figure, voice }: Written): (string | number)[][] =>
  figure.rows.map(({ label, cells }) => [label, ...cells.map((cell, i) => (typeof cell === 'number' ? cell : cellWords(voice, cell, figure.columns[i]?.kind ?? 'count')))])

const headOf = ({ figure, voice }: Written): string[] => [voice.t('indicators.heads.label'), ...figure.columns.map(({ head, kind }) => (kind === 'percent' ? `${head} (%)` : head))]

/** As Italian spreadsheets open it: semicolons, a mark of UTF-8 first, and no cell that is taken for a formula. */
async function csv(written: Written): Promise<Buffer> {
  const { stringify } = load('csv-stringify/sync') as typeof import('csv-stringify/sync')
  return Buffer.from(stringify([headOf(written), ...rowsOf(written)], { bom: true, delimiter: ';', escape_formulas: true }))
}

async function xlsx(written: Written): Promise<Buffer> {
  const { default: write } = await import('write-excel-file/node')
  const head = headOf(written).map((value) => ({ value, type: String, fontWeight: 'bold' as const }))
  const rows = rowsOf(written).map((row) => row.map((value) => (typeof value === 'number' ? { value, type: Number } : { value, type: String })))
  return write([[{ value: `${written.title}, ${written.period}`, type: String }], head, ...rows], { sheet: written.figure.id, columns: head.map((_, i) => ({ width: i ? 18 : 44 })) }).toBuffer()
}

async function json(written: Written): Promise<Buffer> {
  const heads = headOf(written).slice(1)
  const rows = rowsOf(written).map(([label, ...cells]) => ({ label, ...Object.fromEntries(heads.map((head, i) => [head, cells[i]])) }))
  return Buffer.from(JSON.stringify({ table: written.figure.id, title: written.title, from: written.from, until: written.until, rows }, null, 2))
}
