import { and, eq } from '../../db/drizzle.ts'
import { dossiers, staff } from '../../db/schema.ts'
import { findById, type Dossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { hasProject } from '../dossiers/manager.ts'
import { standing } from '../terms/terms.ts'
import { viewStanding } from '../terms/view.ts'
import { todayInRome, type App, type Ctx } from '../web/context.ts'
import { voiceOf } from '../web/language.ts'
import { nextName } from './action.ts'

/** Who follows the project by name; empty where nobody does any more. */
const managerOf = (app: App, { operator }: Dossier) => app.db.select({ name: staff.name, role: staff.role }).from(staff).where(and(eq(staff.id, operator ?? 0), eq(staff.active, true))).get() ?? { name: '', role: '' }

/** How soon and by when, for the head of the sheet; and the dossiers that this one came from or went to. What is overdue is shown, and nothing else. */
export function standingData(app: App, c: Ctx, { dossier }: OpenDossier) {
  const voice = voiceOf(app, c)
  const priority = app.content.priorities.find(({ code }) => code === dossier.priority)
  const from = dossier.transferredFrom === null ? undefined : findById(app.db, dossier.transferredFrom)?.number
  const to = app.db.select({ number: dossiers.number }).from(dossiers).where(eq(dossiers.transferredFrom, dossier.id)).get()?.number
  return {
    standing: viewStanding(app.content, dossier, standing(app, dossier), voice),
    plan: {
      manager: hasProject(app.content, dossier) ? managerOf(app, dossier) : undefined,
      priority: priority && { code: priority.code, name: voice.text(priority.name) },
      next: dossier.nextOn ? { day: voice.day(dossier.nextOn), what: nextName(app.content, dossier.nextWhat, voice), late: dossier.nextOn < todayInRome(app.now()) } : undefined,
      from, to,
    },
  }
}
