import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kinds } from '../../src/engine/kinds.ts'
import { readFiscalCode } from '../../src/engine/fiscal-code.ts'
import type { Question } from '../../src/engine/question.ts'

/** Two implementations that know nothing of each other, nor of ours. */
type First = { check(code: string): boolean; getCheckCode(code: string): string; getOmocodie(code: string): string[]; computeInverse(code: string): { gender: string; day: number; month: number; year: number } }
type Second = { cfDeomocode(code: string): string; cfToGender(code: string): string; cfToBirthDay(code: string): number; cfToBirthMonth(code: string): number; cfToBirthYear(code: string): number; cfOmocode(code: string, id: number): string }
const load = createRequire(import.meta.url)
const { CodiceFiscale: first } = load('codice-fiscale-js') as { CodiceFiscale: First }
const { Parser } = load('@marketto/codice-fiscale-utils') as { Parser: new (archive: unknown) => Second }
const second = new Parser((load('@marketto/belfiore-connector-embedded') as { default: unknown }).default)

const today = '2026-11-23'
const months = 'ABCDEHLMPRST'
const places = ['A893', 'A662', 'H501', 'F205', 'F839', 'Z330', 'Z129', 'Z100', 'L219', 'M208']

/** The same numbers in every run. */
const chance = ((state: number) => (below: number) => {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
  return Math.floor((state / 2_147_483_648) * below)
})(7)
const pick = <T>(items: ArrayLike<T>): T => items[chance(items.length)] as T

/** The code of somebody who does not exist: three signs for each name drawn by chance; `copies` digits turned into letters. */
function invented(copies = 0) {
  const letters = () => Array.from({ length: 3 }, () => pick('BCDFGLMNPRSTVZ')).join('')
  const [year, month, day, female] = [chance(100), chance(12), 1 + chance(28), chance(2) === 1]
  const base = `${letters()}${letters()}${String(year).padStart(2, '0')}${months[month]}${String(day + (female ? 40 : 0)).padStart(2, '0')}${pick(places)}`
  const plain = base + first.getCheckCode(base)
  const masks = Array.from({ length: 128 }, (_, id) => id).filter((id) => id.toString(2).replaceAll('0', '').length === copies)
  return { code: second.cfOmocode(plain, pick(masks)), place: base.slice(11), year, month: month + 1, day, sex: female ? 'F' : 'M', copies }
}

describe('a codice fiscale', () => {
  test('one thousand invented ones, with none to seven digits turned into letters, say what two other implementations read in them', () => {
    for (let i = 0; i < 1000; i++) {
      const { code, place, year, month, day, sex, copies } = invented(i % 8)
      const read = readFiscalCode(code, today)
      expect(read, code).toMatchObject({ kind: 'persona', sex, place, omocodia: copies > 0 })
      expect(read.problem, code).toBeUndefined()
      expect(first.check(code), code).toBe(true)
      const born = [read.birth ?? ''].flat()[0] ?? ''
      expect([Number(born.slice(2, 4)), Number(born.slice(5, 7)), Number(born.slice(8))], code).toEqual([year, month, day])
      const inverse = first.computeInverse(code)
      expect([inverse.year % 100, inverse.month, inverse.day, inverse.gender], code).toEqual([year, month, day, sex])
      // The second counts months from 0.
      expect([second.cfToBirthYear(code) % 100, second.cfToBirthMonth(code) + 1, second.cfToBirthDay(code), second.cfToGender(code)], code).toEqual([year, month, day, sex])
    }
  })

  test('with a wrong last letter is found by ours and by the first; with any other sign changed, nearly always', () => {
    let missed = 0
    for (let i = 0; i < 1000; i++) {
      const { code } = invented(i % 3)
      const last = String.fromCharCode(65 + ((code.charCodeAt(15) - 65 + 1 + chance(25)) % 26))
      const wrong = code.slice(0, 15) + last
      expect(readFiscalCode(wrong, today).problem, wrong).toBe('controllo')
      expect(first.check(wrong), wrong).toBe(false)
      const changed = `${pick('BCDFGLMNPRSTVZ')}${code.slice(1)}`
      if (changed !== code && readFiscalCode(changed, today).problem === undefined) missed += 1
    }
    expect(missed).toBe(0)
  })

  test.each([['02', '31', 'B'], ['90', '00', 'A'], ['90', '71', 'B'], ['91', '69', 'B'], ['90', '31', 'D'], ['90', '32', 'A']])('of a day that no calendar has (year %s, day %s, month %s) says so', (year, day, month) => {
    const base = `QRCVRD${year}${month}${day}A893`
    // The first implementation takes 31 February and day 00 for good: that is its known defect.
    expect(readFiscalCode(base + first.getCheckCode(base), today).problem).toBe('data')
  })

  test('of a leap day is good only in a leap year', () => {
    const read = (year: string) => readFiscalCode(`QRCVRD${year}B29A893${first.getCheckCode(`QRCVRD${year}B29A893`)}`, today)
    expect(read('60').birth).toBe('1960-02-29')
    expect(read('61').problem).toBe('data')
  })

  test('leaves the century open where two digits do not say it, and never puts a birth after today', () => {
    const birth = (year: string) => readFiscalCode(`QRCVRD${year}E03A893${first.getCheckCode(`QRCVRD${year}E03A893`)}`, today).birth
    expect(birth('80')).toBe('1980-05-03')
    expect(birth('20')).toEqual(['2020-05-03', '1920-05-03'])
    expect(birth('27')).toBe('1927-05-03')
  })

  test('may be provisional, STP or ENI, and may be typed as on paper', () => {
    expect(readFiscalCode('80001610722', today)).toMatchObject({ kind: 'provvisorio' })
    expect(readFiscalCode('12345678901', today)).toMatchObject({ kind: 'provvisorio', problem: 'controllo' })
    expect(readFiscalCode('STP1234567890123', today)).toMatchObject({ kind: 'stp' })
    expect(readFiscalCode('eni 160 2010 123456', today)).toMatchObject({ kind: 'eni' })
    const { code } = invented()
    expect(readFiscalCode(code.toLowerCase().replace(/(.{3})/g, '$1 '), today)).toMatchObject({ code, kind: 'persona' })
  })

  test('however it is written, it is read and never refused', () => {
    const question: Question = { id: 'q', kind: 'fiscal_code', label: { it: 'Q' }, quiet: ['ignoto'], required: false, category: 'com', max_length: 20 }
    fc.assert(fc.property(fc.oneof(fc.string({ maxLength: 20 }), fc.stringMatching(/^[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]$/)), (typed) => {
      const reading = kinds.fiscal_code.read({ risposta: typed }, question, today)
      return typeof readFiscalCode(typed, today).kind === 'string' && 'answer' in reading && kinds.fiscal_code.accepts(reading.answer, question)
    }), { numRuns: 1000 })
  })
})
