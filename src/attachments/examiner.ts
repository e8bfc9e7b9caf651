import { writeFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { examine } from './examine.ts'

// The process that opens what strangers send: bytes in; out, one line of JSON and the clean bytes. See apart.ts.
// It answers on a pipe of its own, because decoders print what they think on the others.
const answers = 3
const { bytes, ...said } = { bytes: Buffer.alloc(0), ...(await examine(await buffer(process.stdin))) }
writeFileSync(answers, Buffer.concat([Buffer.from(`${JSON.stringify(said)}\n`), bytes]))
