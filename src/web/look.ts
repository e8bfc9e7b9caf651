import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MiddlewareHandler } from 'hono'
import { mixed, readableOn } from '../content/colour.ts'
import type { Content } from '../content/content.ts'
import { readLogo } from '../content/logo.ts'
import type { App, Env } from './context.ts'

/** What an ente puts in place of our own look: addresses by plain name, and the files behind them. */
export type Look = { assets: Record<string, string>; files: Map<string, { type: string; body: Uint8Array<ArrayBuffer> }> }

const folder = join(import.meta.dirname, '../../public/assets')
/** The darkest ground that words in the colour of the ente stand on at night: --wash of views/style/_colours.scss. */
const night = '#1f2b39'
/** The lightest by day: --wash. */
const day = '#f2f7fc'

/** The sheet in the colours of the ente (in one file with the rest: one request less), and its logo. */
export function lookOf({ territory: { authority: { colour, logo } } }: Content): Look {
  const look: Look = { assets: {}, files: new Map() }
  if (colour) add(look, 'site.css', 'css', 'text/css; charset=utf-8', `${ownSheet()}${coloursOf(colour)}`)
  if (logo) {
    const { type, body } = readLogo(logo)
    add(look, 'logo', logo.split('.').at(-1) ?? '', type, body)
  }
  return look
}

/** Serves them, before the files of public/assets. */
export const serveLook = ({ look }: App): MiddlewareHandler<Env> => async (c, next) => {
  const file = look.files.get(c.req.path)
  if (!file) return next()
  return c.body(file.body, 200, { 'Content-Type': file.type, 'Cache-Control': 'public, max-age=31536000, immutable' })
}

/** Only by the four colours of the ente: all others stay, so that what was measured stays true. */
export function coloursOf(colour: string): string {
  const deep = mixed(colour, '#000000', 0.35)
  const [accent, nightAccent] = [readableOn(colour, day, '#000000'), readableOn(colour, night, '#ffffff')]
  const light = `:root{--brand:${colour};--brand-deep:${deep};--accent:${accent};--deep:${readableOn(deep, day, '#000000')}}`
  return `${light}@media screen and (prefers-color-scheme:dark){:root{--accent:${nightAccent};--deep:${mixed(nightAccent, '#ffffff', 0.3)}}}\n`
}

function ownSheet(): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<string, string>
  return readFileSync(join(folder, manifest['site.css'] ?? ''), 'utf8')
}

function add(look: Look, logical: string, ending: string, type: string, body: string | Buffer): void {
  const bytes = new Uint8Array(Buffer.from(body))
  const name = `ente.${createHash('sha256').update(bytes).digest('hex').slice(0, 10)}.${ending}`
  look.assets[logical] = name
  look.files.set(`/assets/${name}`, { type, body: bytes })
}
