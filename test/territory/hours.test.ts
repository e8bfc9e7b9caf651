import { describe, expect, test } from 'vitest'
import { nationalHolidays } from '../../src/territory/holidays.ts'
import { openState, type Opening } from '../../src/territory/hours.ts'

const morning = (day: number): Opening => ({ day, from: '09:00', to: '13:00' })
const desk: Opening[] = [1, 2, 3, 4, 5].map(morning).concat({ day: 2, from: '15:30', to: '17:30' })
const holidays = new Set([...nationalHolidays(2026), ...nationalHolidays(2027)])
const at = (moment: string) => openState(desk, new Date(moment), holidays)

describe('is the desk open now', () => {
  test('open on a weekday morning, and it says until when', () => {
    expect(at('2026-11-23T10:00:00+01:00')).toEqual({ open: true, until: '13:00' })
  })

  test('open at the minute it opens, closed at the minute it closes', () => {
    expect(at('2026-11-23T09:00:00+01:00').open).toBe(true)
    expect(at('2026-11-23T12:59:59+01:00').open).toBe(true)
    expect(at('2026-11-23T13:00:00+01:00').open).toBe(false)
  })

  test('before opening it says the same day', () => {
    expect(at('2026-11-23T07:10:00+01:00')).toEqual({ open: false, next: { day: 1, date: '2026-11-23', from: '09:00' } })
  })

  test('during the break of Tuesday it says the afternoon', () => {
    expect(at('2026-11-24T14:00:00+01:00').next).toEqual({ day: 2, date: '2026-11-24', from: '15:30' })
    expect(at('2026-11-24T16:00:00+01:00')).toEqual({ open: true, until: '17:30' })
  })

  test('on Friday afternoon and at the weekend it says Monday', () => {
    const monday = { day: 1, date: '2026-11-23', from: '09:00' }
    expect(at('2026-11-20T13:30:00+01:00').next).toEqual(monday)
    expect(at('2026-11-22T10:00:00+01:00').next).toEqual(monday)
  })
})

describe('holidays', () => {
  test('closed on a holiday, and it says the first working day after', () => {
    expect(at('2026-12-08T10:00:00+01:00')).toEqual({ open: false, next: { day: 3, date: '2026-12-09', from: '09:00' } })
  })

  test('from Christmas to the first day that is neither holiday nor weekend', () => {
    expect(at('2026-12-24T15:00:00+01:00').next?.date).toBe('2026-12-28')
  })

  test('over the end of the year', () => {
    expect(at('2026-12-31T18:00:00+01:00').next?.date).toBe('2027-01-04')
  })

  test('Easter Monday is closed', () => {
    expect(at('2027-03-29T10:00:00+02:00').next?.date).toBe('2027-03-30')
  })

  test('a desk open only on Mondays finds the Monday after the holidays', () => {
    const only = openState([morning(1)], new Date('2028-04-14T18:00:00+02:00'), new Set(nationalHolidays(2028)))
    expect(only.next?.date).toBe('2028-04-24')
  })
})

describe('the clock is the Italian one', () => {
  test('the same UTC hour is open in summer and still closed in winter', () => {
    expect(at('2026-07-20T07:30:00Z').open).toBe(true)
    expect(at('2026-01-19T07:30:00Z').open).toBe(false)
  })

  test('the days around the change of the hour are counted once', () => {
    expect(at('2026-03-27T20:00:00Z').next).toEqual({ day: 1, date: '2026-03-30', from: '09:00' })
    expect(at('2026-03-30T07:00:00Z').open).toBe(true)
    expect(at('2026-10-23T20:00:00Z').next).toEqual({ day: 1, date: '2026-10-26', from: '09:00' })
    expect(at('2026-10-26T07:59:00Z').open).toBe(false)
    expect(at('2026-10-26T08:00:00Z').open).toBe(true)
  })

  test('on a night of changing hour a desk open all night stays open', () => {
    const allDay = [{ day: 7, from: '00:00', to: '24:00' }]
    for (const moment of ['2026-10-24T22:00:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T22:59:00Z']) {
      expect(openState(allDay, new Date(moment), holidays)).toEqual({ open: true, until: '24:00' })
    }
  })

  test('just after midnight in Italy it is already the next day', () => {
    expect(at('2026-07-19T22:05:00Z').next).toEqual({ day: 1, date: '2026-07-20', from: '09:00' })
  })
})

describe('unusual hours', () => {
  test('a desk with no hours is closed and promises no opening', () => {
    expect(openState([], new Date('2026-11-23T10:00:00+01:00'), holidays)).toEqual({ open: false })
  })

  test('openings that touch or overlap count as one', () => {
    const all = [{ day: 1, from: '13:00', to: '17:00' }, morning(1), { day: 1, from: '10:00', to: '11:00' }]
    expect(openState(all, new Date('2026-11-23T10:30:00+01:00'), holidays)).toEqual({ open: true, until: '17:00' })
  })

  test('the list of hours is left as it was', () => {
    const list = [{ day: 1, from: '15:00', to: '17:00' }, morning(1)]
    openState(list, new Date('2026-11-23T10:00:00+01:00'), holidays)
    expect(list[0]?.from).toBe('15:00')
  })
})
