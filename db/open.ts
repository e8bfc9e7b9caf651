import { closeSync, openSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { drizzle } from './drizzle.ts'
import { migrate } from './drizzle.ts'
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core'
import { openKeys, type KeyStore } from './keys.ts'
import * as schema from './schema.ts'

/** The database, or a transaction of it: a verb does not care which. */
export type Db = BaseSQLiteDatabase<'sync', Database.RunResult, typeof schema>

/** `db` waits for the disk: what is acknowledged survives a power cut. `quick` does not: drafts and sessions. `keys` is the key of each dossier. */
export type Databases = { db: Db; quick: Db; keys: KeyStore; close: () => void }

/** The file of the keys, beside the database. */
export const keysName = 'keys.db'

/** Opens, and where needed makes or migrates, the database of an authority. */
export function openDatabases(file: string): Databases {
  // Only its owner reads it; SQLite gives the files beside it the same rights.
  closeSync(openSync(file, 'a', 0o600))
  const db = connect(file, 'FULL')
  const keys = openKeys(join(dirname(file), keysName))
  const moved = moveKeys(db.$client, keys)
  bringUp(db, file)
  // The log of changes still holds what was moved out.
  if (moved) db.$client.pragma('wal_checkpoint(TRUNCATE)')
  const quick = connect(file, 'NORMAL')
  return { db, quick, keys, close: () => [quick.$client, db.$client, keys].forEach((one) => one.close()) }
}

/** Databases made before the keys had a file of their own hold them: they move out, before a migration drops the table. */
function moveKeys(client: Database.Database, keys: KeyStore): boolean {
  if (!client.prepare("select 1 from sqlite_master where name = 'dossier_keys'").get()) return false
  const rows = client.prepare<[], { dossier: number; wrapped: Buffer }>('select dossier, wrapped from dossier_keys').all()
  for (const { dossier, wrapped } of rows) keys.keep(dossier, wrapped)
  return rows.length > 0
}

function bringUp(db: ReturnType<typeof connect>, file: string): void {
  try {
    migrate(db, { migrationsFolder: join(import.meta.dirname, 'migrations') })
  } catch (error) {
    throw new Error(`${file}: cannot be brought to this version of Approdo. Use the version that made it, or another DATA_DIR.`, { cause: error })
  }
}

/** Read as memory up to so many bytes: a page of a long queue touches a hundred places of the file, and each would be a call to the system. */
const mapped = 256 * 1024 * 1024

function connect(file: string, synchronous: 'FULL' | 'NORMAL') {
  const client = new Database(file)
  for (const setting of ['journal_mode = WAL', 'foreign_keys = ON', 'busy_timeout = 5000', 'secure_delete = ON', `mmap_size = ${mapped}`, `synchronous = ${synchronous}`]) client.pragma(setting)
  return drizzle(client, { schema })
}
