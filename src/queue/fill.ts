import { and, eq, isNull } from '../../db/drizzle.ts'
import { dossiers } from '../../db/schema.ts'
import { tryOpenDossier, type Dossier } from '../dossiers/dossiers.ts'
import { leaveTraces } from '../dossiers/traces.ts'
import { contactsOf } from '../follow/contacts.ts'
import type { App } from '../web/context.ts'

const atOnce = 200

/** Chore: dossiers filed before there was a blind index get their traces and marks. One without a place has no ambito yet: "" means it was looked at. */
export function fillTraces(app: App): number {
  const bare = app.db.select().from(dossiers).where(and(isNull(dossiers.ambito), isNull(dossiers.erasedAt))).limit(atOnce).all()
  for (const dossier of bare) app.db.transaction((tx) => fill(app, tx, dossier), { behavior: 'immediate' })
  return bare.length
}

/** One that does not open is only marked: it stays in its list by its number. */
function fill(app: App, tx: App['db'], dossier: Dossier): void {
  const opened = tryOpenDossier(app, dossier)
  if (opened) leaveTraces(app, tx, dossier, opened.filed, contactsOf(app.content, opened.filed, opened.story))
  else tx.update(dossiers).set({ ambito: '' }).where(eq(dossiers.id, dossier.id)).run()
}
