import { eq } from '../../db/drizzle.ts'
import { staff } from '../../db/schema.ts'
import { appendAudit } from '../events/audit.ts'
import type { App } from '../web/context.ts'
import { tidyEmail } from './accounts.ts'
import type { Browser } from './known.ts'
import { line } from './lines.ts'
import { countStranger, countWrong, forgiveFrom, isLocked } from './lockout.ts'
import { hashPassword, isPassword } from './password.ts'
import { endOthers, openSession, type Session } from './sessions.ts'

/** "wrong": this time no; "closed": ten times no, nobody gets in for a while. Both look the same for an e-mail that nobody has. */
export type Refused = 'wrong' | 'closed'
type Row = typeof staff.$inferSelect

/** Opens a session. Wrong e-mail and wrong password look alike and take as long. @param label of the browser @param browser whom it knows */
export async function signIn(app: App, typed: string, password: string, label: string, browser: Browser): Promise<{ token: string } | Refused> {
  const email = tidyEmail(typed)
  const found = app.db.select().from(staff).where(eq(staff.email, email)).get()
  const member = found?.active ? found : undefined
  const known = await isPassword(password, member?.password)
  const refused = member ? weigh(app, member, known, 'accesso', browser) : strange(app, email)
  return refused ?? { token: openSession(app, member as Row, label) }
}

function strange(app: App, email: string): Refused {
  appendAudit(app.db, { ...line(app, null, 'accesso', undefined, 'refused'), role: 'ignoto' })
  return countStranger(app, email) ? 'closed' : 'wrong'
}

/** Logs and counts a password. A right one forgives the wrong ones only where no code follows: else it would give back ten tries at the code. */
function weigh(app: App, { id, role }: Row, right: boolean, action: string, browser: Browser): Refused | undefined {
  return app.db.transaction((tx): Refused | undefined => {
    // Read again: a hundred tries at once must not all count as the first.
    const now = tx.select().from(staff).where(eq(staff.id, id)).get()
    const closed = !now || isLocked(app, now, browser)
    appendAudit(tx, line(app, { id, role }, action, undefined, right && !closed ? 'ok' : 'refused'))
    if (closed) return 'closed'
    if (!right) return countWrong(app, tx, now, browser) ? 'closed' : 'wrong'
    if (!now.secondFactor) forgiveFrom(app, tx, now, browser)
    return undefined
  }, { behavior: 'immediate' })
}

/** A new password for who knows the old one; every other session ends. */
export async function changePassword(app: App, session: Session, old: string, wanted: string, browser: Browser): Promise<Refused | 'done'> {
  const member = app.db.select().from(staff).where(eq(staff.id, session.member.id)).get()
  const known = await isPassword(old, member?.password)
  const password = await hashPassword(wanted)
  const refused = member ? weigh(app, member, known, 'cambia_password', browser) : 'wrong'
  if (refused) return refused
  app.db.update(staff).set({ password }).where(eq(staff.id, session.member.id)).run()
  endOthers(app, session)
  return 'done'
}
