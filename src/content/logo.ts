import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { contentRoot } from './root.ts'

export type Logo = { type: string; body: Buffer }

/** A logo is seen on every page by every phone. */
export const largestLogo = 20_000
/** What a file is by its bytes, whatever its name says. */
const types: [RegExp, string, (body: Buffer) => boolean][] = [
  [/\.png$/, 'image/png', (body) => body.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))],
  [/\.webp$/, 'image/webp', (body) => body.toString('latin1', 0, 4) === 'RIFF' && body.toString('latin1', 8, 12) === 'WEBP'],
  [/\.svg$/, 'image/svg+xml', (body) => /^(<\?xml[^>]*>\s*)?<svg[\s>]/.test(body.toString('utf8').trim())],
]
/** A drawing draws: it runs nothing and fetches nothing. */
const alive = /<script|<foreignObject|<!ENTITY|\son\w+\s*=|(href|src)\s*=\s*["']?(?!#)|url\((?!["']?#)|javascript:/i

/** The logo of the ente, from db/content/logos. @throws Error that says what is wrong with it */
export function readLogo(name: string, root = contentRoot): Logo {
  const file = join(root, 'logos', name)
  if (!existsSync(file)) throw new Error(`logos/${name}: is not there`)
  const body = readFileSync(file)
  const [, type] = types.find(([ending, , is]) => ending.test(name) && is(body)) ?? []
  if (!type) throw new Error(`logos/${name}: is not the picture that its name says; write an SVG, PNG or WebP file`)
  if (body.length > largestLogo) throw new Error(`logos/${name}: has ${body.length} bytes, at most ${largestLogo}`)
  if (type === 'image/svg+xml' && alive.test(body.toString('utf8'))) throw new Error(`logos/${name}: runs or fetches something; a drawing may only draw`)
  return { type, body }
}

/** What is wrong with the logo of a territory; none is nothing wrong. */
export function logoFaults(name: string | undefined, root = contentRoot): string[] {
  try {
    if (name) readLogo(name, root)
    return []
  } catch (error) {
    return [(error as Error).message]
  }
}
