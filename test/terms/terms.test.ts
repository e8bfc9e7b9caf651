import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eq } from '../../db/drizzle.ts'
import { dossiers } from '../../db/schema.ts'
import { addWorkingDays, isHoliday, isWorkingDay, workingDayFrom } from '../../src/terms/calendar.ts'
import { replyUntil, resumeTerm, standing, stopTerm } from '../../src/terms/terms.ts'
import { addDays } from '../../src/territory/holidays.ts'
import { todayInRome } from '../../src/web/context.ts'
import { testApp, type TestApp } from '../helpers/app.ts'
import { fileRequest } from '../helpers/requests.ts'

const anyDay = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1995-01-01', days))
const patron = '12-06'

describe('working days', () => {
  test.each([
    ['2026-04-06', true, "Monday of the Angel"], ['2026-04-03', false, 'Good Friday is no holiday'], ['2024-10-04', false, 'Saint Francis before 2026'],
    ['2027-10-04', true, 'Saint Francis since 2026 (L. 151/2025)'], ['2026-12-08', true, 'Immacolata'], ['2026-12-07', false, 'between two holidays'],
  ])('%s: holiday %s (%s)', (day, holiday) => expect(isHoliday(day)).toBe(holiday))

  test('the patron saint closes only its own comune', () => {
    expect([isWorkingDay('2027-12-06', patron), isWorkingDay('2027-12-06')]).toEqual([false, true])
  })

  test('so many working days after a day there are just so many between, and the last is one', () => {
    fc.assert(fc.property(anyDay, fc.integer({ min: 1, max: 40 }), fc.constantFrom(patron, undefined), (day, count, saint) => {
      const end = addWorkingDays(day, count, saint)
      let between = 0
      for (let at = addDays(day, 1); at <= end; at = addDays(at, 1)) if (isWorkingDay(at, saint)) between += 1
      expect([between, isWorkingDay(end, saint)]).toEqual([count, true])
    }), { numRuns: 200 })
  })

  test('a later start never ends earlier, and a saint never shortens a term', () => {
    fc.assert(fc.property(anyDay, fc.integer({ min: 0, max: 30 }), (day, count) => {
      expect(addWorkingDays(addDays(day, 1), count) >= addWorkingDays(day, count)).toBe(true)
      expect(addWorkingDays(day, count, patron) >= addWorkingDays(day, count)).toBe(true)
      expect(workingDayFrom(day) >= day).toBe(true)
    }), { numRuns: 200 })
  })
})

describe('where a request stands', () => {
  let home: TestApp
  beforeAll(async () => { home = await testApp() })
  afterAll(() => home.close())
  const filed = (act: string) => {
    const { id } = fileRequest(home.app, { answers: { natura_atto: act } })
    const read = () => home.app.db.select().from(dossiers).where(eq(dossiers.id, id)).all()[0] ?? expect.unreachable()
    return { id, read, stop: (kind: string) => stopTerm(home.app.db, id, kind, todayInRome(home.app.now())), go: () => resumeTerm(home.app, home.app.db, read(), todayInRome(home.app.now())), now: () => standing(home.app, read()) }
  }
  const days = (count: number) => home.clock.forward(count * 24 * 60)

  test('an application stands still while something is missing: once, at most thirty days; what passed moves its day on', () => {
    const one = filed('istanza')
    const { due } = one.now()
    one.stop('integrazione')
    days(12)
    expect(one.now()).toMatchObject({ due: addDays(due, 12), left: 30, stopped: { source: { it: 'L. 241/1990, art. 2, c. 7' } } })
    one.go()
    expect(one.read().dueOn).toBe(addDays(due, 12))
    one.stop('integrazione')
    days(50)
    expect(one.now()).toMatchObject({ due: addDays(due, 12), left: -20, overdue: true })
    one.go()
    expect(one.read()).toMatchObject({ dueOn: addDays(due, 12), status: 'protocollata', priority: null })
  })

  test('of a suspension no more than the law allows is counted out', () => {
    const one = filed('istanza')
    const { due } = one.now()
    one.stop('preavviso')
    days(25)
    expect(one.now().due).toBe(addDays(due, 10))
    expect(one.now().stopped).toBeUndefined()
  })

  test('where there is no procedure nothing stands still', () => {
    const one = filed('richiesta_contatto')
    const { due } = one.now()
    one.stop('integrazione')
    days(20)
    expect(one.now()).toMatchObject({ due, left: 10, code: 'risposta' })
  })

  test.each([['U1', 0], ['U2', 3], ['U3', 10], ['U4', 20]])('%s: somebody speaks with the person within %i working days; late is seen', (priority, count) => {
    const one = filed('richiesta_contatto')
    home.app.db.update(dossiers).set({ priority }).where(eq(dossiers.id, one.id)).run()
    const due = addWorkingDays(todayInRome(home.app.now()), count)
    expect(one.now().contact).toMatchObject({ due, overdue: false })
    days(40)
    expect(one.now().contact).toMatchObject({ overdue: true })
    home.app.db.update(dossiers).set({ contactedAt: `${due}T09:00:00.000Z` }).where(eq(dossiers.id, one.id)).run()
    expect(one.now().contact).toEqual({ due, met: true, overdue: false })
  })

  test('nobody has said how soon: there is no first contact to be late for', () => expect(filed('istanza').now().contact).toBeUndefined())

  test('ten days to reply never end on a holiday', () => {
    expect(replyUntil(home.app.content, 'pua-bari', '2026-11-26')).toBe('2026-12-07')
    expect(replyUntil(home.app.content, 'pua-bitonto', '2026-12-15')).toBe('2026-12-28')
  })
})
