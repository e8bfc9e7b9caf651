import { eq } from '../../db/drizzle.ts'
import { dossiers } from '../../db/schema.ts'
import { derive, seal, tryOpen } from '../vault/vault.ts'
import type { App, Ctx } from '../web/context.ts'
import { dropCookie, putCookie, takeCookie } from '../web/cookies.ts'
import type { Dossier } from '../dossiers/dossiers.ts'

/** The request whose number and code this visitor gave: a sealed cookie, for half an hour. */
const cookie = 'approdo_stato'
const purpose = 'followed'
const minutes = 30

export function saveFollowed(app: App, c: Ctx, { id }: Dossier): void {
  putCookie(app, c, cookie, seal(keyOf(app), purpose, { id, until: app.now().getTime() + minutes * 60_000 }).toString('base64url'))
}

export function loadFollowed(app: App, c: Ctx): Dossier | undefined {
  const followed = tryOpen<{ id: number; until: number }>(keyOf(app), purpose, takeCookie(app, c, cookie))
  if (!followed || followed.until < app.now().getTime()) return undefined
  return app.db.select().from(dossiers).where(eq(dossiers.id, followed.id)).get()
}

export const forgetFollowed = (app: App, c: Ctx): void => dropCookie(app, c, cookie)

const keyOf = (app: App) => derive(app.config.masterKey, purpose)
