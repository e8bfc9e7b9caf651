import type { Table } from '../exports/table.ts'
import type { Voice } from '../templates.ts'
import type { Figure } from './figures.ts'
import { cellWords } from './words.ts'

/** A table as the exports write it. Numbers are numbers; what is hidden is in words, as on the page. */
export function tableOf({ columns, rows }: Figure, voice: Voice): Table {
  const heads = columns.map(({ head, kind }) => (kind === 'percent' ? `${head} (%)` : head))
  const cells = rows.map(({ label, cells: all }) => [label, ...all.map((cell, i) => (typeof cell === 'number' ? cell : cellWords(voice, cell, columns[i]?.kind ?? 'count')))])
  return { keys: ['voce', ...heads], labels: [voice.t('indicators.heads.label'), ...heads], rows: cells }
}
