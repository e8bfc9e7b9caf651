import type { Answers } from '../engine/question.ts'
import { derive, seal, tryOpen } from '../vault/vault.ts'
import type { App, Ctx } from '../web/context.ts'
import { dropCookie, putCookie, takeCookie } from '../web/cookies.ts'

/** What a conversation holds: answers, the proposals the person put into the request, the number of the request it started from. */
export type Kept = { answers: Answers; chosen: string[]; from?: string; said?: Said[] }
/** What the person said in their own words, and the families it spoke of: so that "e quanto costa?" has something to speak of. */
export type Said = { words: string; families: string[] }

/** Orientation stores nothing here: the answers travel in a sealed cookie that only this server opens. */
const cookie = 'approdo'
const purpose = 'orientation'
/** After half an hour of silence the answers are gone (domain.md 4.1). */
const idleSeconds = 30 * 60

type Sealed = Kept & { seen: number }

export function loadVisit(app: App, c: Ctx): Kept {
  const visit = tryOpen<Sealed>(keyOf(app), purpose, takeCookie(app, c, cookie))
  return visit && visit.seen > seconds(app) - idleSeconds ? { answers: visit.answers, chosen: visit.chosen, ...(visit.said ? { said: visit.said } : {}) } : { answers: {}, chosen: [] }
}

export function saveVisit(app: App, c: Ctx, kept: Kept): void {
  putCookie(app, c, cookie, seal(keyOf(app), purpose, { ...kept, seen: seconds(app) } satisfies Sealed).toString('base64url'))
}

export const forgetVisit = (app: App, c: Ctx): void => dropCookie(app, c, cookie)

const keyOf = (app: App) => derive(app.config.masterKey, purpose)
const seconds = (app: App) => Math.floor(app.now().getTime() / 1000)
