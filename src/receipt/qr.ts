import { encode } from 'uqr'

type Qr = { path: string; size: number }

/** The address of the status page is the same on every receipt: drawing it costs as much as three pages. */
let last: { words: string; qr: Qr } | undefined

/** A QR code as the path of an SVG of `size` units: each dark square is one unit. */
export function qrPath(words: string): Qr {
  if (last?.words !== words) last = { words, qr: draw(words) }
  return last.qr
}

function draw(words: string): Qr {
  const { data, size } = encode(words, { border: 4 })
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])))
  return { path: dark.join(''), size }
}
