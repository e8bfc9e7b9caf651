import { readdirSync, readFileSync } from 'node:fs'
import { brotliDecompressSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { buildCss } from '../src/cli/css.ts'
import { contrast } from '../src/content/colour.ts'

const folder = 'public/assets'
const manifest: Record<string, string> = JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8'))
const packed = (name: string) => gzipSync(readFileSync(`${folder}/${manifest[name]}`)).length
const bytes = (...names: string[]) => names.reduce((sum, name) => sum + packed(name), 0)

describe('the look', () => {
  test('the committed style sheets are what the sources make: otherwise run npm run css', async () => {
    for (const { logical, name, body } of await buildCss()) {
      expect(manifest[logical]).toBe(name)
      expect(readFileSync(`${folder}/${name}`, 'utf8')).toBe(body.toString())
    }
  })

  test('the script is htmx and site.js as they are now: otherwise run npm run css', () => {
    expect(readFileSync(`${folder}/${manifest['site.js']}`, 'utf8')).toContain(readFileSync('public/site.js', 'utf8').trim())
  })

  test('every icon of the list has its drawing, and no other', () => {
    const ids: string[] = JSON.parse(readFileSync('views/style/icons.json', 'utf8'))
    expect(readdirSync('views/icons').sort()).toEqual(ids.map((id) => `${id}.eta`).sort())
  })

  test('public/assets holds nothing that the manifest does not name', () => {
    const names = [...Object.values(manifest), ...Object.values(manifest).filter((name) => /\.(css|js)$/.test(name)).map((name) => `${name}.br`)]
    expect(readdirSync(folder).sort()).toEqual([...names, 'manifest.json'].sort())
    for (const name of names.filter((one) => one.endsWith('.br'))) expect(brotliDecompressSync(readFileSync(`${folder}/${name}`)).equals(readFileSync(`${folder}/${name.replace('.br', '')}`))).toBe(true)
  })

  test('style under 25 kB, scripts under 30 kB, our own script under 3 kB', () => {
    expect(bytes('site.css')).toBeLessThan(25_000)
    expect(bytes('site.js')).toBeLessThan(30_000)
    expect(readFileSync('public/site.js').length).toBeLessThan(3_000)
  })

  test('words are read on every ground, and edges of controls seen, by day and at night', () => {
    const colours = readFileSync('views/style/_colours.scss', 'utf8')
    const [day, night = {}] = [...colours.matchAll(/:root \{([^}]*)\}/g)].map(([, rules = '']) => Object.fromEntries([...rules.matchAll(/--([a-z-]+): (#[0-9a-f]{3,6});/g)].map(([, name = '', hex = '']) => [name, hex.length === 4 ? hex.replace(/[0-9a-f]/g, '$&$&') : hex])))
    for (const look of [day, { ...day, ...night }] as Record<string, string>[]) {
      const on = (name: string, ground: string) => contrast(look[name] ?? '', look[ground] ?? '')
      const pairs = [...['paper', 'wash'].flatMap((ground) => ['ink', 'quiet-ink', 'accent', 'deep', 'alarm', 'good'].map((name) => [name, ground])), ['ink', 'care-wash'], ['alarm', 'alarm-wash'], ['ink', 'alarm-wash'], ['accent', 'alarm-wash'], ['good', 'good-wash'], ['ink', 'good-wash'], ['accent', 'care-wash']]
      expect(pairs.filter(([name = '', ground = '']) => on(name, ground) < 4.5)).toEqual([])
      expect(['edge', 'accent', 'ring', 'care'].filter((name) => on(name, 'paper') < 3)).toEqual([])
      expect(['brand', 'brand-deep'].filter((name) => contrast(look[name] ?? '', '#ffffff') < 4.5)).toEqual([])
    }
  })

  test('no view has what the content security policy forbids', () => {
    const views = readdirSync('views', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.eta'))
    const forbidden = /\sstyle=|<style|\son[a-z]+=|<script(?! src=| type="application\/ld\+json")|javascript:|hx-on/
    expect(views.filter((file) => forbidden.test(readFileSync(`views/${file}`, 'utf8')))).toEqual([])
  })
})
