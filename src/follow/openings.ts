import { and, desc, eq } from '../../db/drizzle.ts'
import { audit, staff } from '../../db/schema.ts'
import type { Dossier } from '../dossiers/dossiers.ts'
import type { Voice } from '../templates.ts'
import { findDesk } from '../territory/routing.ts'
import type { App } from '../web/context.ts'

export type Opening = { day: string; office: string; times: number }

const most = 500

/** Who opened a request: office and day, newest first, never a person's name. What the person opens is not counted. */
export function openingsOf(app: App, { number }: Dossier, voice: Voice): Opening[] {
  const readings = app.db.select({ at: audit.at, desk: staff.desk }).from(audit).innerJoin(staff, eq(staff.id, audit.operator))
    .where(and(eq(audit.subject, number), eq(audit.action, 'lettura'), eq(audit.outcome, 'ok'))).orderBy(desc(audit.id)).limit(most).all()
  const named = readings.map(({ at, desk }) => ({ day: voice.day(at), office: officeOf(app, desk, voice) }))
  return [...Map.groupBy(named, ({ day, office }) => `${day} ${office}`).values()].flatMap((same) => (same[0] ? [{ ...same[0], times: same.length }] : []))
}

const officeOf = (app: App, desk: string | null, voice: Voice) => {
  const found = findDesk(app.content, desk ?? undefined)
  return found ? voice.text(found.name) : app.content.territory.authority.office
}
