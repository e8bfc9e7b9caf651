import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import subsetFont from 'subset-font'

/** A file of public/assets: the name the views use, the hashed name it is served by, its bytes. */
export type Asset = { logical: string, name: string, body: Buffer }

const italia = 'node_modules/bootstrap-italia/dist'
const weights = { regular: 'titillium-400.woff2', 600: 'titillium-600.woff2' }

/** Latin-1, and what Romanian, Polish, Croatian and Albanian add to it. Arabic and Ukrainian use the fonts of the system. */
const letters = [
  ...range(0x20, 0x7e), ...range(0xa0, 0xff), ...'ĂăȘșȚțŞşŢţ', ...'ĄąĆćĘęŁłŃńŚśŹźŻż', ...'ČčĐđŠšŽž', ...'–—‘’‚“”„…•€‹›→←',
].join('')

/** Titillium Web, cut to the letters of our languages. Bold uses 600: a third weight would cost the first page 13 kB. */
export async function fonts(): Promise<Asset[]> {
  return Promise.all(Object.entries(weights).map(async ([weight, logical]) => {
    const whole = await readFile(`${italia}/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-${weight}.woff2`)
    return hashed(logical, await subsetFont(whole, letters, { targetFormat: 'woff2' }))
  }))
}

/** htmx and our own listeners in one file: one request less on the first page. */
export async function script(): Promise<Asset> {
  const files = ['node_modules/htmx.org/dist/htmx.min.js', 'public/site.js']
  const parts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  const bare = parts.map((part) => part.replace(/^\/\/# sourceMappingURL=.*$/m, '').trim())
  return hashed('site.js', Buffer.from(bare.join(';\n') + '\n'))
}

/** The keys and the news of the staff wing: citizens do not carry them. */
export const deskScript = (): Promise<Asset> => alone('desk.js')

/** What only a screen of many people carries. */
export const kioskScript = (): Promise<Asset> => alone('kiosk.js')

const alone = async (name: string): Promise<Asset> => hashed(name, Buffer.from(`${(await readFile(`public/${name}`, 'utf8')).trim()}\n`))

/** The sign of the service, for the tab of the browser. */
export async function favicon(): Promise<Asset> {
  const sign = drawing('approdo', await readFile('views/style/icons.svg', 'utf8'))
  const square = '<rect width="24" height="24" rx="4" fill="#06c"/>'
  return hashed('icon.svg', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" color="#fff">${square}${sign}</svg>\n`))
}

/** The drawing of each icon of views/style/icons.json, from our own drawings or Bootstrap Italia's, as a partial. */
export async function icons(): Promise<{ file: string, body: string }[]> {
  const ids: string[] = JSON.parse(await readFile('views/style/icons.json', 'utf8'))
  const sources = ['views/style/icons.svg', `${italia}/svg/sprites.svg`]
  const sprites = await Promise.all(sources.map((file) => readFile(file, 'utf8')))
  return ids.map((id) => ({ file: `views/icons/${id}.eta`, body: drawing(id, sprites.join('')) }))
}

/** The name of a file says its content, so that browsers may keep it for ever. */
export function hashed(logical: string, body: Buffer): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 10)
  return { logical, name: logical.replace(/(\.\w+)$/, `.${hash}$1`), body }
}

function drawing(id: string, sprites: string): string {
  const found = new RegExp(`<symbol id="${id}"[^>]*>(.*?)</symbol>`, 's').exec(sprites)?.[1]
  if (!found) throw new Error(`views/style/icons.json: no icon is called "${id}". See the ids of ${italia}/svg/sprites.svg.`)
  return found.trim()
}

function range(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at))
}
