import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { beginsWith, readNumbers, writeNumbers } from '../../src/assistant/numbers.ts'

function file(): string {
  const folder = mkdtempSync(join(tmpdir(), 'approdo-numbers-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'numbers.bin')
}
const tree = { a: { b: Float32Array.from([0.5, -1, 3e9]), c: Int32Array.from([1, -2]) }, words: new Map([['perché', 3]]), n: 7, none: new Float32Array(0) }

test('what was learnt is read back as it was, and only its owner reads the file', () => {
  const path = file()
  writeNumbers(path, 'one 1\n', tree)
  expect(readNumbers(path, 'one 1\n')).toEqual(tree)
  expect((statSync(path).mode & 0o777).toString(8)).toBe('600')
  expect(readFileSync(path, 'latin1').startsWith('one 1\n')).toBe(true)
})

test('of another content, cut short, or not there: it counts as none', () => {
  const path = file()
  expect([readNumbers(path, 'one 1\n'), beginsWith(path, 'one 1\n')]).toEqual([undefined, false])
  writeNumbers(path, 'one 1\n', tree)
  expect([readNumbers(path, 'two 1\n'), beginsWith(path, 'one 1\n')]).toEqual([undefined, true])
  truncateSync(path, statSync(path).size - 12)
  expect(readNumbers(path, 'one 1\n')).toBeUndefined()
})
