import { isRealDate } from './dates.ts'

/**
 * What a code says of a person. It is only read: nothing is refused here.
 * `birth`: one ISO date, or two (the later first) where two digits do not say the century; `place`: cadastral code.
 */
export type FiscalCode = {
  code: string
  /** persona: 16 signs; provvisorio: 11 digits (D.P.R. 605/1973); stp and eni: codes of the health service for who has none; altro: none of these. */
  kind: 'persona' | 'provvisorio' | 'stp' | 'eni' | 'altro'
  /** forma: not the form of a code; controllo: the last sign does not follow from the others; data: a day that no calendar has. */
  problem?: 'forma' | 'controllo' | 'data'
  birth?: string | [string, string]
  sex?: 'M' | 'F'
  place?: string
  /** Some digits were turned into letters, because two persons would have had the same code. */
  omocodia: boolean
}

/** D.M. 12 March 1974: letters that stand for the months, digits replaced in case of omocodia, values of the signs in odd places. */
const months = 'ABCDEHLMPRST'
const stand = 'LMNPQRSTUV'
const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
const digitPlaces = [6, 7, 9, 10, 12, 13, 14]

const persona = /^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$/

/** Reads a codice fiscale, a provisional one, or an STP or ENI code, however it was typed. @param today ISO date, for the century */
export function readFiscalCode(typed: string, today: string): FiscalCode {
  const code = typed.toUpperCase().replace(/[^A-Z0-9]/g, '')
  if (persona.test(code)) return readPersona(code, today)
  if (/^\d{11}$/.test(code)) return { code, kind: 'provvisorio', omocodia: false, ...(hasCheckDigit(code) ? {} : { problem: 'controllo' }) }
  const foreign = /^(STP|ENI)[A-Z0-9]{13}$/.exec(code)?.[1]
  if (foreign) return { code, kind: foreign === 'STP' ? 'stp' : 'eni', omocodia: false }
  return { code, kind: 'altro', problem: 'forma', omocodia: false }
}

function readPersona(code: string, today: string): FiscalCode {
  const plain = withDigits(code)
  const read = { code, kind: 'persona', omocodia: plain !== code } as const
  if (checkLetter(code) !== code[15]) return { ...read, problem: 'controllo' }
  const day = Number(plain.slice(9, 11))
  const birth = birthOf(Number(plain.slice(6, 8)), months.indexOf(plain[8] ?? '') + 1, day > 40 ? day - 40 : day, today)
  if (!birth) return { ...read, problem: 'data' }
  return { ...read, birth, sex: day > 40 ? 'F' : 'M', place: plain.slice(11, 15) }
}

/** The code with its digits put back where omocodia made them letters. */
const withDigits = (code: string) =>
  digitPlaces.reduce((plain, at) => {
    const digit = stand.indexOf(plain[at] ?? '')
    return digit < 0 ? plain : `${plain.slice(0, at)}${digit}${plain.slice(at + 1)}`
  }, code)

/** The last letter, from the fifteen signs before it. */
export function checkLetter(code: string): string {
  const sum = Array.from(code.slice(0, 15)).reduce((total, sign, at) => total + (at % 2 === 0 ? (odd[valueOf(sign)] ?? 0) : valueOf(sign)), 0)
  return String.fromCharCode(65 + (sum % 26))
}

/** A digit counts as itself, a letter as its place in the alphabet. */
const valueOf = (sign: string) => (/\d/.test(sign) ? Number(sign) : sign.charCodeAt(0) - 65)

/** The last digit of a provisional code, as of a VAT number (Luhn). */
function hasCheckDigit(code: string): boolean {
  const sum = [...code].reduce((total, digit, at) => total + (at % 2 === 0 ? Number(digit) : doubled(Number(digit))), 0)
  return sum % 10 === 0
}
const doubled = (digit: number) => (digit > 4 ? digit * 2 - 9 : digit * 2)

/** Who would not be born yet in this century was born in the last one; else it may be either. */
function birthOf(year: number, month: number, day: number, today: string): FiscalCode['birth'] {
  const dateIn = (century: number) => `${century + year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const dates = [dateIn(2000), dateIn(1900)].filter((date) => isRealDate(date) && date <= today)
  return dates[1] ? [dates[0] ?? '', dates[1]] : dates[0]
}
