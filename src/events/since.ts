import { eq } from '../../db/drizzle.ts'
import { staff } from '../../db/schema.ts'
import type { Voice } from '../templates.ts'
import type { App } from '../web/context.ts'
import type { Told } from './events.ts'
import { eventName } from './names.ts'

/** Told in the story, but changes nothing that was decided on: the revision stays. */
const reading = 'aperta_parte_riservata'

/**
 * What was done to a dossier after a page of it was opened: each growth of the revision is one event, and the priority given with it.
 * @param revision of that page @param now of the dossier
 */
function doneSince(story: Told[], revision: number, now: number): Told[] {
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

/**
 * The same, for the page that refuses what was decided on the older one: what was done meanwhile, by whom, oldest first (views/assignment/_done).
 * Without it who came second learns only that something changed, and has to look for it in the story.
 */
export const viewDone = (app: App, story: Told[], revision: number, now: number, voice: Voice) =>
  doneSince(story, revision, now).map(({ at, kind, operator, detail }) => ({
    at: `${voice.day(at)}, ${voice.time(at)}`, what: eventName(voice, kind), who: nameOf(app, operator), message: detail.message, reason: detail.reason, to: detail.operatorName,
  }))

const nameOf = (app: App, id: number | null): string | undefined =>
  id === null ? undefined : app.db.select({ name: staff.name }).from(staff).where(eq(staff.id, id)).get()?.name
