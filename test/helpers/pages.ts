import type { Content } from '../../src/content/content.ts'

/** Pages of words that citizens read. */
const words = [
  'come-funziona', 'privacy', 'accessibilita', 'note-legali', 'contatti', 'segnalare-o-chiedere', 'domande-frequenti', 'appuntamento', 'disservizio', 'chi-puo-chiedere', 'dati-mai-chiesti',
].map((slug) => `/${slug}`)

/** The sheets, cards and desks that a citizen can open. */
export const sheetPages = ({ opportunities, families, groups, cards, territory }: Content): string[] => [
  ...[...opportunities.values()].filter(({ visibility }) => visibility === 'C').map(({ slug }) => `/servizi/${slug}`),
  ...[...families.values()].filter((family) => family.citizen_facing && !family.reveals_condition).map(({ slug }) => `/aiuti/${slug}`),
  ...[...groups.keys()].map((slug) => `/aiuti/${slug}`),
  ...[...cards.keys()].map((slug) => `/informazioni/${slug}`),
  ...territory.desks.map(({ slug }) => `/sportelli/${slug}`),
]

/** Every page of information that a citizen can open by its address. */
export const openPages = (content: Content): string[] => ['/', '/regole', '/servizi', '/cerca', '/sportelli', '/aiuto-subito', ...words, ...sheetPages(content)]

/** Where a person talks, asks and follows: each begins at its address. */
export const doors = ['/orientamento', '/richiesta', '/la-mia-richiesta', '/riprendi', '/prossimi-passi', '/operatori/accedi', '/non-esiste']
