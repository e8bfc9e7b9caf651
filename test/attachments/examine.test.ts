import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { examine } from '../../src/attachments/examine.ts'
import { examineApart, flags, largestFile } from '../../src/attachments/apart.ts'
import { pdfFault } from '../../src/attachments/pdf.ts'
import { tidyName } from '../../src/attachments/upload.ts'
import { drawing, hugePng, packed, pdf, photo, zip } from '../helpers/files.ts'
import { heic } from '../helpers/heic.ts'

// The decoder of HEIC prints what it thinks.
beforeAll(() => void vi.spyOn(console, 'log').mockImplementation(() => undefined))

/** What is kept of a picture that is taken. */
async function kept(bytes: Buffer): Promise<Buffer> {
  const said = await examine(bytes)
  if (!('bytes' in said)) throw new Error(JSON.stringify(said))
  return said.bytes
}
const latin = (bytes: Buffer) => bytes.toString('latin1')

describe('a picture is drawn anew', () => {
  test('the place, the hour and every other word of its metadata are gone; it stands as it was taken', async () => {
    const taken = await photo({ width: 300, height: 200 })
    expect(await sharp(taken).metadata()).toMatchObject({ orientation: 6, exif: expect.any(Buffer) })
    expect(latin(taken)).toContain('SEGRETO-EXIF')
    const clean = await kept(taken)
    const { width, height, exif, icc, iptc, xmp, orientation } = await sharp(clean).metadata()
    expect({ width, height, exif, icc, iptc, xmp, orientation }).toEqual({ width: 200, height: 300 })
    expect(latin(clean)).not.toMatch(/SEGRETO|Exif|GPS/)
  })

  test('what follows its end is gone: a page, an archive', async () => {
    for (const tail of ['<html><script>alert(1)</script></html>', latin(zip('jar'))]) {
      for (const picture of [await photo(), await drawing()]) {
        const clean = latin(await kept(Buffer.concat([picture, Buffer.from(tail, 'latin1')])))
        expect([clean.includes('<script>'), clean.includes('PK\x05\x06'), clean.startsWith('\xff\xd8\xff')]).toEqual([false, false, true])
      }
    }
  })

  test('a large one becomes 2400 pixels; a small one stays as it is; what is transparent is white', async () => {
    expect(await sharp(await kept(await photo({ width: 5000, height: 1000 }))).metadata()).toMatchObject({ width: 480, height: 2400 })
    const { data, info } = await sharp(await kept(await drawing())).raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([60, 40])
    expect(data[1]).toBeGreaterThan(100)
  })

  test('HEIC as phones write it, with its secret', async () => {
    const taken = heic()
    expect(latin(taken)).toContain('LUOGO-SEGRETO')
    const clean = await kept(taken)
    const { data, info } = await sharp(clean).greyscale().raw().toBuffer({ resolveWithObject: true })
    expect([info.format, info.width, info.height]).toEqual(['raw', 32, 32])
    expect(data[16 * 32 + 4]).toBeLessThan(60)
    expect(data[16 * 32 + 28]).toBeGreaterThan(200)
    expect(latin(clean)).not.toContain('SEGRETO')
  })
})

describe('what is refused', () => {
  test.each([
    ['a PNG that says 30,000 × 30,000 pixels', () => hugePng(30_000), 'pixels'],
    ['a HEIC that says 60,000 × 60,000 pixels', () => heic({ width: 60_000, height: 60_000 }), 'pixels'],
    ['a HEIC of 27 megapixels by its header', () => heic({ width: 6000, height: 4501 }), 'pixels'],
    ['a HEIC that lies about its size', () => heic({ width: 64, height: 64 }), 'broken'],
    ['a HEIC of which only the name is there', () => heic().subarray(0, 40), 'broken'],
    ['a HEIC whose picture is noise', () => Buffer.concat([heic().subarray(0, 377), Buffer.alloc(1574, 255)]), 'broken'],
    ['a JPEG cut in the middle', async () => (await photo()).subarray(0, 700), 'broken'],
    ['a JPEG of three bytes', () => Buffer.from([255, 216, 255]), 'broken'],
    ['an SVG with a script', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'kind'],
    ['an SVG that begins as XML', () => Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), 'kind'],
    ['a GIF that is also an archive', async () => Buffer.concat([await sharp(await drawing()).gif().toBuffer(), zip('jar')]), 'kind'],
    ['a WebP', async () => sharp(await drawing()).webp().toBuffer(), 'kind'],
    ['a TIFF', async () => sharp(await drawing()).tiff().toBuffer(), 'kind'],
    ['an archive', () => zip(), 'kind'],
    ['a page', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 'kind'],
    ['a program', () => Buffer.from('MZ\x90\0\x03'), 'kind'],
    ['zeros', () => Buffer.alloc(5000), 'kind'],
  ])('%s', async (_what, make, fault) => {
    expect(await examine(await make())).toEqual({ fault })
  })
})

