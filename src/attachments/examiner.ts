import { buffer } from 'node:stream/consumers'
import { examine } from './examine.ts'

// The process that opens what strangers send: bytes in, one line of JSON and the clean bytes out. See apart.ts.
const examined = await examine(await buffer(process.stdin))
const { bytes, ...said } = { bytes: undefined, ...examined }
process.stdout.write(`${JSON.stringify(said)}\n`)
if (bytes) process.stdout.write(bytes)
