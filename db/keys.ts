import { closeSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'

/**
 * The wrapped key of each dossier, in a file of its own beside the database: a copy of the database, however old, holds no key.
 * So what is erased here cannot be read in any copy made before.
 */
export type KeyStore = {
  /** Waits for the disk. Called before the dossier is committed: a key without a dossier harms nobody, a dossier without a key is lost. */
  keep(dossier: number, wrapped: Buffer): void
  find(dossier: number): Buffer | undefined
  /** One of those kept: to try the master key with. */
  last(): { dossier: number; wrapped: Buffer } | undefined
  /** Those of these dossiers whose key is still kept. */
  kept(dossiers: number[]): number[]
  /** Destroys keys, so that their bytes are on the disk no more when this returns. */
  destroy(dossiers: number[]): void
  close(): void
}

/** Opens, and where needed makes, the key store. */
export function openKeys(file: string): KeyStore {
  closeSync(openSync(file, 'a', 0o600))
  const client = new Database(file)
  for (const setting of ['journal_mode = WAL', 'busy_timeout = 5000', 'secure_delete = ON', 'mmap_size = 67108864', 'synchronous = FULL']) client.pragma(setting)
  client.exec('create table if not exists dossier_keys (dossier integer primary key not null, wrapped blob not null)')
  const [keep, find, last, destroy] = [
    client.prepare<[number, Buffer]>('insert or replace into dossier_keys (dossier, wrapped) values (?, ?)'),
    client.prepare<[number], { wrapped: Buffer }>('select wrapped from dossier_keys where dossier = ?'),
    client.prepare<[], { dossier: number; wrapped: Buffer }>('select dossier, wrapped from dossier_keys order by dossier desc limit 1'),
    client.prepare<[number]>('delete from dossier_keys where dossier = ?'),
  ]
  return {
    keep: (dossier, wrapped) => void keep.run(dossier, wrapped),
    find: (dossier) => find.get(dossier)?.wrapped,
    last: () => last.get(),
    kept: (dossiers) => dossiers.filter((dossier) => find.get(dossier)),
    destroy(dossiers) {
      client.transaction(() => dossiers.forEach((dossier) => destroy.run(dossier)))()
      // The log of changes still holds what was deleted.
      client.pragma('wal_checkpoint(TRUNCATE)')
    },
    close: () => client.close(),
  }
}
