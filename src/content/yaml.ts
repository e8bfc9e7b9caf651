import { readFileSync, readdirSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'

/** A fault of a content file, said so that the person who wrote the file can mend it. */
export type Problem = { file: string; line: number; reason: string }

export class ContentError extends Error {
  readonly problems: Problem[]
  constructor(problems: Problem[]) {
    super(problems.map(({ file, line, reason }) => `${file}:${line}: ${reason}`).join('\n'))
    this.problems = problems
  }
}

/** Reads one YAML file by a schema. @throws ContentError with file, line and reason of every fault. */
export function readYaml<S extends z.ZodType>(root: string, file: string, schema: S): z.infer<S> {
  const counter = new LineCounter()
  const source = readFileSync(join(root, file), 'utf8')
  const document = parseDocument(source, { lineCounter: counter })
  const faults = document.errors.map((e): Problem => ({ file, line: e.linePos?.[0].line ?? 1, reason: e.message.split('\n')[0] ?? 'YAML' }))
  if (faults.length) throw new ContentError(faults)
  const read = schema.safeParse(document.toJS())
  if (read.success) return read.data
  throw new ContentError(read.error.issues.map((issue) => {
    const path = issue.path.filter((part) => typeof part !== 'symbol')
    return { file, line: lineOf(document, counter, path), reason: `${path.join('.') || 'file'}: ${issue.message}` }
  }))
}

/** Reads every YAML file of a folder, in the order of the names. A file is named after its `id` or `slug`. */
export function readFolder<S extends z.ZodType>(root: string, folder: string, schema: S): z.infer<S>[] {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.yaml')).sort()
  return names.map((name) => readYaml(root, relative(root, join(root, folder, name)), schema))
}

export const nameOf = (file: string) => basename(file, '.yaml')

type Document = ReturnType<typeof parseDocument>

/** The line of a path, or of its nearest ancestor that is written in the file. */
function lineOf(document: Document, counter: LineCounter, path: (string | number)[]): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true)
    const range = (node as { range?: [number, number, number] } | null)?.range
    if (range) return counter.linePos(range[0]).line
  }
  return 1
}
