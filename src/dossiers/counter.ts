import { memberOf } from '../accounts/sessions.ts'
import { staffCookie } from '../accounts/guards.ts'
import { may } from '../accounts/roles.ts'
import { derive, fingerprint, seal, tryOpen } from '../vault/vault.ts'
import type { App, Ctx, StaffMember } from '../web/context.ts'
import { dropCookie, putCookie, takeCookie } from '../web/cookies.ts'
import { draftToken, leaveDraft } from './draft.ts'

/**
 * The mark that an operator fills in a draft with the person in front of them. A sealed cookie: it holds for that draft and that
 * operator only, and only while they are signed in.
 */
const cookie = 'approdo_allo_sportello'
const purpose = 'counter'
type Mark = { operator: number; draft: string }

export function markCounter(app: App, c: Ctx, { id }: StaffMember, token: string): void {
  putCookie(app, c, cookie, seal(keyOf(app), purpose, { operator: id, draft: fingerprint(token) } satisfies Mark).toString('base64url'))
}

/** Who fills in the draft of this browser with the person; 'ended' where the mark is there and the operator is not signed in any more. Being seen here keeps a session alive. */
export function counterOf(app: App, c: Ctx): StaffMember | 'ended' | undefined {
  const mark = tryOpen<Mark>(keyOf(app), purpose, takeCookie(app, c, cookie))
  const draft = mark && draftToken(app, c)
  if (!draft || mark.draft !== fingerprint(draft)) return undefined
  const session = takeCookie(app, c, staffCookie)
  const member = session ? memberOf(app, session) : undefined
  return member?.id === mark.operator && may(member.role, 'dossiers') ? member : 'ended'
}

/** Sent, or given up: what comes next in this browser is somebody else's. */
export const forgetCounter = (app: App, c: Ctx): void => dropCookie(app, c, cookie)

/** The operator signs out: the draft leaves this browser too, for who comes next at this computer. It stays if it was kept with a code. */
export function leaveCounter(app: App, c: Ctx): void {
  if (counterOf(app, c)) leaveDraft(app, c)
  forgetCounter(app, c)
}

const keyOf = (app: App) => derive(app.config.masterKey, purpose)
