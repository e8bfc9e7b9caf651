import { join } from 'node:path'
import { openDatabases } from '../db/open.ts'
import { createSearch } from './search/search.ts'
import { databaseName, type Config } from './config.ts'
import { loadContent } from './content/content.ts'
import { createTemplates } from './templates.ts'
import type { App } from './web/context.ts'

/** Opens everything the service stands on: content, database, templates, search. */
export function openApp(config: Config, now: () => Date = () => new Date()): App {
  const content = loadContent(config.territory)
  return {
    ...openDatabases(join(config.dataDir, databaseName)),
    config, content, now,
    templates: createTemplates(),
    search: createSearch(content),
    triesPerMinute: 10,
  }
}
