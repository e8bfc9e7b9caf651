import { signOut } from '../accounts/sessions.ts'
import { staffCookie } from '../accounts/guards.ts'
import { loadLent } from '../camera/camera.ts'
import { draftToken, leaveDraft } from '../dossiers/draft.ts'
import { withdraw } from '../handoff/handoff.ts'
import { passedHere, whereIs } from '../handoff/passed.ts'
import { dropPerson } from '../web/channel.ts'
import type { App, Ctx } from '../web/context.ts'
import { takeCookie } from '../web/cookies.ts'

/**
 * Somebody leaves a screen that others use: nothing of them stays in this browser, and on the server no draft that nobody
 * asked to keep (domain.md 4.2). A request that a phone has taken goes on there; codes that no phone took open nothing.
 */
export function leave(app: App, c: Ctx): void {
  const draft = draftToken(app, c)
  if (draft && whereIs(app, c, draft) !== 'phone') leaveDraft(app, c)
  for (const offered of [passedHere(app, c, 'offered'), loadLent(app, c, 'waiting')?.token]) if (offered) withdraw(app, offered)
  const session = takeCookie(app, c, staffCookie)
  if (session) signOut(app, session)
  dropPerson(app, c)
}
