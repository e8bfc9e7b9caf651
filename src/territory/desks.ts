import type { Content, Desk } from '../content/content.ts'
import type { Voice } from '../templates.ts'
import { nationalHolidays } from './holidays.ts'
import { openState, type NextOpening } from './hours.ts'

export type DeskView = {
  slug: string; href: string; name: string; address: string; comune: string; phone: string; tel: string; email: string
  hours: { day: string; times: string[] }[]; open: boolean; state: string; opens?: { day: string; time: string }; accessible: string; services: string[]; example: boolean; verified: string
}

/** A desk as people need it: where, when, and whether it is open now. */
export function viewDesk(content: Content, desk: Desk, voice: Voice, now: Date): DeskView {
  const { open, until, next } = openState(desk.hours, now, closedDays(content, desk, now))
  const day = next && dayName(voice, next.day)
  return {
    slug: desk.slug,
    href: `/sportelli/${desk.slug}`,
    name: voice.text(desk.name),
    address: desk.address,
    comune: desk.comune,
    phone: desk.phone,
    tel: `tel:${desk.phone.replace(/[^\d+]/g, '')}`,
    email: desk.email,
    hours: [1, 2, 3, 4, 5, 6, 7].flatMap((n) => timesOf(desk, n, voice)),
    open,
    state: open ? voice.t('desks.open_until', { time: until }) : next ? voice.t('desks.closed_until', { day, time: next.from }) : voice.t('desks.closed'),
    ...(next && day ? { opens: { day, time: next.from } } : {}),
    accessible: voice.t(`desks.accessible.${desk.accessible}`),
    services: (desk.services ?? []).map((text) => voice.text(text)),
    example: desk.example,
    verified: voice.day(desk.verified_on),
  }
}

/** The first time that the desk opens from now on; undefined where none is in sight. */
export function nextOpening(content: Content, desk: Desk, now: Date): NextOpening | undefined {
  // While it is open, the next one is after it has closed: within a day it has.
  for (let hour = 0; hour < 24; hour++) {
    const { open, next } = openState(desk.hours, new Date(now.getTime() + hour * 3_600_000), closedDays(content, desk, now))
    if (!open) return next
  }
  return undefined
}

/** National holidays of this year and the next, and the patron's day of the desk's comune. */
export function closedDays(content: Content, desk: Desk, now: Date): Set<string> {
  const years = [now.getUTCFullYear(), now.getUTCFullYear() + 1]
  const patron = content.territory.comuni.find(({ name }) => name === desk.comune)?.patron
  return new Set(years.flatMap((year) => [...nationalHolidays(year), ...(patron ? [`${year}-${patron}`] : [])]))
}

function timesOf(desk: Desk, day: number, voice: Voice) {
  const times = desk.hours.filter((opening) => opening.day === day).map(({ from, to }) => `${from}–${to}`)
  return times.length ? [{ day: dayName(voice, day), times }] : []
}

/** 1 is Monday; 1 January 2024 was one. */
const dayName = ({ lang }: Voice, day: number) => weekdays(lang).format(Date.UTC(2024, 0, day))

const formats = new Map<string, Intl.DateTimeFormat>()

/** Made once for each language: making a format costs more than a whole page. */
function weekdays(lang: string): Intl.DateTimeFormat {
  const format = formats.get(lang) ?? new Intl.DateTimeFormat(`${lang}-u-nu-latn`, { weekday: 'long', timeZone: 'UTC' })
  formats.set(lang, format)
  return format
}
