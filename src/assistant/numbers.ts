import { closeSync, openSync, readSync, renameSync, writeSync } from 'node:fs'

/** A file of many numbers: a line of JSON that says how they belong together, then the numbers. Read without a second copy in memory. */
type Numbers = Float32Array | Int32Array | Int8Array
const kinds = { f32: Float32Array, i32: Int32Array, i8: Int8Array }
const isKind = (name: string | undefined): name is keyof typeof kinds => name !== undefined && Object.hasOwn(kinds, name)
const kindOf = (value: unknown) => Object.entries(kinds).find(([, kind]) => value instanceof kind)?.[0]

/** Writes a tree of objects whose leaves are arrays of numbers, maps of counts, or plain values. Whole when it has its name. @param mark first line */
export function writeNumbers(path: string, mark: string, tree: unknown): void {
  const arrays: Numbers[] = []
  const shape = JSON.stringify(tree, (_name, value: unknown) => {
    if (value instanceof Map) return { map: [...value] }
    const kind = kindOf(value)
    if (!kind) return value
    arrays.push(value as Numbers)
    return { [kind]: (value as Numbers).length }
  })
  const file = openSync(`${path}.${process.pid}`, 'w', 0o600)
  const head = Buffer.from(`${mark}${shape}\n`)
  writeSync(file, Buffer.from(`${mark}${String(Buffer.byteLength(shape)).padStart(12)}\n${shape}`))
  let at = head.length + 12
  for (const array of arrays) at += writeSync(file, new Uint8Array(array.buffer, array.byteOffset, array.byteLength), 0, array.byteLength, at)
  closeSync(file)
  renameSync(`${path}.${process.pid}`, path)
}

/** @returns the tree; undefined where the file is not there, not whole, or begins with another mark */
export function readNumbers(path: string, mark: string): unknown {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    if (text(file, 0, mark.length) !== mark) return undefined
    const length = Number(text(file, mark.length, 12))
    let at = mark.length + 13 + length
    const from = file
    return JSON.parse(text(file, mark.length + 13, length), (_name, value: unknown) => {
      const [kind, count] = Object.entries(value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {})[0] ?? []
      if (kind === 'map') return new Map(count as [string, number][])
      if (!isKind(kind)) return value
      const array = new kinds[kind](count as number)
      const read = readSync(from, new Uint8Array(array.buffer), 0, array.byteLength, at)
      if (read !== array.byteLength) throw new Error('not whole')
      at += read
      return array
    })
  } catch {
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** Does the file begin with this mark? */
export function beginsWith(path: string, mark: string): boolean {
  try {
    const file = openSync(path, 'r')
    const first = text(file, 0, mark.length)
    closeSync(file)
    return first === mark
  } catch {
    return false
  }
}

function text(file: number, at: number, length: number): string {
  const bytes = Buffer.alloc(length)
  readSync(file, bytes, 0, length, at)
  return bytes.toString()
}
