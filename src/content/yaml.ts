import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml'
import type { z } from 'zod'
import { openKept, type Kept } from './kept.ts'
import { lineOf } from './lines.ts'

/** A fault of a content file, said so that the person who wrote the file can mend it. */
export type Problem = { file: string; line: number; reason: string }

export class ContentError extends Error {
  readonly problems: Problem[]
  constructor(problems: Problem[]) {
    super(problems.map(({ file, line, reason }) => `${file}:${line}: ${reason}`).join('\n'))
    this.problems = problems
  }
}

/** The files of a content folder, each read once. */
export type Files = {
  /** Reads one YAML file by a schema. @throws ContentError with file, line and reason of every fault */
  one<S extends z.ZodType>(file: string, schema: () => S): z.infer<S>
  /** Reads every YAML file of a folder, in the order of the names. */
  all<S extends z.ZodType>(folder: string, schema: () => S): z.infer<S>[]
  /** Fingerprint of all that was read so far. */
  version(): string
}

/** @param kept what an earlier start has read, if there is any */
export function openFiles(root: string, kept: Kept = openKept(undefined)): Files {
  const sources = new Map<string, string>()
  const one: Files['one'] = (file, schema) => {
    const source = readFileSync(join(root, file), 'utf8')
    sources.set(file, source)
    return kept.read(file, source, () => readYaml(source, file, schema()))
  }
  return {
    one,
    all: (folder, schema) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.yaml')).sort().map((name) => one(`${folder}/${name}`, schema)),
    version: () => fingerprint(sources),
  }
}

function readYaml<S extends z.ZodType>(source: string, file: string, schema: S): z.infer<S> {
  const read = schema.safeParse(parse(source, file))
  if (read.success) return read.data
  throw new ContentError(read.error.issues.map((issue) => {
    const path = issue.path.map(String)
    return { file, line: lineOf(source, path), reason: `${path.join('.') || 'file'}: ${issue.message}` }
  }))
}

function fingerprint(sources: Map<string, string>): string {
  const hash = createHash('sha256')
  for (const [file, source] of [...sources].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(file).update(source)
  return hash.digest('hex').slice(0, 12)
}

function parse(source: string, file: string): unknown {
  try {
    return load(source, { schema: CORE_SCHEMA })
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    throw new ContentError([{ file, line: (error.mark?.line ?? 0) + 1, reason: error.reason }])
  }
}
