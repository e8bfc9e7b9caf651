import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { App, Ctx } from './context.ts'

/** Never readable by scripts, never sent from other sites. Gone with the browser, unless it is to stay so many days: that is for staff alone. */
export function putCookie(app: App, c: Ctx, name: string, value: string, days?: number): void {
  setCookie(c, cookieName(app, name), value, { path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure(app), ...(days ? { maxAge: days * 24 * 60 * 60 } : {}) })
}

export const takeCookie = (app: App, c: Ctx, name: string): string | undefined => getCookie(c, cookieName(app, name))

/** The names of all cookies of ours that this browser sent. */
export const heldCookies = (app: App, c: Ctx): string[] => {
  const start = cookieName(app, 'approdo')
  return Object.keys(getCookie(c)).filter((name) => name.startsWith(start)).map((name) => name.slice(start.length - 'approdo'.length))
}

export function dropCookie(app: App, c: Ctx, name: string): void {
  deleteCookie(c, cookieName(app, name), { path: '/', secure: isSecure(app) })
}

const isSecure = (app: App) => app.config.publicOrigin?.startsWith('https:') ?? false

/** The __Host- prefix binds a cookie to this host; browsers accept it only over HTTPS. */
export const cookieName = (app: App, name: string) => (isSecure(app) ? `__Host-${name}` : name)
