import { eq } from '../../db/drizzle.ts'
import { dossiers } from '../../db/schema.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import type { Voice } from '../templates.ts'
import { standing } from '../terms/terms.ts'
import { viewStanding } from '../terms/view.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import type { App } from '../web/context.ts'

/** What the person reads of where the request is now: by when, why the term stands still, until when they may reply, and the number it has elsewhere. */
export function viewNow(app: App, { dossier, story }: OpenDossier, voice: Voice) {
  const { due, stopped } = viewStanding(app.content, dossier, standing(app, dossier), voice)
  const reply = dossier.status === 'preavviso' ? story.findLast(({ kind }) => kind === 'preavvisa')?.detail.until : undefined
  const passed = dossier.status === 'trasferita' ? app.db.select({ number: dossiers.number, desk: dossiers.desk }).from(dossiers).where(eq(dossiers.transferredFrom, dossier.id)).get() : undefined
  const desk = passed && deskOrWelcome(app.content, passed.desk)
  return { due, stopped, reply: reply && voice.day(reply), passed: passed && { number: passed.number, desk: desk ? voice.text(desk.name) : '' } }
}
