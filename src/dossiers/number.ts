import { eq, sql } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { protocol } from '../../db/schema.ts'

export type ProtocolNumber = { year: number; serial: number; number: string }

/** The next number of the year, without gaps: call it inside the transaction that files the request (domain.md 4.3). */
export function nextNumber(tx: Db, year: number): ProtocolNumber {
  tx.insert(protocol).values({ year, last: 1 }).onConflictDoUpdate({ target: protocol.year, set: { last: sql`${protocol.last} + 1` } }).run()
  const serial = tx.select({ last: protocol.last }).from(protocol).where(eq(protocol.year, year)).get()?.last ?? 1
  return { year, serial, number: formatNumber(year, serial) }
}

/** YYYY/NNNNNNN. */
export const formatNumber = (year: number, serial: number): string => `${year}/${String(serial).padStart(7, '0')}`

const longest = 40

/** A number as people type it: "2026/12", "2026-0000012", "2026 12". */
export function readNumber(typed: string): string | undefined {
  const [, year, serial] = /^\s*(\d{4})\s*[/\-. ]\s*(\d{1,7})\s*$/.exec(typed.slice(0, longest)) ?? []
  return year && serial ? formatNumber(Number(year), Number(serial)) : undefined
}

/** In addresses a hyphen stands for the slash. */
export const inAddress = (number: string): string => number.replace('/', '-')
