import { describe, expect, test } from 'vitest'
import { shareIn, tell, tellOne } from '../../src/indicators/apart.ts'
import type { Period } from '../../src/indicators/periods.ts'
import type { Cell } from '../../src/indicators/small.ts'
import { spanOf } from '../helpers/span.ts'

const period = (from: string, until = from): Period => ({ code: 'scelto', from: `${from}-01`, until: `${until}-28` })
const rows = (counts: Record<string, number>) => Object.entries(counts).map(([month, n]) => ({ month, n }))
const table = (series: Record<string, Record<string, number>>) => new Map(Object.entries(series).map(([code, counts]) => [code, new Map(Object.entries(counts))]))
const told = (series: Record<string, Record<string, number>>, from: string, until?: string) => Object.fromEntries(tell(table(series), period(from, until)).map(({ code, cell }) => [code, cell]))

describe('two periods, one taken from the other', () => {
  const year = rows({ '2026-01': 20, '2026-02': 3, '2026-03': 10, '2026-04': 8, '2026-11': 30 })
  const one = (from: string, until?: string) => tellOne(year, period(from, until))

  test('a quarter with a small month is told whole, and none of its months', () => {
    expect([one('2026-01', '2026-03'), one('2026-01'), one('2026-02'), one('2026-01', '2026-02'), one('2026-02', '2026-04')]).toEqual([33, 'kept', 'kept', 'kept', 'kept'])
    expect([one('2026-04'), one('2026-11'), one('2026-01', '2026-12'), one('2026-01', '2026-04')]).toEqual([8, 30, 71, 41])
  })

  test('a year with a small quarter is told whole; a small year is told in no longer period', () => {
    const thin = rows({ '2025-02': 4, '2026-01': 2, '2026-05': 9, '2026-11': 30 })
    expect([['2026-11'], ['2026-04', '2026-06'], ['2026-01', '2026-12'], ['2025-01', '2026-12'], ['2025-01', '2025-12']].map(([from = '', until]) => tellOne(thin, period(from, until)))).toEqual(['kept', 'kept', 41, 'kept', 'few'])
  })

  test('a row that is hidden in the year is hidden in its months, nought too: half a year would tell the rest', () => {
    const acts = { istanza: { '2026-02': 20, '2026-08': 17 }, segnalazione: { '2026-09': 3 }, contatto: { '2026-03': 8 } }
    expect(told(acts, '2026-01', '2026-12')).toEqual({ istanza: 37, segnalazione: 'few', contatto: 'kept' })
    expect([told(acts, '2026-01', '2026-06'), told(acts, '2026-07', '2026-12')]).toEqual([{ istanza: 'kept', segnalazione: 'kept', contatto: 'kept' }, { istanza: 'kept', segnalazione: 'kept', contatto: 'kept' }])
  })

  test('a share says nothing where the part, the rest, or either in another period is small', () => {
    const share = (part: Record<string, number>, of: Record<string, number>, from: string, until?: string) => shareIn(rows(part), { rows: rows(of), cell: tellOne(rows(of), period(from, until)) }, period(from, until))
    expect(share({ '2026-01': 10, '2026-02': 2 }, { '2026-01': 40, '2026-02': 30 }, '2026-01')).toEqual(['kept', 40, 'nothing'])
    expect(share({ '2026-01': 10, '2026-02': 2 }, { '2026-01': 40, '2026-02': 30 }, '2026-01', '2026-12')).toEqual([12, 70, 17])
    expect(share({ '2026-01': 38 }, { '2026-01': 40 }, '2026-01', '2026-12')).toEqual(['kept', 40, 'nothing'])
  })
})

/** From October to the December of the year after. */
const months = [...Array(15).keys()].map((at) => `${2025 + Math.floor((at + 9) / 12)}-${String(((at + 9) % 12) + 1).padStart(2, '0')}`)
const intervals = months.flatMap((from, a) => months.slice(a).map((until, b) => ({ from, until, a, b: a + b })))

test.each([...Array(16).keys()])('from all that is told of fifteen months, in every period, with its totals, no count under five can be worked out (%i)', (seed) => {
  let state = seed * 7919 + 17
  const chance = (below: number) => (state = (state * 1103515245 + 12345) % 2147483648) % below
  const codes = ['a', 'b', 'c', 'd'].slice(0, 2 + (seed % 3))
  const sizes = codes.map(() => [2, 9, 25, 60][chance(4)] ?? 9)
  const series = table(Object.fromEntries(codes.map((code, i) => [code, Object.fromEntries(months.map((month) => [month, chance(3) ? chance(sizes[i] ?? 9) : 0]))])))
  const all = months.map((month) => ({ month, n: codes.reduce((sum, code) => sum + (series.get(code)?.get(month) ?? 0), 0) }))
  const known = spanOf(codes.length * months.length)
  const learn = (cell: Cell | undefined, rowsOf: number[], a: number, b: number) => {
    const places = rowsOf.flatMap((row) => months.flatMap((_, m) => (m >= a && m <= b ? [row * months.length + m] : [])))
    if (typeof cell === 'number') known.add(places)
    // Of nobody every part is known.
    if (cell === 0) for (const place of places) known.add([place])
  }
  for (const { from, until, a, b } of intervals) {
    // As it is asked: of the whole years that the period touches.
    const years = (month: string) => month.slice(0, 4) >= from.slice(0, 4) && month.slice(0, 4) <= until.slice(0, 4)
    const wide = new Map([...series].map(([code, counts]) => [code, new Map([...counts].filter(([month]) => years(month)))]))
    learn(tellOne(all.filter(({ month }) => years(month)), period(from, until)), [...codes.keys()], a, b)
    const cells = tell(wide, period(from, until))
    codes.forEach((code, row) => learn(cells.length ? (cells.find((one) => one.code === code)?.cell ?? 0) : undefined, [row], a, b))
  }
  const small = codes.flatMap((code, row) => intervals.flatMap(({ from, until, a, b }) => {
    const n = months.slice(a, b + 1).reduce((sum, month) => sum + (series.get(code)?.get(month) ?? 0), 0)
    const places = months.flatMap((_, m) => (m >= a && m <= b ? [row * months.length + m] : []))
    return n > 0 && n < 5 && known.holds(places) ? [`${code} ${from} ${until}: ${n}`] : []
  }))
  expect(small).toEqual([])
  expect(intervals.some(({ a, b }) => known.holds(months.flatMap((_, m) => (m >= a && m <= b ? codes.map((_, row) => row * months.length + m) : []))))).toBe(true)
})
