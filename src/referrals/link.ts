import { randomBytes } from 'node:crypto'
import { newToken, same, spokenCode, tidyCode } from '../vault/vault.ts'

/**
 * The way in of a service without an account: an address that only its letter has, and a PIN that only its letter has. The table keeps the
 * fingerprint of the address; both are sealed with the dossier's key, so that the letter can be printed again.
 */
export type Link = { token: string; pin: string; wrong: number }

export const linkDays = 30
/** Of the four signs asked there are some 800,000: after so many wrong ones, from whatever device, the link is dead. */
export const mostWrong = 10
const signs = 4

export const newLink = (): Link => ({ token: newToken(), pin: spokenCode(randomBytes(24)).slice(0, 9), wrong: 0 })

/** Are these the last four signs of the PIN, or the whole of it? In constant time. */
export function opens({ pin }: Link, typed: string): boolean {
  const given = tidyCode(typed)
  const whole = tidyCode(pin)
  const [last, all] = [same(given, whole.slice(-signs)), same(given, whole)]
  return last || all
}

export const isDead = ({ wrong }: Link): boolean => wrong >= mostWrong
