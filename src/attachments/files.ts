import { closeSync, fsyncSync, futimesSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newToken, openBytes, sealBytes, type Key } from '../vault/vault.ts'
import type { App } from '../web/context.ts'

/** Files on disk: DATA_DIR/files, random names, sealed with the dossier's key and bound to their own name. */
const folderOf = (app: App) => join(app.config.dataDir, 'files')
const purposeOf = (name: string) => `file ${name}`

/** Writes a file so that it is whole and on the disk when this returns: under another name first. @returns its random name */
export function writeSealed(app: App, key: Key, bytes: Uint8Array): string {
  const folder = folderOf(app)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const name = newToken()
  const temporary = join(folder, `${name}.tmp`)
  const file = openSync(temporary, 'wx', 0o600)
  try {
    writeFileSync(file, sealBytes(key, purposeOf(name), bytes))
    futimesSync(file, app.now(), app.now())
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(temporary, join(folder, name))
  syncFolder(folder)
  return name
}

/** @throws if it is not there, or the key or a byte is not the same */
export const readSealed = (app: App, key: Key, name: string): Buffer => openBytes(key, purposeOf(name), readFileSync(join(folderOf(app), name)))

export const removeSealed = (app: App, name: string): void => rmSync(join(folderOf(app), name), { force: true })

/** Removes what nobody wants, if it has stood there since before `since`: it may still be waiting for its row. @returns how many */
export function removeOthers(app: App, wanted: Set<string>, since: Date): number {
  mkdirSync(folderOf(app), { recursive: true, mode: 0o700 })
  const stray = readdirSync(folderOf(app)).filter((name) => !wanted.has(name) && statSync(join(folderOf(app), name)).mtime < since)
  for (const name of stray) removeSealed(app, name)
  return stray.length
}

/** A new name is on the disk only once its folder is. */
function syncFolder(folder: string): void {
  const opened = openSync(folder, 'r')
  fsyncSync(opened)
  closeSync(opened)
}
