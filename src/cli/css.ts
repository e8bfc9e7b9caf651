import { globSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { brotliCompressSync, constants } from 'node:zlib'
import { transform } from 'lightningcss'
import { PurgeCSS } from 'purgecss'
import { compile } from 'sass'
import { type Asset, deskScript, favicon, fonts, hashed, icons, kioskScript, script } from './assets.ts'

/** `npm run css`: writes public/assets (style sheet, script, fonts, manifest) and views/icons. Its output is committed. */

const target = 'public/assets'
const content = ['views/**/*.eta', 'src/**/*.ts', 'public/*.js']
/** Classes that htmx adds at run time; the version, which the checker of the national model reads. */
const safelist = { standard: [/^htmx-/], variables: ['--bootstrap-italia-version'] }
/** Bootstrap Italia 2 is written in the Sass of its time. */
const oldSass = ['import', 'global-builtin', 'color-functions', 'if-function', 'slash-div'] as const
/** What must work: the browsers of the last five years (no nesting, no layers in the output). */
const browsers = { chrome: 95 << 16, firefox: 95 << 16, safari: 15 << 16 }

/** Packed here once, as small as can be: a tenth less than gzip makes of it at each request. Fonts are packed already. */
const packs = /\.(css|js)$/
const packed = (body: Buffer) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } })

/** The style sheets as the sources now make them: everybody's, and what staff have besides. */
export async function buildCss(typefaces?: Asset[]): Promise<Asset[]> {
  const known = typefaces ?? (await fonts())
  return Promise.all(['site', 'desk'].map((name) => sheet(name, known)))
}

/** Everything that public/assets holds, but the manifest. */
export async function buildAssets(): Promise<Asset[]> {
  const typefaces = await fonts()
  return [...(await buildCss(typefaces)), await script(), await deskScript(), await kioskScript(), await favicon(), ...typefaces]
}

async function sheet(name: string, typefaces: Asset[]): Promise<Asset> {
  const css = await purge(compileSass(name))
  const named = typefaces.reduce((text, face) => text.replaceAll(face.logical, face.name), css)
  const { code } = transform({ filename: `${name}.css`, code: Buffer.from(named), minify: true, targets: browsers })
  return hashed(`${name}.css`, Buffer.from(code))
}

const compileSass = (name: string) => compile(`views/style/${name}.scss`, {
  loadPaths: ['node_modules/bootstrap-italia/src/scss'], quietDeps: true, silenceDeprecations: [...oldSass],
}).css

async function purge(css: string): Promise<string> {
  const files = globSync(content).sort()
  const [purged] = await new PurgeCSS().purge({ content: files, css: [{ raw: css }], safelist, variables: true, keyframes: true })
  if (!purged) throw new Error('purgecss gave no style sheet back')
  return purged.css
}

async function write(): Promise<void> {
  await Promise.all(['views/icons', target].map((folder) => rm(folder, { recursive: true, force: true })))
  await Promise.all(['views/icons', target].map((folder) => mkdir(folder, { recursive: true })))
  for (const { file, body } of await icons()) await writeFile(file, body)
  const assets = await buildAssets()
  for (const { name, body } of assets) await writeFile(`${target}/${name}`, body)
  for (const { name, body } of assets.filter(({ name: one }) => packs.test(one))) await writeFile(`${target}/${name}.br`, packed(body))
  const manifest = Object.fromEntries(assets.map(({ logical, name }) => [logical, name]))
  await writeFile(`${target}/manifest.json`, JSON.stringify(manifest, null, 2) + '\n')
  console.log(assets.map(({ name, body }) => `${name}  ${body.length} bytes`).join('\n'))
}

if (import.meta.main) await write()
