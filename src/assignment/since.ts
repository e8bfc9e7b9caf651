import type { Told } from '../events/events.ts'

/** Events that leave the revision as it was: they are told in the story, but change nothing that was decided on. */
const readings = new Set(['aperta_parte_riservata'])

/** What was done to a dossier after a page of it was opened: each growth of the revision is one event. @param revision of that page @param now of the dossier */
export function doneSince(story: Told[], revision: number, now: number): Told[] {
  const count = now - revision
  return Number.isInteger(count) && count > 0 ? story.filter(({ kind }) => !readings.has(kind)).slice(-count) : []
}
