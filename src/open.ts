import { join } from 'node:path'
import { keysName, openDatabases } from '../db/open.ts'
import { knowledgeName, knowledgeOf } from './assistant/kept.ts'
import { createAssistant, type Understand } from './assistant/understand.ts'
import { createSearch } from './search/search.ts'
import { databaseName, type Config } from './config.ts'
import { loadContent } from './content/content.ts'
import { contentRoot } from './content/root.ts'
import { deadReferences } from './content/references.ts'
import { keyOpens } from './dossiers/dossiers.ts'
import { createTemplates } from './templates.ts'
import type { App } from './web/context.ts'
import { lookOf } from './web/look.ts'

/** What only reads: the same for every database, so tests share it. */
export type Ready = Pick<App, 'content' | 'look' | 'templates' | 'search' | 'understand'>

/**
 * Reads the content and makes ready what answers from it.
 * @param folder where what was read and learnt is kept for the next start
 * @throws if the content points at what is not there
 */
export function makeReady(territory: string, folder: string): Ready {
  const content = loadContent(territory, contentRoot, join(folder, 'content.json'))
  const dead = deadReferences(content)
  if (dead.length) throw new Error(dead.join('\n'))
  const look = lookOf(content)
  return { content, look, templates: createTemplates(look.assets), search: createSearch(content), understand: lazily(() => createAssistant(content, knowledgeOf(content, join(folder, knowledgeName)))) }
}

/**
 * Opens everything the service stands on: content, database, templates, search.
 * @throws as makeReady does, or if the master key is not the one of the database: with two keys half of the requests would be lost
 */
export function openApp(config: Config, now: () => Date = () => new Date(), ready: Ready = makeReady(config.territory, config.dataDir)): App {
  const file = join(config.dataDir, databaseName)
  const databases = openDatabases(file)
  if (!keyOpens(databases, config.masterKey)) throw new Error(`the master key, or ${keysName} beside it, does not open the requests in ${file}: put back the keys they were closed with`)
  return {
    ...databases, ...ready,
    config, now,
    triesPerMinute: 10,
    newPerHour: 300,
  }
}

function lazily(make: () => Understand): Understand {
  let ready: Understand | undefined
  return (said, lang) => (ready ??= make())(said, lang)
}
