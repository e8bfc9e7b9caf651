import type { Voice } from '../templates.ts'

/** Rooms that name events and actions of their own, in locales/it/ROOM.json; what is not there is in staff.json. */
const rooms = ['agenda', 'assignment', 'bulk', 'counter', 'exports', 'indicators', 'joins', 'notes', 'paper', 'reading', 'referrals', 'triage']

/** What happened, in words for staff. */
export const eventName = (voice: Voice, kind: string): string => named(voice, 'events', kind)
/** What was done or tried, in words for the log. */
export const actionName = (voice: Voice, action: string): string => named(voice, 'actions', action)

function named({ t }: Voice, list: 'events' | 'actions', code: string): string {
  const own = rooms.map((room) => `${room}.${list}.${code}`).find((key) => t(key) !== key)
  return t(own ?? `staff.${list}.${code}`)
}
