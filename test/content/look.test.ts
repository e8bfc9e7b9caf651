import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { contrast } from '../../src/content/colour.ts'
import { loadContent } from '../../src/content/content.ts'
import { largestLogo, logoFaults } from '../../src/content/logo.ts'
import { contentRoot } from '../../src/content/root.ts'
import { coloursOf, lookOf } from '../../src/web/look.ts'

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0])
const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">${inside}</svg>`

function withFile(name: string, body: string | Buffer): string {
  const root = mkdtempSync(join(tmpdir(), 'look-'))
  mkdirSync(join(root, 'logos'))
  writeFileSync(join(root, 'logos', name), body)
  return root
}

describe('the logo of the ente', () => {
  test.each([['quercia.png', png], ['quercia.svg', svg('<path d="M0 0h1v1z" fill="url(#a)"/>')], ['quercia.svg', `<?xml version="1.0"?>\n${svg('')}`]])('%s is a picture', (name, body) => {
    expect(logoFaults(name, withFile(name, body))).toEqual([])
  })

  test.each([
    ['quercia.png', svg(''), 'not the picture that its name says'], ['quercia.svg', '<html></html>', 'not the picture'], ['quercia.png', Buffer.concat([png, Buffer.alloc(largestLogo)]), 'at most'],
    ...['<script>alert(1)</script>', '<a onload="x()"/>', '<image href="https://example.org/x.png"/>', '<use xlink:href=//example.org/a#b />', '<foreignObject/>', '<style>a{fill:url(https://example.org)}</style>'].map((inside) => ['quercia.svg', svg(inside), 'may only draw']),
  ] as [string, string | Buffer, string][])('%s that is something else is refused (%#)', (name, body, reason) => {
    expect(logoFaults(name, withFile(name, body)).join()).toContain(reason)
  })

  test('that is not there is said, and no logo is no fault', () => {
    expect(logoFaults('pioppo.svg', withFile('quercia.png', png)).join()).toContain('is not there')
    expect(logoFaults(undefined)).toEqual([])
  })
})

describe('the colour of the ente', () => {
  const withAuthority = (lines: string) => {
    const root = mkdtempSync(join(tmpdir(), 'look-'))
    cpSync(contentRoot, root, { recursive: true })
    const file = join(root, 'territories/bari.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('  dpo: privacy@example.org\n', `  dpo: privacy@example.org\n${lines}`))
    return root
  }

  test.each([["  colour: '#ffcc00'\n", /white words are not read on it \(1\.\d : 1/], ['  colour: red\n', /write a colour as #0066cc/], ["  colour: '#06c;}body{display:none'\n", /write a colour/], ['  logo: ../../master.key\n', /write the name of a file/], ['  accessibility: https://example.org/\n', /form\.agid\.gov\.it/]])('what cannot be is told with its reason: %s', (lines, reason) => {
    expect(() => loadContent('bari', withAuthority(lines))).toThrow(reason)
  })

  test.each(['#7a0019', '#00563f', '#333333', '#5b2c83', '#0066cc'])('%s takes the place of ours in the one sheet, and is read by day and at night', (colour) => {
    const content = loadContent('bari', withAuthority(`  colour: '${colour}'\n`))
    const look = lookOf(content)
    const { body } = look.files.get(`/assets/${look.assets['site.css']}`) ?? {}
    expect(Buffer.from(body ?? []).toString()).toContain(`--brand:${colour}`)
    const [day = '', night = ''] = coloursOf(colour).split('@media')
    const named = (css: string, name: string) => new RegExp(`--${name}:(#[0-9a-f]{6})`).exec(css)?.[1] ?? ''
    for (const name of ['accent', 'deep']) {
      for (const ground of ['#ffffff', '#f2f7fc']) expect(contrast(named(day, name), ground)).toBeGreaterThanOrEqual(4.5)
      for (const ground of ['#151d27', '#1f2b39']) expect(contrast(named(night, name), ground)).toBeGreaterThanOrEqual(4.5)
    }
    expect(contrast(named(day, 'brand-deep'), '#ffffff')).toBeGreaterThanOrEqual(4.5)
  })

  test('where there is none, nothing is written in place of ours', () => {
    expect(lookOf(loadContent('bari'))).toEqual({ assets: {}, files: new Map() })
  })
})
