import { encode } from 'uqr'

/** A QR code as the path of an SVG of `size` units: each dark square is one unit. */
export function qrPath(words: string): { path: string; size: number } {
  const { data, size } = encode(words, { border: 4 })
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])))
  return { path: dark.join(''), size }
}
