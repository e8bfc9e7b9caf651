import { encode } from 'uqr'

export type Qr = { path: string; size: number }

/** A QR code as the path of an SVG of `size` units: each dark square is one unit. */
export function drawQr(words: string): Qr {
  const { data, size } = encode(words, { border: 4 })
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])))
  return { path: dark.join(''), size }
}
