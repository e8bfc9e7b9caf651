import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { firstAdministrator } from './accounts/accounts.ts'
import { knowledgeName, learnApart } from './assistant/kept.ts'
import { createApp } from './app.ts'
import { startClock } from './clock.ts'
import { readConfig } from './config.ts'
import { ContentError } from './content/yaml.ts'
import { openApp } from './open.ts'
import { endNews } from './queue/live.ts'

/** Opens everything, listens, starts the clock; ends in order on a signal. */
try {
  const app = openApp(readConfig())
  const server = serve({ fetch: createApp(app).fetch, port: app.config.port }, ({ port }) => {
    const origin = app.config.publicOrigin ?? `http://localhost:${port}`
    console.log(`Approdo: ${origin}`)
    const token = firstAdministrator(app)
    if (token) console.log(app.templates.voice('it').t('staff.first_start', { link: `${origin}/operatori/invito/${token}` }))
  })
  server.once('error', (error: Error) => {
    console.error(`PORT: ${error.message}`)
    process.exit(1)
  })
  const stopClock = startClock(app)
  // The first who says something should not wait for the assistant to learn.
  learnApart(app.content, join(app.config.dataDir, knowledgeName))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopClock()
      endNews(app)
      server.close(() => {
        app.close()
        process.exit(0)
      })
    })
  }
} catch (error) {
  console.error(error instanceof ContentError || error instanceof Error ? error.message : error)
  process.exit(1)
}
