import type { Voice } from '../templates.ts'
import type { Column } from './figures.ts'
import { few, kept, nothing, threshold, type Cell } from './small.ts'

/** A cell as it is read, on the page, in a chart and in a file. */
export function cellWords({ lang, t }: Voice, cell: Cell, kind: Column['kind']): string {
  if (cell === few) return t('indicators.few', { count: threshold })
  if (cell === kept) return t('indicators.kept')
  if (cell === nothing) return t('indicators.nothing')
  return kind === 'percent' ? `${cell} %` : cell.toLocaleString(lang)
}
