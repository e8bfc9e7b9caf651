import { eq, like, or, type SQL } from '../../db/drizzle.ts'
import { audit } from '../../db/schema.ts'

/** A line about many requests: how many, by which filters, and which, so that "who took mine away?" has an answer. Numbers and codes, no name. */
export type List = { count: number; filters: [name: string, value: string][]; numbers: string }

/** "2 righe coda=aperte&asse=casa 2026/12-13": what a line says of a list. @param query the filters, as in the address of the list */
export const listed = (query: string, numbers: string[]): string => `${numbers.length} righe ${query} ${rangesOf(numbers)}`

/** Reads what `listed` wrote; undefined for a line about one thing. */
export function readList(subject: string | null): List | undefined {
  const [, count, query, numbers] = /^(\d+) righe (\S*) (\S*)$/.exec(subject ?? '') ?? []
  return count === undefined ? undefined : { count: Number(count), filters: [...new URLSearchParams(query)], numbers: numbers ?? '' }
}

/** Lines that may speak of a request; `speaksOf` says which do. */
export const about = (number: string): SQL | undefined => or(eq(audit.subject, number), like(audit.subject, '% righe %'))

export const speaksOf = (subject: string | null, number: string): boolean => subject === number || isAmong(number, readList(subject)?.numbers ?? '')

const parts = (number: string): [year: string, serial: number] => [number.slice(0, 4), Number(number.slice(5))]

/** Numbers that follow one another as from-to, years apart: five thousand rows are one short line. */
function rangesOf(numbers: string[]): string {
  const years = Map.groupBy(numbers.map(parts), ([year]) => year)
  return [...years].map(([year, of]) => `${year}/${runsOf(of.map(([, serial]) => serial).toSorted((a, b) => a - b))}`).join(';')
}

function runsOf(serials: number[]): string {
  const runs: [from: number, to: number][] = []
  for (const serial of serials) {
    const last = runs.at(-1)
    if (last && serial <= last[1] + 1) last[1] = serial
    else runs.push([serial, serial])
  }
  return runs.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(',')
}

function isAmong(number: string, numbers: string): boolean {
  const [year, serial] = parts(number)
  const runs = numbers.split(';').find((one) => one.startsWith(`${year}/`))?.slice(5).split(',') ?? []
  return runs.map((run) => run.split('-').map(Number)).some(([from = 0, to = from]) => from <= serial && serial <= to)
}
