import type { Content } from '../content/content.ts'
import { readNumber } from '../dossiers/number.ts'

/** The lists of a desk, in the order of the menu (domain.md 2.14). */
export const queues = ['aperte', 'mie', 'libere', 'risposte', 'scadute', 'chiuse'] as const
export type Queue = (typeof queues)[number]

/** What the queue is narrowed by: the parameters of its address, each with one of its known values. No personal data is among them. */
export type Filters = {
  coda: Queue
  asse?: string
  ambito?: string
  stato?: string
  priorita?: string
  /** id of a member of staff; "nessuno". */
  operatore?: string
  lingua?: string
  numero?: string
} & Partial<Record<Mark, string>>

/** Boxes to tick. */
export const marks = ['kiosk', 'minori', 'doppia', 'arrivate', 'scadute'] as const
export type Mark = (typeof marks)[number]

export const priorities = ['U0', 'U1', 'U2', 'U3', 'U4', 'INFO', 'nessuna']

/** Reads the parameters of an address; what is not a known value is left out. */
export function readFilters(content: Content, query: Record<string, string | undefined>): Filters {
  const known: Record<string, string[]> = {
    asse: needsOf(content).map(({ code }) => code), ambito: content.territory.ambiti.map(({ slug }) => slug), priorita: priorities,
    stato: content.workflow.statuses.map(({ code }) => code), lingua: ['altra_lingua', ...languagesOf(content).map(({ code }) => code)],
  }
  const chosen = Object.entries(known).flatMap(([name, values]) => (values.includes(query[name] ?? '') ? [[name, query[name]]] : []))
  const ticked = marks.flatMap((mark) => (query[mark] === '1' ? [[mark, '1']] : []))
  const operator = /^(nessuno|\d{1,9})$/.exec(query.operatore ?? '')?.[0]
  const number = readNumber(query.numero ?? '')
  const coda = queues.find((queue) => queue === query.coda) ?? 'aperte'
  return { coda, ...Object.fromEntries([...chosen, ...ticked]) as Partial<Filters>, ...(operator ? { operatore: operator } : {}), ...(number ? { numero: number } : {}) }
}

/** The address of the queue with these filters. */
export function pathOf(filters: Filters, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({ ...filters, ...more }).toString()
  return `/operatori/richieste?${query}`
}

/** How many filters narrow it, besides the list itself. */
export const narrowing = ({ coda: _coda, ...rest }: Filters): number => Object.keys(rest).length

export const needsOf = (content: Content) => content.questions.get('o_bisogni')?.options ?? []
export const languagesOf = (content: Content) => (content.questions.get('lingua')?.options ?? []).filter(({ code }) => code !== 'it')
