import type { App, Ctx } from './context.ts'
import { dropCookie, heldCookies, putCookie, takeCookie } from './cookies.ts'

/** Where a person is: at a screen of their own, or at one that many people use. */
export type Channel = 'home' | 'kiosk'

/** It says what the screen is, and nothing of who stands there. */
const cookie = 'approdo_totem'

export const channelOf = (app: App, c: Ctx): Channel => (takeCookie(app, c, cookie) === 'si' ? 'kiosk' : 'home')

export const openKiosk = (app: App, c: Ctx): void => putCookie(app, c, cookie, 'si')

export const closeKiosk = (app: App, c: Ctx): void => dropCookie(app, c, cookie)

/** The first screen, as it waits for somebody: nothing was chosen or begun. */
export const isUntouched = (app: App, c: Ctx): boolean => c.req.path === '/' && heldCookies(app, c).every((name) => name === cookie)

/** Drops every cookie of ours but that of the screen: whatever a room put there, it is of who leaves. */
export function dropPerson(app: App, c: Ctx): void {
  for (const name of heldCookies(app, c)) if (name !== cookie) dropCookie(app, c, name)
}
