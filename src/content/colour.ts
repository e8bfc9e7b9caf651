/** Colours of the ente: they must be read on white, by day and at night (WCAG 2.2, 1.4.3: 4.5 : 1). */
export const hexColour = /^#[0-9a-f]{6}$/i
/** Words on their ground. */
export const readable = 4.5

type Rgb = [number, number, number]
const rgbOf = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as Rgb
const hexOf = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

function luminance(hex: string): number {
  const [red, green, blue] = rgbOf(hex).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as Rgb
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

/** A colour with so much of another in it. @param part from 0 to 1 */
export const mixed = (hex: string, other: string, part: number): string => {
  const into = rgbOf(other)
  return hexOf(rgbOf(hex).map((one, at) => one + ((into[at] ?? 0) - one) * part) as Rgb)
}

/** The colour, brought towards another step by step until it is read on the ground. */
export function readableOn(hex: string, ground: string, towards: string, enough = readable): string {
  for (let part = 0; part < 1; part += 0.05) if (contrast(mixed(hex, towards, part), ground) >= enough) return mixed(hex, towards, part)
  return towards
}
