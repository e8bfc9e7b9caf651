import { eq } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { dossiers, traces } from '../../db/schema.ts'
import { copyFiles } from '../attachments/copy.ts'
import type { Content, Desk } from '../content/content.ts'
import { keepKey, type Dossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { nextNumber } from '../dossiers/number.ts'
import { copyStory, record, type Told } from '../events/events.ts'
import { markAgain } from '../joins/doubles.ts'
import { findDesk } from '../territory/routing.ts'
import { fingerprint, newKey, newToken, seal } from '../vault/vault.ts'
import { todayInRome, type App, type StaffMember } from '../web/context.ts'

/** The desks that a dossier may be passed to: those of every other ambito (domain.md 2.5). */
export function otherDesks({ territory }: Content, { desk }: Pick<Dossier, 'desk'>): Desk[] {
  const own = territory.desks.find(({ slug }) => slug === desk)?.ambito
  return territory.desks.filter((one) => one.slug !== desk && (!own || one.ambito !== own))
}

/**
 * Makes the same request anew at another desk, inside the caller's transaction: new number, new key, same code of the person, same days.
 * Its whole story and its files go with it; notes of staff stay where they were written. Nobody there has taken it yet.
 */
export function passOn(app: App, tx: Db, { dossier, key, filed, story }: OpenDossier, desk: string, by: StaffMember): Dossier {
  const at = app.now().toISOString()
  const newly = newKey()
  const { id, ...row } = dossier
  const passed = tx.insert(dossiers).values({
    ...row, ...nextNumber(tx, Number(todayInRome(app.now()).slice(0, 4))), ...untouched, draft: fingerprint(newToken()),
    desk, ambito: findDesk(app.content, desk)?.ambito ?? null, updatedAt: at, waitingSince: row.waitingSince ?? at, transferredFrom: id, sealed: seal(newly, 'dossier', filed),
  }).returning().get()
  keepKey(app, passed.id, newly)
  const files = copyFiles(app, tx, { id, key }, { id: passed.id, key: newly })
  copyStory(tx, newly, story.map((told) => withFiles(told, files)), passed.id)
  for (const trace of tx.select().from(traces).where(eq(traces.dossier, id)).all()) tx.insert(traces).values({ ...trace, dossier: passed.id }).run()
  markAgain(tx, [id, passed.id])
  record(tx, newly, { dossier: passed.id, number: passed.number, at, kind: 'arriva_da_altro_ambito', status: passed.status, operator: by.id, role: by.role, detail: {} })
  return passed
}

const untouched = {
  status: 'protocollata', routingRule: 'trasferita', revision: 0, operator: null, service: null, nextOn: null, nextWhat: null, arrivedAt: null, pausedFrom: null, joinedInto: null, lockedBy: null, lockedUntil: null, closedAt: null,
}

/** An answer names its files by their new ids. */
function withFiles(told: Told, files: Map<number, number>): Told {
  const { answer } = told.detail
  return answer?.files ? { ...told, detail: { ...told.detail, answer: { ...answer, files: answer.files.flatMap((id) => files.get(id) ?? []) } } } : told
}
