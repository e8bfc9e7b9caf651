import { and, desc, eq, inArray } from '../../db/drizzle.ts'
import { audit, staff } from '../../db/schema.ts'
import type { Dossier } from '../dossiers/dossiers.ts'
import { about, speaksOf } from '../events/listed.ts'
import type { Voice } from '../templates.ts'
import { findDesk } from '../territory/routing.ts'
import type { App } from '../web/context.ts'

/** `out`: it was not only read, a copy was made: a file, a row of a list, a print. */
export type Opening = { day: string; office: string; times: number; out: boolean }

const most = 500
const copies = ['esporta_csv', 'esporta_xlsx', 'esporta_json', 'esporta_pdf', 'stampa']

/** Who opened a request, and who took a copy of it: office and day, newest first, never a person's name. What the person opens is not counted. */
export function openingsOf(app: App, { number }: Dossier, voice: Voice): Opening[] {
  const lines = app.db.select({ at: audit.at, desk: staff.desk, action: audit.action, subject: audit.subject }).from(audit).innerJoin(staff, eq(staff.id, audit.operator))
    .where(and(inArray(audit.action, ['lettura', ...copies]), eq(audit.outcome, 'ok'), about(number))).orderBy(desc(audit.id)).all()
  const named = lines.filter(({ subject }) => speaksOf(subject, number)).slice(0, most).map(({ at, desk, action }) => ({ day: voice.day(at), office: officeOf(app, desk, voice), out: copies.includes(action) }))
  return [...Map.groupBy(named, ({ day, office, out }) => `${day} ${office} ${out}`).values()].flatMap((same) => (same[0] ? [{ ...same[0], times: same.length }] : []))
}

const officeOf = (app: App, desk: string | null, voice: Voice) => {
  const found = findDesk(app.content, desk ?? undefined)
  return found ? voice.text(found.name) : app.content.territory.authority.office
}
