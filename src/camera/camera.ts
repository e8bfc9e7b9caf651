import { offer } from '../handoff/handoff.ts'
import { derive, seal, tryOpen } from '../vault/vault.ts'
import type { App, Ctx } from '../web/context.ts'
import { putCookie, takeCookie } from '../web/cookies.ts'

/** What a phone is lent for as a camera: one item of one dossier. */
export type Shot = { dossier: number; item: string }
type Lent = Shot & { token: string }

/** On the screen that waits: what it offered. On the phone: what it took; no other phone has it. */
const cookies = { waiting: 'approdo_attesa', phone: 'approdo_foto' }
type Side = keyof typeof cookies

/** Offers the camera for one item; this screen remembers what it offered. */
export const lend = (app: App, c: Ctx, shot: Shot): void => saveLent(app, c, 'waiting', { ...shot, token: offer(app, 'foto', shot) })

export const saveLent = (app: App, c: Ctx, side: Side, lent: Lent): void => putCookie(app, c, cookies[side], seal(keyOf(app), side, lent).toString('base64url'))

export const loadLent = (app: App, c: Ctx, side: Side): Lent | undefined => tryOpen<Lent>(keyOf(app), side, takeCookie(app, c, cookies[side]))

const keyOf = (app: App) => derive(app.config.masterKey, 'camera')
