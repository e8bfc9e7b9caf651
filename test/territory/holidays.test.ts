import { describe, expect, test } from 'vitest'
import { addDays, easter, nationalHolidays } from '../../src/territory/holidays.ts'

describe('national holidays', () => {
  test('2026 has the thirteen holidays of Italy, in order', () => {
    expect(nationalHolidays(2026)).toEqual([
      '2026-01-01', '2026-01-06', '2026-04-05', '2026-04-06', '2026-04-25', '2026-05-01', '2026-06-02',
      '2026-08-15', '2026-10-04', '2026-11-01', '2026-12-08', '2026-12-25', '2026-12-26',
    ])
  })

  test('Saint Francis is a holiday from 2026 on, not before', () => {
    expect(nationalHolidays(2025)).not.toContain('2025-10-04')
    expect(nationalHolidays(2027)).toContain('2027-10-04')
  })

  test.each([
    '1818-03-22', '1943-04-25', '1954-04-18', '1981-04-19', '2000-04-23', '2008-03-23', '2011-04-24', '2024-03-31',
    '2025-04-20', '2026-04-05', '2027-03-28', '2038-04-25', '2049-04-18', '2285-03-22',
  ])('Easter falls on %s', (date) => {
    expect(easter(Number(date.slice(0, 4)))).toBe(date)
  })

  test('Easter is always a Sunday between 22 March and 25 April', () => {
    for (let year = 1900; year <= 2200; year++) {
      const date = easter(year)
      expect(new Date(`${date}T00:00:00Z`).getUTCDay(), date).toBe(0)
      expect(date >= `${year}-03-22` && date <= `${year}-04-25`, date).toBe(true)
    }
  })

  test('a date moved by days crosses months, years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
  })
})
