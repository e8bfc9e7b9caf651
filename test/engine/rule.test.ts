import { describe, expect, it } from 'vitest'
import { judge, judgeAny, type Conditions, type Facts } from '../../src/engine/rule.ts'

const facts = (said: Record<string, string[]>, pending: string[] = []): Facts => ({ said, pending: new Set(pending) })

describe('a rule', () => {
  it('without conditions always holds', () => {
    expect(judge({}, facts({})).truth).toBe('yes')
  })

  it('holds when every condition does, and says which answers held it up', () => {
    const verdict = judge({ need: { any: ['home'] }, age: { in: ['young', 'old'] } }, facts({ need: ['home', 'work'], age: ['young'] }))
    expect(verdict).toEqual({ truth: 'yes', because: ['need', 'age'], open: [] })
  })

  it('does not hold when one answer says otherwise, whatever the others', () => {
    expect(judge({ need: { any: ['home'] }, age: { is: 'old' } }, facts({ age: ['young'] }, ['need'])).truth).toBe('no')
  })

  it('does not hold on a question that was not asked', () => {
    expect(judge({ need: { any: ['home'] } }, facts({})).truth).toBe('no')
  })

  it('is perhaps while a question waits for its answer, and names that question', () => {
    expect(judge({ need: { any: ['home'] }, age: { is: 'old' } }, facts({ need: ['home'] }, ['age']))).toEqual({ truth: 'perhaps', because: ['need'], open: ['age'] })
  })

  it('is perhaps where the person does not know: unknown is neither yes nor no', () => {
    expect(judge({ age: { is: 'old' } }, facts({ age: ['ignoto'] })).truth).toBe('perhaps')
    expect(judge({ need: { every: ['home', 'work'] } }, facts({ need: ['ignoto'] })).truth).toBe('perhaps')
  })

  it('acts on an unknown only where that is written out', () => {
    expect(judge({ age: { in: ['old', 'ignoto'] } }, facts({ age: ['ignoto'] })).truth).toBe('yes')
    expect(judge({ age: { unknown: true } }, facts({ age: ['ignoto'] })).truth).toBe('yes')
    expect(judge({ age: { unknown: true } }, facts({ age: ['old'] })).truth).toBe('no')
    expect(judge({ age: { unknown: false } }, facts({ age: ['old'] })).truth).toBe('yes')
  })

  it('with "unless" gives way only to what was really said', () => {
    const rule = { share: { unless: ['no'] } }
    expect(judge(rule, facts({ share: ['no'] })).truth).toBe('no')
    expect(judge(rule, facts({ share: ['yes'] })).truth).toBe('yes')
    expect(judge(rule, facts({ share: ['ignoto'] })).truth).toBe('yes')
    expect(judge(rule, facts({}, ['share'])).truth).toBe('yes')
    expect(judge(rule, facts({})).because).toEqual([])
  })

  it('with "named" holds only for what was really said: silence never opens it', () => {
    const rule = { who: { named: ['them'] } }
    expect(judge(rule, facts({ who: ['them'] }))).toMatchObject({ truth: 'yes', because: ['who'] })
    expect(judge(rule, facts({ who: ['others'] })).truth).toBe('no')
    expect(judge(rule, facts({ who: ['ignoto'] })).truth).toBe('no')
    expect(judge(rule, facts({}, ['who'])).truth).toBe('no')
  })

  it('with "every" wants all the choices', () => {
    expect(judge({ need: { every: ['home', 'work'] } }, facts({ need: ['home', 'work', 'other'] })).truth).toBe('yes')
    expect(judge({ need: { every: ['home', 'work'] } }, facts({ need: ['home'] })).truth).toBe('no')
  })

  it('with alternatives takes the best of them', () => {
    const either: Conditions[] = [{ a: { is: '1' } }, { b: { is: '1' } }]
    expect(judgeAny(either, facts({ a: ['2'], b: ['1'] })).truth).toBe('yes')
    expect(judgeAny(either, facts({ a: ['2'] }, ['b'])).truth).toBe('perhaps')
    expect(judgeAny(either, facts({ a: ['2'], b: ['2'] })).truth).toBe('no')
  })
})
