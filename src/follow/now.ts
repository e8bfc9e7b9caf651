import { and, eq } from '../../db/drizzle.ts'
import { dossiers, staff } from '../../db/schema.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import { hasProject, mayManage } from '../dossiers/manager.ts'
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

/**
 * Who follows the project, for the person: name and role of this one alone (L. 241/1990, art. 5 c. 3 and art. 8: who answers for it is told
 * to the person), nobody else of staff. `name` is empty where nobody does just now; undefined where there is no project.
 */
export function viewManager(app: App, { dossier }: OpenDossier, { t }: Voice) {
  if (!hasProject(app.content, dossier)) return undefined
  const who = app.db.select({ name: staff.name, role: staff.role }).from(staff).where(and(eq(staff.id, dossier.operator ?? 0), eq(staff.active, true))).get()
  return who && mayManage(app.content, who.role) ? { name: who.name, role: t(`follow.manager.roles.${who.role}`) } : { name: '', role: '' }
}
