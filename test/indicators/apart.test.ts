import { describe, expect, test } from 'vitest'
import { countedBy, shareIn, stands } from '../../src/indicators/apart.ts'
import type { Period } from '../../src/indicators/periods.ts'

const period = (from: string, until = from): Period => ({ code: 'scelto', from: `${from}-01`, until: `${until}-28` })
const rows = (counts: Record<string, number>) => Object.entries(counts).map(([month, n]) => ({ month, n }))
const told = (counts: Record<string, number>, from: string, until?: string) => stands(new Map(Object.entries(counts)), period(from, until))

describe('two periods, one taken from the other', () => {
  const year = { '2026-01': 20, '2026-02': 3, '2026-03': 10, '2026-04': 8, '2026-11': 30 }

  test('a quarter with a small month is told whole, and none of its months', () => {
    expect([told(year, '2026-01', '2026-03'), told(year, '2026-01'), told(year, '2026-02'), told(year, '2026-01', '2026-02'), told(year, '2026-02', '2026-04')]).toEqual([true, false, false, false, false])
    expect([told(year, '2026-04'), told(year, '2026-11'), told(year, '2026-01', '2026-12'), told(year, '2026-01', '2026-04')]).toEqual([true, true, true, true])
  })

  test('a year with a small quarter is told whole; a small year is told in no longer period', () => {
    const thin = { '2025-02': 4, '2026-01': 2, '2026-05': 9, '2026-11': 30 }
    expect([told(thin, '2026-11'), told(thin, '2026-04', '2026-06'), told(thin, '2026-01', '2026-12'), told(thin, '2025-01', '2026-12')]).toEqual([false, false, true, false])
  })

  test('whatever the months, no two told periods differ by one to four', () => {
    const months = [...Array(24).keys()].map((at) => `${2025 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`)
    for (let i = 0; i < 60; i++) {
      const counts = new Map(months.map((month, k) => [month, (i * 7 + k * k * 13 + ((i * k) % 11)) % (3 + (i % 17))]))
      const sums = months.map((_, from) => months.map((_, until) => (from > until || !stands(counts, period(months[from] ?? '', months[until])) ? undefined : months.slice(from, until + 1).reduce((all, month) => all + (counts.get(month) ?? 0), 0))))
      for (const [from, row] of sums.entries()) for (const [until, whole] of row.entries()) for (let cut = from; cut < until; cut++) {
        if (whole === undefined) continue
        for (const part of [row[cut], sums[cut + 1]?.[until]]) expect(part === undefined || part < 5 || whole - part === 0 || whole - part > 4, `${i} ${from} ${cut} ${until}`).toBe(true)
      }
    }
  })

  test('a count that may not be told is marked, and a share with it', () => {
    expect(countedBy(rows(year), period('2026-01'), () => ['casa'])).toEqual([['casa', 20, true]])
    expect(shareIn(rows({ '2026-01': 10, '2026-02': 2 }), rows({ '2026-01': 40, '2026-02': 30 }), period('2026-01'))).toEqual(['kept', 40, 'nothing'])
  })
})
