import type { Context } from 'hono'
import type { Databases } from '../../db/open.ts'
import type { Search } from '../search/search.ts'
import type { Config } from '../config.ts'
import type { Understand } from '../assistant/understand.ts'
import type { Content } from '../content/content.ts'
import type { Language } from '../engine/text.ts'
import type { Templates } from '../templates.ts'
import type { Look } from './look.ts'

/** What the whole application stands on; made once, handed to every feature as first argument. */
export type App = Databases & {
  config: Config
  content: Content
  templates: Templates
  look: Look
  search: Search
  /** What a sentence means. Made at the first sentence: a start should not wait for it. */
  understand: Understand
  /** The clock: tests give their own. */
  now(): Date
  /** How many tries a minute a visitor has at codes and passwords. */
  triesPerMinute: number
  /** How many requests an hour may be begun, and sent, from one address. */
  newPerHour: number
}

export type StaffMember = { id: number; name: string; email: string; role: string; desk: string | null; ambito: string | null; service: string | null }

/** A link of the staff menu. */
export type NavLink = { href: string; label: string; current: boolean }

export type Env = { Variables: { lang: Language; requestId: string; member: StaffMember; nav: NavLink[] } }
export type Ctx = Context<Env>

/** The day in Italy, YYYY-MM-DD: dates of the law are days of Rome, not of the server. */
export const todayInRome = (now: Date): string => romanDay.format(now)

/** Made once: making it costs more than the whole walk of a journey. */
const romanDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' })
