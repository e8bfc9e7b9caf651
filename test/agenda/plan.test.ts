import { describe, expect, test } from 'vitest'
import { problemIn, startsOf, usualPlan, type Plan } from '../../src/agenda/plan.ts'
import { instantOf, mondayOf, wallOf, workingDayBefore } from '../../src/agenda/time.ts'

const today = '2026-11-23'
const plan = (given: Partial<Plan>): Plan => ({ ...usualPlan(today), ...given })

describe('the clock of Italy', () => {
  test('winter, summer, and the hour that does not exist in March', () => {
    expect([instantOf('2026-11-23', '09:00'), instantOf('2026-07-01', '09:00'), instantOf('2027-03-28', '02:30')]).toEqual(['2026-11-23T08:00:00.000Z', '2026-07-01T07:00:00.000Z', undefined])
    expect(wallOf('2026-11-23T23:30:00.000Z')).toEqual({ day: '2026-11-24', time: '00:30' })
    expect([mondayOf('2026-11-29'), mondayOf(today)]).toEqual([today, today])
  })

  test('the working day before leaves out Sunday, Saturday and what is closed', () => {
    expect([workingDayBefore('2026-11-30', new Set()), workingDayBefore('2026-12-09', new Set(['2026-12-08']))]).toEqual(['2026-11-27', '2026-12-07'])
  })
})

describe('slots of some weeks', () => {
  test('as many as fit in, on the days asked for, none on a holiday; at the same hour on the wall when the clocks change', () => {
    const made = startsOf(plan({ days: ['2'], from: '09:00', to: '10:40', minutes: '30', start: '2026-12-01', weeks: '2' }), new Set(['2026-12-08']))
    expect(made.map((at) => Object.values(wallOf(at)).join(' '))).toEqual(['2026-12-01 09:00', '2026-12-01 09:30', '2026-12-01 10:00'])
    const spring = startsOf(plan({ days: ['1'], to: '09:30', start: '2027-03-22', weeks: '2' }), new Set())
    expect(spring).toEqual(['2027-03-22T08:00:00.000Z', '2027-03-29T07:00:00.000Z'])
  })

  test.each<[string, Partial<Plan>]>([
    ['days', { days: [] }], ['days', { days: ['8'] }], ['times', { from: '10:00', to: '09:00' }], ['times', { from: '25:00' }], ['minutes', { minutes: '0' }], ['minutes', { minutes: '-5' }], ['minutes', { minutes: '1e2' }],
    ['mode', { mode: 'constructor' }], ['start', { start: '2026-11-15' }], ['start', { start: '2026-02-31' }], ['start', { start: '2099-01-01' }], ['weeks', { weeks: '27' }], ['too_many', { days: ['1', '2', '3', '4', '5', '6', '7'], from: '00:00', to: '23:59', minutes: '5', weeks: '26' }],
  ])('«%s» is said of what cannot be: %j', (problem, given) => {
    expect(problemIn(plan(given), today)?.problem).toBe(problem)
  })

  test('nothing is said of the usual ones', () => expect(problemIn(usualPlan(today), today)).toBeUndefined())
})
