import type { Voice } from '../templates.ts'

/** Whole months, so that two answers cannot be subtracted to single out a day. `from` and `until` are ISO days of Italy, both included. */
export type Period = { code: 'mese' | 'trimestre' | 'anno' | 'scelto'; from: string; until: string }
export type Asked = { periodo?: string | undefined; da?: string | undefined; a?: string | undefined }

const month = /^\d{4}-(0[1-9]|1[0-2])$/

/** The period asked for; this year where nothing good was asked. @param today ISO day @param da, a "2026-03": months, the wrong way round too */
export function readPeriod({ periodo, da = '', a = '' }: Asked, today: string): Period {
  const [year, now] = [today.slice(0, 4), Number(today.slice(5, 7))]
  if (periodo === 'scelto' && month.test(da) && month.test(a)) {
    const [first = da, last = a] = [da, a].toSorted()
    return { code: 'scelto', from: `${first}-01`, until: lastDay(last) }
  }
  if (periodo === 'mese') return { code: 'mese', from: `${today.slice(0, 7)}-01`, until: lastDay(today.slice(0, 7)) }
  const quarter = now - ((now - 1) % 3)
  if (periodo === 'trimestre') return { code: 'trimestre', from: `${year}-${two(quarter)}-01`, until: lastDay(`${year}-${two(quarter + 2)}`) }
  return { code: 'anno', from: `${year}-01-01`, until: `${year}-12-31` }
}

/** The months that can be chosen, the newest first. @param first ISO day from which there is something to count */
export function monthsSince(first: string, today: string): string[] {
  const months: string[] = []
  for (let at = today.slice(0, 7); at >= first.slice(0, 7) && months.length < mostMonths; at = before(at)) months.push(at)
  return months
}

/** Every month of a period, up to today. */
export const monthsOf = ({ from, until }: Period, today: string): string[] => monthsSince(from, until < today ? until : today).toReversed()

/** "novembre 2026". */
export const monthName = ({ lang }: Voice, at: string): string => namesIn(lang).format(new Date(`${at}-15T12:00:00Z`))

/** The part of an address that asks for this period again. */
export const queryOf = ({ code, from, until }: Period): string => (code === 'scelto' ? `periodo=scelto&da=${from.slice(0, 7)}&a=${until.slice(0, 7)}` : `periodo=${code}`)

/** Ten years: as long as a list that somebody can still choose from. */
const mostMonths = 120
const formats = new Map<string, Intl.DateTimeFormat>()

function namesIn(lang: string): Intl.DateTimeFormat {
  const format = formats.get(lang) ?? new Intl.DateTimeFormat(lang, { month: 'long', year: 'numeric', timeZone: 'Europe/Rome' })
  formats.set(lang, format)
  return format
}

const two = (n: number) => String(n).padStart(2, '0')
const before = (at: string) => new Date(Date.UTC(Number(at.slice(0, 4)), Number(at.slice(5, 7)) - 2, 1)).toISOString().slice(0, 7)
const lastDay = (at: string) => new Date(Date.UTC(Number(at.slice(0, 4)), Number(at.slice(5, 7)), 0)).toISOString().slice(0, 10)
