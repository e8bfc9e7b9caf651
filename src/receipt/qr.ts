import { drawQr, type Qr } from '../web/qr.ts'

/** The address of the status page is the same on every receipt: drawing it costs as much as three pages. */
let last: { words: string; qr: Qr } | undefined

/** A QR code as the path of an SVG of `size` units: each dark square is one unit. */
export function qrPath(words: string): Qr {
  if (last?.words !== words) last = { words, qr: drawQr(words) }
  return last.qr
}
