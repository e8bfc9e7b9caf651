import { describe, expect, test } from 'vitest'
import { inTime, quantile, workedDays, workingBetween } from '../../src/indicators/days.ts'
import { readPeriod } from '../../src/indicators/periods.ts'
import { beginsAt } from '../../src/indicators/rome.ts'
import { hideSmall, share } from '../../src/indicators/small.ts'

describe('small counts', () => {
  test.each([
    [[12, 8, 30], [12, 8, 30]],
    [[12, 3, 30], ['kept', 'few', 30]],
    [[12, 3, 2], [12, 'few', 'few']],
    [[1, 1, 20, 9], ['few', 'few', 20, 'kept']],
    [[0, 20], [0, 20]],
    [[0, 3], [0, 'few']],
    // Six, of whom under five and five or more: that would be one and five.
    [[1, 5, 30], ['few', 'kept', 'kept']],
    [[4, 4, 30, 7], ['few', 'few', 30, 'kept']],
    [[1, 5], ['kept', 'kept']],
  ])('%j is told as %j', (counts, told) => expect(hideSmall(counts)).toEqual(told))

  test('whatever the counts, what is left of the total tells no number under five', () => {
    for (let i = 0; i < 3000; i++) {
      const counts = Array.from({ length: 2 + (i % 6) }, (_, k) => (i * 7 + k * k * 13 + ((i * k) % 11)) % 23)
      const cells = hideSmall(counts)
      const hidden = counts.filter((_, k) => typeof cells[k] !== 'number')
      const left = hidden.reduce((all, n) => all + n, 0)
      expect(cells.every((cell, k) => typeof cell !== 'number' || (cell === counts[k] && (cell === 0 || cell >= 5)))).toBe(true)
      const nothingElse = counts.filter((n) => n > 0).length === hidden.length
      expect(hidden.length === 0 || nothingElse || (hidden.length > 1 && left >= 5 && (cells.includes('kept') || cells.filter((cell) => cell === 'few').length * 4 !== left)), JSON.stringify(counts)).toBe(true)
    }
  })

  test('a share says nothing where the part or the rest is small', () => {
    expect(share(9, 10)).toEqual(['kept', 10, 'nothing'])
    expect(share(2, 40)).toEqual(['few', 40, 'nothing'])
    expect(share(2, 3)).toEqual(['few', 'few', 'nothing'])
    expect(share(30, 40)).toEqual([30, 40, 75])
    expect(share(40, 40)).toEqual([40, 40, 100])
  })
})

describe('days', () => {
  const bari = workedDays('12-06')

  test('weekends, holidays and the patron saint are not worked', () => {
    expect(workingBetween(bari, '2026-12-04', '2026-12-09')).toBe(2)
    expect(workingBetween(workedDays('12-07'), '2026-12-04', '2026-12-09')).toBe(1)
    expect(workingBetween(bari, '2026-12-23', '2026-12-28')).toBe(2)
  })

  test('urgent is met the same day; of a Sunday, on Monday', () => {
    expect(inTime(bari, '2026-11-20', '2026-11-20', 0)).toBe(true)
    expect(inTime(bari, '2026-11-20', '2026-11-23', 0)).toBe(false)
    expect(inTime(bari, '2026-11-22', '2026-11-23', 0)).toBe(true)
    expect(inTime(bari, '2026-11-20', '2026-11-25', 3)).toBe(true)
    expect(inTime(bari, '2026-11-20', '2026-11-26', 3)).toBe(false)
  })

  test('the middle one, and the one that nine in ten do not pass', () => {
    const times = [{ days: 9, n: 1 }, { days: 1, n: 6 }, { days: 4, n: 3 }]
    expect([quantile(times, 0.5), quantile(times, 0.9), quantile([], 0.5)]).toEqual([1, 4, undefined])
  })

  test('a day begins at midnight of Italy, in summer too', () => {
    expect([beginsAt('2026-01-01'), beginsAt('2026-07-01'), beginsAt('2026-03-29'), beginsAt('2026-03-30'), beginsAt('2026-10-26')])
      .toEqual(['2025-12-31T23:00:00.000Z', '2026-06-30T22:00:00.000Z', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z', '2026-10-25T23:00:00.000Z'])
  })
})

test.each([
  [{ periodo: 'mese' }, '2026-11-01', '2026-11-30'],
  [{ periodo: 'trimestre' }, '2026-10-01', '2026-12-31'],
  [{}, '2026-01-01', '2026-12-31'],
  [{ periodo: 'scelto', da: '2026-03', a: '2026-01' }, '2026-01-01', '2026-03-31'],
  [{ periodo: 'scelto', da: "2026-13' or 1", a: '2026-01' }, '2026-01-01', '2026-12-31'],
])('the period %j goes from %s to %s: whole months', (asked, from, until) => {
  expect(readPeriod(asked, '2026-11-23')).toMatchObject({ from, until })
})
