import { eq } from '../../db/drizzle.ts'
import { dossiers } from '../../db/schema.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import type { Voice } from '../templates.ts'
import { standing } from '../terms/terms.ts'
import { viewStanding } from '../terms/view.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import type { App } from '../web/context.ts'

/** What the person reads of where the request is now: by when, why the term stands still, and the number it has elsewhere. */
export function viewNow(app: App, { dossier }: OpenDossier, voice: Voice) {
  const { due, stopped } = viewStanding(app.content, dossier, standing(app, dossier), voice)
  const passed = dossier.status === 'trasferita' ? app.db.select({ number: dossiers.number, desk: dossiers.desk }).from(dossiers).where(eq(dossiers.transferredFrom, dossier.id)).get() : undefined
  const desk = passed && deskOrWelcome(app.content, passed.desk)
  return { due, stopped, passed: passed && { number: passed.number, desk: desk ? voice.text(desk.name) : '' } }
}
