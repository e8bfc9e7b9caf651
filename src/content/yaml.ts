import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml'
import type { z } from 'zod'
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

/** Reads one YAML file by a schema. @throws ContentError with file, line and reason of every fault */
export function readYaml<S extends z.ZodType>(root: string, file: string, schema: S): z.infer<S> {
  const source = readFileSync(join(root, file), 'utf8')
  const read = schema.safeParse(parse(source, file))
  if (read.success) return read.data
  throw new ContentError(read.error.issues.map((issue) => {
    const path = issue.path.map(String)
    return { file, line: lineOf(source, path), reason: `${path.join('.') || 'file'}: ${issue.message}` }
  }))
}

/** Reads every YAML file of a folder, in the order of the names. */
export function readFolder<S extends z.ZodType>(root: string, folder: string, schema: S): z.infer<S>[] {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.yaml')).sort()
  return names.map((name) => readYaml(root, `${folder}/${name}`, schema))
}

function parse(source: string, file: string): unknown {
  try {
    return load(source, { schema: CORE_SCHEMA })
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    throw new ContentError([{ file, line: (error.mark?.line ?? 0) + 1, reason: error.reason }])
  }
}
