import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kinds } from '../../src/engine/kinds.ts'
import type { Kind, Question } from '../../src/engine/question.ts'

const question = (kind: Kind, more: Partial<Question> = {}): Question => ({ id: 'q', kind, label: { it: 'Q' }, quiet: [], required: false, category: 'com', ...more })
const options = ['casa', 'lavoro'].map((code) => ({ code, label: { it: code } }))
const today = '2026-11-22'

describe('an answer', () => {
  it('chosen from a list must be in the list', () => {
    const q = question('one', { options, quiet: ['ignoto'] })
    expect(kinds.one.read({ risposta: 'casa' }, q)).toEqual({ answer: 'casa' })
    expect(kinds.one.read({ risposta: 'castello' }, q)).toEqual({ problem: 'not_in_list' })
    expect(kinds.one.read({ risposta: '__proto__' }, q)).toEqual({ problem: 'not_in_list' })
  })

  it('left empty means "I do not know", where that is allowed', () => {
    expect(kinds.one.read({}, question('one', { options, quiet: ['ignoto', 'taciuto'] }))).toEqual({ answer: 'ignoto' })
    expect(kinds.one.read({}, question('one', { options, quiet: ['taciuto'] }))).toEqual({ answer: 'taciuto' })
    expect(kinds.one.read({}, question('one', { options, required: true }))).toEqual({ problem: 'choose_one' })
  })

  it('"I prefer not to say" counts for rules as unknown', () => {
    expect(kinds.one.facts('taciuto', question('one', { options, quiet: ['taciuto'] }), today)).toEqual({ q: ['ignoto'] })
  })

  it('of many choices drops a silence that stands beside a choice', () => {
    const q = question('many', { options: [...options, { code: 'non_so', label: { it: 'Non so' }, alone: true }], quiet: ['taciuto'] })
    expect(kinds.many.read({ risposta: ['casa', 'taciuto', 'non_so', 'casa'] }, q)).toEqual({ answer: ['casa'] })
    expect(kinds.many.read({ risposta: 'non_so' }, q)).toEqual({ answer: ['non_so'] })
    expect(kinds.many.read({}, q)).toEqual({ answer: ['taciuto'] })
  })

  it('typed loses control and direction-changing characters, keeps accents and line breaks', () => {
    expect(kinds.text.read({ risposta: ' perché\u0000\u202e\r\nno ' }, question('text'))).toEqual({ answer: 'perché\nno' })
  })

  it('typed too long is refused, not cut', () => {
    expect(kinds.text.read({ risposta: 'a'.repeat(51) }, question('text', { max_length: 50 }))).toEqual({ problem: 'too_long' })
  })

  it('is a date only if the calendar has it', () => {
    const read = (giorno: string, mese: string, anno: string) => kinds.date.read({ 'risposta.giorno': giorno, 'risposta.mese': mese, 'risposta.anno': anno }, question('date', { required: true }))
    expect(read('29', '2', '2024')).toEqual({ answer: '2024-02-29' })
    for (const [d, m, y] of [['31', '2', '1990'], ['0', '1', '1990'], ['1', '13', '1990'], ['1', '1', '90'], ['1', '1', '3000'], ['x', '1', '1990']] as [string, string, string][]) expect(read(d, m, y)).toEqual({ problem: 'not_a_date' })
    expect(read('', '', '')).toEqual({ problem: 'write_date' })
  })

  it('gives the age band of a birth date to the rules, on the birthday itself too', () => {
    const q = question('date', { age_fact: 'o_eta' })
    expect(kinds.date.facts('2008-11-22', q, today)).toEqual({ q: ['detto'], o_eta: ['18-29'] })
    expect(kinds.date.facts('2008-11-23', q, today)).toEqual({ q: ['detto'], o_eta: ['<18'] })
    expect(kinds.date.facts('1961-11-22', q, today)).toEqual({ q: ['detto'], o_eta: ['65+'] })
  })

  it('is a phone in the ways people write one', () => {
    const ok = ['080 123 4567', '+39 333-1234567', '(080) 1234567', '333.123.45.67']
    for (const risposta of ok) expect(kinds.phone.read({ risposta }, question('phone'))).toHaveProperty('answer')
    for (const risposta of ['12345', 'casa', '+39 333 123 4567 890 1234', "1' OR 1=1"]) expect(kinds.phone.read({ risposta }, question('phone'))).toEqual({ problem: 'not_a_phone' })
  })

  it('is an e-mail address, with the spaces of a tablet keyboard forgiven', () => {
    expect(kinds.email.read({ risposta: 'anna.verdi@example.org ' }, question('email'))).toEqual({ answer: 'anna.verdi@example.org' })
    for (const risposta of ['anna', 'anna@', 'anna@example', '<a@b.it>']) expect(kinds.email.read({ risposta }, question('email'))).toEqual({ problem: 'not_an_email' })
  })

  it('of an agreement is only a yes', () => {
    expect(kinds.agree.read({ risposta: 'si' }, question('agree', { required: true }))).toEqual({ answer: 'si' })
    expect(kinds.agree.read({}, question('agree', { required: true }))).toEqual({ problem: 'must_agree' })
  })

  it('of any kind, whatever is posted, is a problem or something the question accepts', () => {
    const field = fc.oneof(fc.string(), fc.array(fc.string()), fc.constantFrom('casa', 'ignoto', '1', '2020'))
    const form = fc.dictionary(fc.constantFrom('risposta', 'risposta.nome', 'risposta.cognome', 'risposta.giorno', 'risposta.mese', 'risposta.anno', 'x'), field)
    fc.assert(fc.property(fc.constantFrom(...(Object.keys(kinds) as Kind[])), fc.boolean(), form, (kind, required, posted) => {
      const q = question(kind, { options, required, quiet: required ? [] : ['ignoto', 'taciuto'] })
      const reading = kinds[kind].read(posted, q)
      return 'problem' in reading || kinds[kind].accepts(reading.answer, q)
    }), { numRuns: 2000 })
  })
})
