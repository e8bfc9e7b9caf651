import { inflateSync } from 'node:zlib'

/** What makes a PDF do something when it is opened, or carry another file. */
const active = /\/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z0-9])/
const locked = /\/Encrypt(?![A-Za-z0-9])/
/** Beginnings of other kinds of file, where only a PDF should be. */
const foreign = /PK\x03\x04|PK\x05\x06|<script|<html|<!doctype|<\?php/i
/** A packed list of objects says what it holds only once unpacked; a bomb stops here. */
const mostUnpacked = 4 * 1024 * 1024
/** An archive is recognised by its end: readers look for it in the last 64 kB. */
const archiveEnd = 66_000

type PdfFault = 'broken' | 'pdf_locked' | 'pdf_active' | 'pdf_odd'

/**
 * Why a PDF is not taken: it is locked, it does something by itself, or it is also something else. A PDF is kept as it is, so
 * what its bytes can tell must be told here; staff open it outside our pages (src/triage/routes.ts).
 */
export function pdfFault(bytes: Buffer): PdfFault | undefined {
  const whole = bytes.toString('latin1')
  if (!/^%PDF-[12]\.\d/.test(whole) || !/%%EOF[\s\0]*$/.test(whole.slice(-2048))) return 'pdf_odd'
  if (whole.slice(-archiveEnd).includes('PK\x05\x06')) return 'pdf_odd'
  const bare = plainNames(whole.replace(streams, 'stream'))
  if (foreign.test(bare) || bare.lastIndexOf('%PDF-') > 0) return 'pdf_odd'
  if (locked.test(bare)) return 'pdf_locked'
  const packed = packedObjects(whole)
  // Every list that the file speaks of must have been seen from inside.
  if (packed?.length !== (bare.match(/\/ObjStm(?![A-Za-z0-9])/g) ?? []).length) return 'broken'
  return [bare, ...packed.map(plainNames)].some((text) => active.test(text)) ? 'pdf_active' : undefined
}

const streams = /(?<=>>\s{0,9})stream\r?\n[\s\S]*?endstream/g
const objectStreams = /\/Type\s*\/ObjStm(?:(?!endobj|stream)[\s\S]){0,2000}?stream\r?\n([\s\S]*?)endstream/g

/** A name may be written with numbers for letters: /J#53 is /JS. */
const plainNames = (text: string) => text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** The objects that stand in packed lists; undefined if a list does not unpack, or is a bomb. */
function packedObjects(whole: string): string[] | undefined {
  let left = mostUnpacked
  const lists: string[] = []
  for (const [, packed = ''] of whole.matchAll(objectStreams)) {
    try {
      const list = inflateSync(Buffer.from(packed, 'latin1'), { maxOutputLength: left })
      left = Math.max(1, left - list.length)
      lists.push(list.toString('latin1'))
    } catch {
      return undefined
    }
  }
  return lists
}
