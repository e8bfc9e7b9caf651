import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Content files as they were read and checked, kept beside the database: reading them again takes a quarter of a start.
 * A file counts as read only if neither it nor the schemas changed by a byte; a kept file that cannot be read counts as none.
 */
export type Kept = {
  read<T>(file: string, source: string, how: () => T): T
  save(): void
}

type Entry = { mark: string; data: unknown }

/** @param path where it is kept; without it everything is read each time */
export function openKept(path: string | undefined): Kept {
  if (!path) return { read: (_file, _source, how) => how(), save: () => undefined }
  const shape = ['schemas.ts', 'text.ts'].map((file) => readFileSync(join(import.meta.dirname, file), 'utf8')).join('')
  const before = load(path)
  const now: Record<string, Entry> = {}
  let changed = false
  return {
    read<T>(file: string, source: string, how: () => T): T {
      const mark = createHash('sha256').update(shape).update(source).digest('base64')
      const known = before[file]
      if (known?.mark !== mark) changed = true
      now[file] = known?.mark === mark ? known : { mark, data: how() }
      return now[file].data as T
    },
    save() {
      if (changed) writeFileSync(path, JSON.stringify(now), { mode: 0o600 })
    },
  }
}

function load(path: string): Record<string, Entry> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, Entry>
  } catch {
    return {}
  }
}
