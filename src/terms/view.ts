import type { Content } from '../content/content.ts'
import { termOf } from '../content/terms.ts'
import type { Dossier } from '../dossiers/dossiers.ts'
import type { Voice } from '../templates.ts'
import type { Standing } from './terms.ts'

/** Where a dossier stands in time, in words: by when, how long still, why, on what law. */
export function viewStanding(content: Content, { act, contactedAt, closedAt }: Dossier, { due, left, overdue, stopped, contact }: Standing, voice: Voice) {
  const term = termOf(content, act)
  return {
    due: voice.day(due), overdue, late: -left, left: closedAt === null && left >= 0 ? left : undefined, name: voice.text(term.name), source: voice.text(term.source),
    stopped: stopped && { name: voice.text(stopped.name), source: voice.text(stopped.source), since: voice.day(stopped.since), until: stopped.until && voice.day(stopped.until) },
    contact: contact && { due: voice.day(contact.due), overdue: contact.overdue, done: contactedAt ? voice.t(contact.met ? 'terms.contact_met' : 'terms.contact_after', { day: voice.day(contactedAt) }) : undefined },
  }
}
