import { eq, sql } from '../../db/drizzle.ts'
import { dossiers } from '../../db/schema.ts'
import { findById, type OpenDossier } from '../dossiers/dossiers.ts'
import { afterPerson } from '../dossiers/turn.ts'
import { record, timeline, type Told } from '../events/events.ts'
import { replyGiven } from '../terms/terms.ts'
import { todayInRome, type App } from '../web/context.ts'

/** What the person thinks of a preavviso, before it is decided (L. 241/1990, art. 10-bis). */
const kind = 'osservazioni'
const asked = 'preavviso'
/** The longest observation, in characters, and how many there may be to one preavviso: beyond it the desk is called. */
export const longestObservation = 4000
export const mostObservations = 5

export type Outcome = 'done' | 'same' | 'full' | 'closed'

/** The preavviso that is open now, if any: until which day the person is heard, and what they have said so far. */
export function openNotice({ dossier, story }: Pick<OpenDossier, 'dossier' | 'story'>): { until: string; said: Told[] } | undefined {
  const notice = dossier.status === asked ? story.findLast((told) => told.kind === 'preavvisa') : undefined
  return notice && { until: notice.detail.until ?? '', said: story.filter((told) => told.kind === kind && told.id > notice.id) }
}

/**
 * Keeps an observation, in one transaction that ends with its event: to the top, and the term goes on as the law says. One that comes
 * after the ten days is still read, until somebody decides, but moves no term. The same words twice, or two pages at once, are one.
 */
export function observe(app: App, { dossier: { id }, key }: OpenDossier, words: string): Outcome {
  return app.db.transaction((tx): Outcome => {
    const dossier = findById(tx, id)
    const notice = dossier && !dossier.erasedAt ? openNotice({ dossier, story: timeline(tx, key, id) }) : undefined
    if (!dossier || !notice) return 'closed'
    if (notice.said.some(({ detail }) => detail.words === words)) return 'same'
    if (notice.said.length >= mostObservations) return 'full'
    const at = app.now().toISOString()
    const today = todayInRome(app.now())
    tx.update(dossiers).set({ ...afterPerson(dossier, at), updatedAt: at, revision: sql`${dossiers.revision} + 1` }).where(eq(dossiers.id, id)).run()
    if (today <= notice.until) replyGiven(app, tx, dossier, today)
    record(tx, key, { dossier: id, number: dossier.number, at, kind, status: dossier.status, operator: null, role: 'cittadino', detail: { words } })
    return 'done'
  }, { behavior: 'immediate' })
}
