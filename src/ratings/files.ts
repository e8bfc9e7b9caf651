import type { Table } from '../exports/table.ts'
import type { Voice } from '../templates.ts'
import type { Row } from './figures.ts'

/** The table as the exports write it: what is hidden is in words, as on the page. */
export function tableOf(rows: Row[], { t }: Voice): Table {
  const keys = ['pagina', 'indirizzo', 'voti', 'media', 'fino_a_tre', 'motivo']
  return { keys, labels: keys.map((key) => t(`ratings.figures.heads.${key}`)), rows: rows.map(({ page, title, votes, mean, low, reason }) => [title, page, votes, mean, low ?? t('ratings.figures.few'), reason ?? null]) }
}
