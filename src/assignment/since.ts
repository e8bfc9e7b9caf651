import type { Told } from '../events/events.ts'

/** Told in the story, but changes nothing that was decided on: the revision stays. */
const reading = 'aperta_parte_riservata'

/**
 * What was done to a dossier after a page of it was opened: each growth of the revision is one event, and the priority given with it.
 * @param revision of that page @param now of the dossier
 */
export function doneSince(story: Told[], revision: number, now: number): Told[] {
  const done = story.filter(({ kind }) => kind !== reading)
  let left = now - revision
  if (!(left > 0)) return []
  const first = done.findLastIndex((told, at) => {
    const next = done[at + 1]
    if (told.kind !== 'priorita' || next?.at !== told.at || next.operator !== told.operator) left -= 1
    return left < 0
  })
  return done.slice(first + 1)
}
