import { eq } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { attachments } from '../../db/schema.ts'
import { open, seal, type Key } from '../vault/vault.ts'
import type { App } from '../web/context.ts'
import { purpose } from './attachments.ts'
import { readSealed, writeSealed } from './files.ts'

type Holder = { id: number; key: Key }

/**
 * Files of a dossier go to another one, sealed anew with its key: who had them has them no more, for each is needed in one place only
 * (GDPR art. 5.1 c). The old bytes stay until the chore finds that no row speaks of them, so that a failure loses nothing.
 * @returns which file took the place of which, by id
 */
export function moveFiles(app: App, tx: Db, from: Holder, to: Holder): Map<number, number> {
  const rows = tx.select().from(attachments).where(eq(attachments.dossier, from.id)).all()
  const moved = new Map(rows.map(({ id, file, sealed, ...row }) => {
    const copy = { ...row, dossier: to.id, file: writeSealed(app, to.key, readSealed(app, from.key, file)), sealed: seal(to.key, purpose, open(from.key, purpose, sealed)) }
    return [id, tx.insert(attachments).values(copy).returning({ id: attachments.id }).get().id] as const
  }))
  tx.delete(attachments).where(eq(attachments.dossier, from.id)).run()
  return moved
}
