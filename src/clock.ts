import { purgeSessions } from './accounts/accounts.ts'
import { sweepFiles } from './attachments/attachments.ts'
import { purgeDrafts } from './dossiers/draft.ts'
import { purgeHandoffs } from './handoff/handoff.ts'
import type { App } from './web/context.ts'

type Chore = { name: string; everyMinutes: number; run(app: App): unknown }

/** What the service does by itself: it only forgets. */
const chores: Chore[] = [
  { name: 'forget drafts', everyMinutes: 30, run: purgeDrafts },
  { name: 'forget hand-offs', everyMinutes: 30, run: purgeHandoffs },
  { name: 'forget stray files', everyMinutes: 60, run: sweepFiles },
  { name: 'forget sessions', everyMinutes: 30, run: purgeSessions },
]

/** Does the chores once, then starts them. @returns how to stop them */
export function startClock(app: App): () => void {
  for (const chore of chores) attempt(app, chore)
  const timers = chores.map((chore) => setInterval(() => attempt(app, chore), chore.everyMinutes * 60_000).unref())
  return () => timers.forEach((timer) => clearInterval(timer))
}

function attempt(app: App, chore: Chore): void {
  try {
    chore.run(app)
  } catch (error) {
    console.error(JSON.stringify({ chore: chore.name, error: error instanceof Error ? error.message : String(error) }))
  }
}
