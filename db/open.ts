import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { drizzle } from './drizzle.ts'
import { migrate } from './drizzle.ts'
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core'
import * as schema from './schema.ts'

/** The database, or a transaction of it: a verb does not care which. */
export type Db = BaseSQLiteDatabase<'sync', Database.RunResult, typeof schema>

/** `db` waits for the disk: what is acknowledged survives a power cut. `quick` does not: drafts and sessions. */
export type Databases = { db: Db; quick: Db; close: () => void }

/** Opens, and where needed makes or migrates, the database of an authority. */
export function openDatabases(file: string): Databases {
  // Only its owner reads it; SQLite gives the files beside it the same rights.
  closeSync(openSync(file, 'a', 0o600))
  const db = connect(file, 'FULL')
  bringUp(db, file)
  const quick = connect(file, 'NORMAL')
  return { db, quick, close: () => [quick, db].forEach(({ $client }) => $client.close()) }
}

function bringUp(db: ReturnType<typeof connect>, file: string): void {
  try {
    migrate(db, { migrationsFolder: join(import.meta.dirname, 'migrations') })
  } catch (error) {
    throw new Error(`${file}: cannot be brought to this version of Approdo. Use the version that made it, or another DATA_DIR.`, { cause: error })
  }
}

function connect(file: string, synchronous: 'FULL' | 'NORMAL') {
  const client = new Database(file)
  for (const setting of ['journal_mode = WAL', 'foreign_keys = ON', 'busy_timeout = 5000', 'secure_delete = ON', `synchronous = ${synchronous}`]) client.pragma(setting)
  return drizzle(client, { schema })
}
