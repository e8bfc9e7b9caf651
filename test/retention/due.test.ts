import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadContent } from '../../src/content/content.ts'
import { keptSince, keptUntil } from '../../src/content/keep.ts'
import { isDue, ruleOf } from '../../src/retention/due.ts'

const content = loadContent()
const rules = [...content.retention.values()]
const rule = (code: string) => content.retention.get(code) ?? expect.fail(code)
const due = (act: string, status: string, closedAt: string | null, now: string) => isDue(rules, { act, status, closedAt }, new Date(now))

describe('how long what is kept', () => {
  test('a report that the person did not follow goes after twelve months; one that became something stays ten years', () => {
    expect(due('segnalazione', 'archiviata', '2025-11-25T10:00:00Z', '2026-11-25T09:59:59Z')).toBe(false)
    expect(due('segnalazione', 'archiviata', '2025-11-25T10:00:00.000Z', '2026-11-25T10:00:00Z')).toBe(true)
    expect(due('segnalazione', 'conclusa', '2025-11-25T10:00:00Z', '2030-11-25T10:00:00Z')).toBe(false)
    expect(ruleOf(rules, { act: 'segnalazione', status: 'unita', closedAt: null })?.code).toBe('richiesta')
  })

  test('a request goes ten years after it was closed, to the day', () => {
    expect(due('istanza', 'conclusa', '2016-11-26T08:00:00Z', '2026-11-25T12:00:00Z')).toBe(false)
    expect(due('istanza', 'conclusa', '2016-11-25T08:00:00Z', '2026-11-25T12:00:00Z')).toBe(true)
  })

  test('what is open is kept, however old', () => {
    const statuses = content.workflow.statuses.map(({ code }) => code)
    for (const status of statuses) expect(due('richiesta_contatto', status, null, '2099-01-01T00:00:00Z')).toBe(false)
  })

  test('every closed request has a rule, and none is due before a year has passed', () => {
    const acts = content.questions.get('natura_atto')?.options?.map(({ code }) => code) ?? []
    const closed = content.workflow.statuses.filter(({ open }) => !open).map(({ code }) => code)
    fc.assert(fc.property(fc.constantFrom(...acts), fc.constantFrom(...closed), fc.integer({ min: 0, max: 364 }), (act, status, days) => {
      const now = new Date('2026-11-25T10:00:00Z')
      expect(ruleOf(rules, { act, status, closedAt: null })).toBeDefined()
      expect(isDue(rules, { act, status, closedAt: new Date(now.getTime() - days * 86_400_000).toISOString() }, now)).toBe(false)
    }))
  })

  test('months are of the calendar', () => {
    const log = rule('registro_accessi')
    expect(keptSince({ ...log, keep: { months: 1 } }, new Date('2026-03-31T10:00:00Z'))).toBe('2026-02-28T10:00:00.000Z')
    expect(keptSince({ ...log, keep: { months: 12 } }, new Date('2028-02-29T10:00:00Z'))).toBe('2027-02-28T10:00:00.000Z')
    expect(keptSince({ ...log, keep: { months: 13 } }, new Date('2026-01-15T10:00:00Z'))).toBe('2024-12-15T10:00:00.000Z')
    expect(keptSince({ ...log, keep: { days: 7 } }, new Date('2026-01-03T10:00:00Z'))).toBe('2025-12-27T10:00:00.000Z')
    expect(keptUntil({ keep: { months: 1 } }, new Date('2026-01-31T10:00:00Z'))).toBe('2026-02-28T10:00:00.000Z')
    expect(keptUntil({ keep: { days: 30 } }, new Date('2026-11-25T10:00:00Z'))).toBe('2026-12-25T10:00:00.000Z')
  })
})
