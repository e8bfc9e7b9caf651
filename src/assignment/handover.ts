import { and, asc, eq, isNull } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { dossiers } from '../../db/schema.ts'
import { setActive, type Person } from '../accounts/accounts.ts'
import { keyOf, type Dossier } from '../dossiers/dossiers.ts'
import { hasProject } from '../dossiers/manager.ts'
import { record } from '../events/events.ts'
import type { App, StaffMember } from '../web/context.ts'
import { colleaguesFor, give } from './assignment.ts'

export type Colleague = { id: number; name: string; role: string }
/** Open requests of one desk in the name of somebody who leaves. Projects apart: each is followed by a name, and goes back to no queue while a colleague may have it (domain.md 2.5). */
export type Group = { key: string; desk: string; project: boolean; count: number; colleagues: Colleague[]; queue: boolean }
/** Back to the queue of the desk. */
export const queue = 'coda'

/** The open requests that somebody follows. */
export const followedBy = (db: Db, id: number): Dossier[] =>
  db.select().from(dossiers).where(and(eq(dossiers.operator, id), isNull(dossiers.closedAt), isNull(dossiers.erasedAt))).orderBy(asc(dossiers.id)).all()

const keyFor = (app: App, dossier: Dossier) => `${hasProject(app.content, dossier) ? 'progetti' : 'richieste'}.${dossier.desk}`

/** What somebody follows, to be given to others: how many, and to whom they may go. No number and no name of a person: the administrator sees no request. */
export function groupsOf(app: App, id: number): Group[] {
  return [...Map.groupBy(followedBy(app.db, id), (dossier) => keyFor(app, dossier))].flatMap(([key, all]) => {
    const [first] = all
    if (!first) return []
    const project = hasProject(app.content, first)
    const colleagues = colleaguesFor(app, first).map(({ id: one, name, role }) => ({ id: one, name, role }))
    return [{ key, desk: first.desk, project, count: all.length, colleagues, queue: !project || colleagues.length === 0 }]
  })
}

/**
 * Switches somebody off and gives what they follow to others, in one transaction: each request with its own event.
 * @param chosen for each group the id of a colleague, or the queue
 * @returns the keys of the groups for which nobody was chosen, or somebody who may not have it; nothing is written then
 */
export function switchOff(app: App, person: Person, by: StaffMember, chosen: Record<string, string>): string[] {
  return app.db.transaction((tx): string[] => {
    const groups = groupsOf({ ...app, db: tx }, person.id)
    const open = groups.filter(({ key, colleagues, queue: back }) => !((chosen[key] === queue && back) || colleagues.some(({ id }) => String(id) === chosen[key])))
    if (open.length) return open.map(({ key }) => key)
    for (const dossier of followedBy(tx, person.id)) {
      const group = groups.find(({ key }) => key === keyFor(app, dossier))
      handOn(app, tx, dossier, group?.colleagues.find(({ id }) => String(id) === chosen[group.key]), { person, by })
    }
    setActive({ ...app, db: tx }, person.id, false, by)
    return []
  }, { behavior: 'immediate' })
}

function handOn(app: App, tx: Db, dossier: Dossier, to: Colleague | undefined, { person, by }: { person: Person; by: StaffMember }): void {
  give(app, tx, dossier, to?.id ?? null, null)
  const reason = app.templates.voice('it').t('assignment.off.reason', { name: person.name })
  record(tx, keyOf(app, dossier.id), { dossier: dossier.id, number: dossier.number, at: app.now().toISOString(), kind: to ? 'passa' : 'lascia', status: dossier.status, operator: by.id, role: by.role, detail: { reason, ...(to ? { operatorName: to.name } : {}) } })
}
