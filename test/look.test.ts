import { readdirSync, readFileSync } from 'node:fs'
import { brotliDecompressSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { buildCss } from '../src/cli/css.ts'
import { createTemplates } from '../src/templates.ts'

const folder = 'public/assets'
const manifest: Record<string, string> = JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8'))
const packed = (name: string) => gzipSync(readFileSync(`${folder}/${manifest[name]}`)).length
const bytes = (...names: string[]) => names.reduce((sum, name) => sum + packed(name), 0)
const fonts = Object.keys(manifest).filter((name) => name.endsWith('.woff2'))

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

  test('the first page: 28 kB without fonts, 60 with, in five requests', () => {
    const templates = createTemplates()
    const home = templates.render('home', { ...templates.voice('it'), path: '/' })
    const light = gzipSync(home).length + bytes('site.css', 'site.js', 'icon.svg')
    expect(light).toBeLessThan(28_000)
    expect(light + bytes(...fonts)).toBeLessThan(60_000)
    expect(['page', 'site.css', 'site.js', ...fonts].length).toBeLessThanOrEqual(5)
  })

  test('no view has what the content security policy forbids', () => {
    const views = readdirSync('views', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.eta'))
    const forbidden = /\sstyle=|<style|\son[a-z]+=|<script(?! src=| type="application\/ld\+json")|javascript:|hx-on/
    expect(views.filter((file) => forbidden.test(readFileSync(`views/${file}`, 'utf8')))).toEqual([])
  })
})