describe('a PDF is looked through', () => {
  test.each([
    ['plain', pdf()], ['saved twice, with two ends', pdf({ objects: 'xref\ntrailer\n%%EOF' })], ['of the year 2000', pdf({ head: '%PDF-1.3\n%\xe2\xe3\xcf\xd3\n' })],
    ['with spaces and zeros after its end', pdf({ tail: '\r\n \0\0' })], ['with a packed list', pdf({ objects: packed('4 0 <</Type/Font>>') })],
    ['whose bytes spell /JS by chance inside a stream', pdf({ objects: '5 0 obj\n<</Length 9>>\nstream\nxx /JS xx\nendstream\nendobj' })],
    ['with a name that only begins so', pdf({ objects: '5 0 obj\n<</JSON 1/LaunchPad 2>>\nendobj' })],
    ['that opens at its second page', pdf({ objects: '5 0 obj\n<</OpenAction[3 0 R/Fit]>>\nendobj' })],
  ])('%s: taken', (_what, bytes) => {
    expect(pdfFault(bytes)).toBeUndefined()
  })

  test.each([
    ['with a script', pdf({ objects: '5 0 obj\n<</S/JavaScript/JS(app.alert(1))>>\nendobj' }), 'pdf_active'],
    ['with a script whose name is disguised', pdf({ objects: '5 0 obj\n<</S/J#61vaScript/J#53(x)>>\nendobj' }), 'pdf_active'],
    ['with a script in a packed list', pdf({ objects: packed('4 0 <</S/JavaScript/JS(x)>>') }), 'pdf_active'],
    ['that starts a program', pdf({ objects: '5 0 obj\n<</S/Launch/F(cmd.exe)>>\nendobj' }), 'pdf_active'],
    ['with another file inside', pdf({ objects: '5 0 obj\n<</Type/EmbeddedFile>>\nendobj' }), 'pdf_active'],
    ['with a password', pdf({ trailer: '/Encrypt 9 0 R' }), 'pdf_locked'],
    ['that is also an archive', Buffer.concat([pdf(), zip()]), 'pdf_odd'],
    ['that is also an archive whose comment ends like a PDF', Buffer.concat([pdf(), zip('\n%%EOF\n')]), 'pdf_odd'],
    ['with an archive hidden in a stream, its end near the end', pdf({ objects: `5 0 obj\n<</Length 22>>\nstream\n${latin(zip())}\nendstream\nendobj` }), 'pdf_odd'],
    ['with a page after its end', pdf({ tail: '\n<html><script>alert(1)</script>' }), 'pdf_odd'],
    ['with a page inside', pdf({ objects: '% <script>alert(1)</script>' }), 'pdf_odd'],
    ['with a second beginning', pdf({ objects: '%PDF-1.7' }), 'pdf_odd'],
    ['without an end', Buffer.from('%PDF-1.4\nhello'), 'pdf_odd'],
    ['that begins late', pdf({ head: 'x%PDF-1.4\n' }), 'pdf_odd'],
    ['with a packed bomb', pdf({ objects: packed(Buffer.alloc(60 * 1024 * 1024)) }), 'broken'],
    ['with a packed list that does not open', pdf({ objects: '7 0 obj\n<</Type/ObjStm/Filter/LZWDecode>>\nstream\nxx\nendstream\nendobj' }), 'broken'],
    ['with a packed list behind a disguised name', pdf({ objects: '7 0 obj\n<</Type/Obj#53tm>>\nstream\nxx\nendstream\nendobj' }), 'broken'],
  ])('%s: not taken', (_what, bytes, fault) => {
    expect(pdfFault(bytes)).toBe(fault)
  })
})

describe('files are examined apart', () => {
  test('the same is said as from inside; an empty file and 10 MB and one byte are not even begun', async () => {
    expect(await examineApart(await photo())).toMatchObject({ type: 'image/jpeg' })
    expect(await examineApart(pdf())).toEqual({ type: 'application/pdf', bytes: pdf() })
    expect(await examineApart(hugePng(30_000))).toEqual({ fault: 'pixels' })
    expect(await Promise.all([Buffer.alloc(0), Buffer.alloc(largestFile + 1)].map(examineApart))).toEqual([{ fault: 'empty' }, { fault: 'heavy' }])
  })

  test('where they are examined nothing can be read of the service, written or started', () => {
    const schema = join(import.meta.dirname, '../../db/schema.ts')
    const tries = [`readFileSync(${JSON.stringify(schema)})`, `writeFileSync(${JSON.stringify(join(import.meta.dirname, 'x'))}, '')`].map((call) => `require('fs').${call}`).concat("require('child_process').execSync('true')")
    const script = tries.map((one) => `try { ${one}; process.stdout.write('yes ') } catch (error) { process.stdout.write(error.code + ' ') }`).join(';')
    expect(execFileSync(process.execPath, [...flags, '-e', script], { env: {}, encoding: 'utf8' }).trim().split(' ')).toEqual(tries.map(() => 'ERR_ACCESS_DENIED'))
  })

  test('what a decoder prints is not taken for an answer', async () => {
    expect(await examineApart(heic({ width: 64, height: 64 }))).toEqual({ fault: 'broken' })
    expect(await examineApart(heic())).toMatchObject({ type: 'image/jpeg' })
  })
})

test.each([
  ['../../etc/passwd', 'passwd'], ['C:\\Users\\Verde\\carta.jpg', 'carta.jpg'], ['', '?'], ['..', '..'], ['a\u202egpj.exe', 'agpj.exe'], ['a\0\r\nb', 'a b'], ['x'.repeat(1000), 'x'.repeat(80)], ['🙂'.repeat(100), '🙂'.repeat(80)],
])('a name is only shown: %j', (given, shown) => {
  expect(tidyName(given)).toBe(shown)
})
