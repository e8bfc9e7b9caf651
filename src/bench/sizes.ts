import { gzipSync } from 'node:zlib'
import type { Ask } from './browser.ts'

export type Weight = { path: string; plain: number; sent: number; packed: number }

/** The bytes of an address: unpacked, as sent to a browser (all that are in use take gzip and, over HTTPS, brotli), and as they would be if everything were packed. */
export async function weigh(ask: Ask, origin: string, path: string): Promise<Weight & { text: string }> {
  const fetched = async (encoding: string) => {
    const response = await ask(new Request(origin + path, { headers: { 'Accept-Encoding': encoding } }))
    if (response.status !== 200) throw new Error(`${path}: ${response.status}`)
    return { body: Buffer.from(await response.arrayBuffer()), encoding: response.headers.get('Content-Encoding') }
  }
  const plain = await fetched('identity')
  const sent = await fetched('gzip, deflate, br')
  return { path, plain: plain.body.length, sent: sent.body.length, packed: Math.min(plain.body.length, gzipSync(plain.body).length), text: plain.body.toString('utf8') }
}

/** The first page and all that a browser fetches to show it: style sheet, scripts, the fonts of the sheet. The icon of the tab comes after. */
export async function firstPage(ask: Ask, origin: string): Promise<{ page: Weight; parts: Weight[]; fonts: Weight[] }> {
  const page = await weigh(ask, origin, '/')
  const named = [...page.text.matchAll(/<link rel="stylesheet" href="([^"]+)"|<script src="([^"]+)"/g)].map(([, sheet, script]) => sheet ?? script ?? '')
  const parts = await Promise.all(named.map((path) => weigh(ask, origin, path)))
  const faces = new Set(parts.flatMap(({ path, text }) => (path.endsWith('.css') ? [...text.matchAll(/url\(["']?([^"')]+\.woff2)/g)].map(([, url = '']) => new URL(url, origin + path).pathname) : [])))
  return { page, parts, fonts: await Promise.all([...faces].map((path) => weigh(ask, origin, path))) }
}
