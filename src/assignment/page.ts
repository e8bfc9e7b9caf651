import { inAddress } from '../dossiers/number.ts'
import type { OpenDossier, Dossier } from '../dossiers/dossiers.ts'
import { viewDone } from '../events/since.ts'
import type { App, Ctx, StaffMember } from '../web/context.ts'
import { voiceOf } from '../web/language.ts'
import { colleaguesFor, operatorNameOf, takesAway, waysFor, type Wish } from './assignment.ts'
import { comesToWork, holdLock, whoWrites } from './lock.ts'

/**
 * Who follows a dossier and who is writing in it, for its page. Opening the page to work takes the lock.
 * @param since the revision of an older page on which the member decided: shows what was done in between
 */
export function assignmentData(app: App, c: Ctx, opened: OpenDossier, since?: number) {
  const member = c.get('member')
  const { dossier } = opened
  const writes = whoWrites(app, member, dossier)
  // Who has just done something is on the way out.
  if (!writes && c.req.query('fatto') === undefined && comesToWork(app.content, member, dossier)) holdLock(app, member, dossier)
  return { assignment: { ...formsFor(app, member, dossier), lock: lockData(app, c, dossier), done: viewDone(app, opened.story, since ?? dossier.revision, dossier.revision, voiceOf(app, c)) } }
}

/** The fragment that says who writes; `action` is where it is held while one types. */
export function lockData(app: App, c: Ctx, dossier: Dossier) {
  const writes = whoWrites(app, c.get('member'), dossier)
  const { time } = voiceOf(app, c)
  return { action: `${addressOf(dossier)}/scrive`, ...(writes ? { name: writes.name, since: time(writes.since) } : {}) }
}

/** The forms to take, give, leave or take over, as what the member may do now; with what was typed, where one came back. */
export const formsFor = (app: App, member: StaffMember, dossier: Dossier, typed?: Wish, problem?: string) => ({
  ways: waysFor(app.content, member, dossier), action: `${addressOf(dossier)}/affidamento`, revision: dossier.revision, takesAway: takesAway(dossier, member),
  follows: operatorNameOf(app, dossier.operator), colleagues: colleaguesFor(app, dossier).map(({ id, name, role }) => ({ id, name, role, me: id === member.id })), typed, problem,
})

const addressOf = ({ number }: Dossier) => `/operatori/richieste/${inAddress(number)}`
