import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

export const contentRoot = join(import.meta.dirname, '../../db/content')

/** Fingerprint of files and whole folders, without reading what they say. */
export function filesMark(paths: string[], root = contentRoot): string {
  const hash = createHash('sha256')
  for (const file of paths.flatMap((path) => filesIn(root, path))) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex').slice(0, 12)
}

const filesIn = (root: string, path: string): string[] =>
  path.includes('.') ? [path] : readdirSync(join(root, path), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name))).sort()
