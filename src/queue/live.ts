import { streamSSE, type SSEStreamingApi } from 'hono/streaming'
import { signedIn } from '../accounts/sessions.ts'
import { roles } from '../accounts/roles.ts'
import type { App, Ctx, StaffMember } from '../web/context.ts'
import type { Queue } from './filters.ts'
import { counters, eventsAfter, inScope, lastEvent, upTo } from './queue.ts'

/** Who listens for what changes in the queue, and up to which event they know. */
type Listener = { member: StaffMember; token: string; known: number; stream: SSEStreamingApi; end(): void; since: number }
type News = { listeners: Set<Listener>; timer: NodeJS.Timeout; seen: number; beat: number }

const everyMs = 1000
/** A line of comment now and then keeps the way open through a proxy. */
const beatMs = 25_000
/** Listening is not working: after as long as a silent session lasts, the stream says so and ends. */
const longestMs = 30 * 60_000
/** Pages of one member that listen at once. One more, and the oldest says that it hears no more: the newest is the one they look at. */
export const mostStreams = 5

/** One look at the database for all who listen, whoever wrote: this process or another. */
const news = new WeakMap<App['db'], News>()

/** The stream of one page: how many dossiers of the member's scope others changed since that page was made, and the counters. Never more. */
export function listen(app: App, c: Ctx, token: string, known: number) {
  c.header('X-Accel-Buffering', 'no')
  const member = c.get('member')
  return streamSSE(c, (stream) => new Promise<void>((end) => {
    const listener = { member, token, known, stream, end, since: Date.now() }
    const here = newsOf(app)
    here.listeners.add(listener)
    const own = [...here.listeners].filter((other) => other.member.id === member.id)
    for (const older of own.slice(0, -mostStreams)) takeLeave(app, older)
    stream.onAbort(() => drop(app, listener))
    void stream.write(': ok\n\n')
    if (known < here.seen) tell(app, [listener])
  }))
}

/** Ends every stream, so that the service can stop. */
export function endNews(app: App): void {
  for (const listener of news.get(app.db)?.listeners ?? []) drop(app, listener)
}

function newsOf(app: App): News {
  const here = news.get(app.db) ?? { listeners: new Set<Listener>(), timer: setInterval(() => look(app), everyMs).unref(), seen: lastEvent(app), beat: Date.now() }
  news.set(app.db, here)
  return here
}

function drop(app: App, listener: Listener): void {
  forget(app, listener)
  listener.end()
}

function forget(app: App, listener: Listener): void {
  const here = news.get(app.db)
  here?.listeners.delete(listener)
  if (here?.listeners.size) return
  clearInterval(here?.timer)
  news.delete(app.db)
}

function look(app: App): void {
  const here = news.get(app.db)
  if (!here) return
  leaveEnded(app, here)
  const last = lastEvent(app)
  if (last > here.seen && here.listeners.size) tell(app, [...here.listeners])
  here.seen = last
  if (Date.now() - here.beat < beatMs) return
  here.beat = Date.now()
  for (const listener of here.listeners) beat(app, listener)
}

/** Whose session has ended, or whose place has changed, hears nothing more: looked at once for all, before anything is told. */
function leaveEnded(app: App, { listeners }: News): void {
  const inside = signedIn(app, [...listeners].map(({ token }) => token))
  for (const listener of listeners) if (!inside.has(listener.token)) takeLeave(app, listener)
}

function beat(app: App, listener: Listener): void {
  if (Date.now() - listener.since > longestMs) takeLeave(app, listener)
  else void listener.stream.write(': .\n\n')
}

/** The page is told that it hears no more: else the browser asks again by itself, is shown the door, and an operator waits for news that never come. */
function takeLeave(app: App, listener: Listener): void {
  // Counted no more from now on, even where nobody reads the last word.
  forget(app, listener)
  void listener.stream.writeSSE({ event: 'fine', data: '' }).finally(() => listener.end())
}

/** Tells each what others did in their scope. People of one scope share the queries. */
function tell(app: App, listeners: Listener[]): void {
  const happened = eventsAfter(app, Math.min(...listeners.map(({ known }) => known)))
  const ids = [...new Set(happened.map(({ dossier }) => dossier))]
  const seen = new Map<string, { inScope: Set<number>; counts: Record<Queue, number> }>()
  for (const listener of listeners) {
    const key = scopeKey(listener.member)
    const shared = seen.get(key) ?? { inScope: new Set(inScope(app, listener.member, ids)), counts: counters(app, listener.member) }
    seen.set(key, shared)
    const changed = new Set(happened.filter(({ id, dossier, operator }) => id > listener.known && operator !== listener.member.id && shared.inScope.has(dossier)).map(({ dossier }) => dossier))
    if (changed.size) send(listener, { changed: changed.size, counts: shownOf({ ...shared.counts, mie: mine(app, listener.member) }) }, happened.at(-1)?.id ?? listener.known)
  }
}

const send = ({ stream }: Listener, said: object, last: number): void => void stream.writeSSE({ id: String(last), event: 'novita', data: JSON.stringify(said) })

/** As the page shows them. */
const shownOf = (counts: Record<Queue, number>) => Object.fromEntries(Object.entries(counts).map(([list, n]) => [list, upTo(n)]))

const mine = (app: App, member: StaffMember): number => counters(app, member, ['mie']).mie

const scopeKey = ({ id, role, desk, ambito, service }: StaffMember): string => JSON.stringify(roles[role]?.sees === 'own' ? [id] : [role, desk, ambito, service])
