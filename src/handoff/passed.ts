import { fingerprint } from '../vault/vault.ts'
import type { App, Ctx } from '../web/context.ts'
import { dropCookie, putCookie, takeCookie } from '../web/cookies.ts'
import { stateOfDraft } from './handoff.ts'

/** Both screens hold the key of the draft: what tells them apart is the token of the hand-off, which one offered and the other took. */
const cookies = { offered: 'approdo_passa', taken: 'approdo_preso' }
type Side = keyof typeof cookies

export const passedHere = (app: App, c: Ctx, side: Side): string | undefined => takeCookie(app, c, cookies[side])?.slice(0, 64)

export const rememberPassed = (app: App, c: Ctx, side: Side, token: string): void => putCookie(app, c, cookies[side], token)

export const forgetPassed = (app: App, c: Ctx, side: Side): void => dropCookie(app, c, cookies[side])

/**
 * Where a draft is that this browser holds too: on the phone that took it, or back on the screen that had passed it on.
 * @param draft its token
 * @returns undefined if it is answered here
 */
export function whereIs(app: App, c: Ctx, draft: string): 'phone' | 'screen' | undefined {
  const stateOn = (side: Side) => {
    const token = passedHere(app, c, side)
    return token && stateOfDraft(app, token, fingerprint(draft))
  }
  if (stateOn('offered') === 'preso') return 'phone'
  return stateOn('taken') === 'tornato' ? 'screen' : undefined
}
