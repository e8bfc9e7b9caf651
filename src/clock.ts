import { purgeSessions } from './accounts/sessions.ts'
import { sweepFiles } from './attachments/attachments.ts'
import { purgeDrafts } from './dossiers/draft.ts'
import { purgeHandoffs } from './handoff/handoff.ts'
import { sendLetters } from './outbox/sender.ts'
import { fillTraces } from './queue/fill.ts'
import { assignNew } from './assignment/automatic.ts'
import type { App } from './web/context.ts'

type Chore = { name: string; everyMinutes: number; run(app: App): unknown }

/** What the service does by itself: it forgets, and then sends what it was asked to send. */
const chores: Chore[] = [
  { name: 'forget drafts', everyMinutes: 30, run: purgeDrafts },
  { name: 'forget hand-offs', everyMinutes: 30, run: purgeHandoffs },
  { name: 'forget stray files', everyMinutes: 60, run: sweepFiles },
  { name: 'forget sessions', everyMinutes: 30, run: purgeSessions },
  { name: 'fill the index', everyMinutes: 5, run: fillTraces },
  { name: 'give out what arrived', everyMinutes: 1, run: assignNew },
  { name: 'send letters', everyMinutes: 5, run: sendLetters },
]

/** Does the chores once, then starts them. @returns how to stop them */
export function startClock(app: App): () => void {
  const busy = new Set<Chore>()
  for (const chore of chores) void attempt(app, chore, busy)
  const timers = chores.map((chore) => setInterval(() => void attempt(app, chore, busy), chore.everyMinutes * 60_000).unref())
  return () => timers.forEach((timer) => clearInterval(timer))
}

/** Does a chore, unless it is still being done. Never fails: the next time may go better. */
async function attempt(app: App, chore: Chore, busy: Set<Chore>): Promise<void> {
  if (busy.has(chore)) return
  busy.add(chore)
  try {
    await chore.run(app)
  } catch (error) {
    console.error(JSON.stringify({ chore: chore.name, error: error instanceof Error ? error.message : String(error) }))
  } finally {
    busy.delete(chore)
  }
}
