import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkContent } from '../../src/content/check.ts'
import { loadContent } from '../../src/content/content.ts'
import { contentRoot } from '../../src/content/root.ts'
import { ContentError } from '../../src/content/yaml.ts'
import { deskOf } from '../../src/territory/routing.ts'
import published from '../families.json' with { type: 'json' }

const content = loadContent()
const checked = checkContent(content, '2026-11-22')

describe('the content', () => {
  it('has no fault: references, words, reading ease', () => {
    expect(checked.faults).toEqual([])
  })

  it('holds the whole catalogue: 53 items of the Budget di Salute, 17 rows of INSIEME, at least 42 rules, 41 comuni in 12 ambiti', () => {
    expect(checked.counts).toMatchObject({ 'Budget di Salute (S0)': 53, 'INSIEME (S4)': 17, comuni: 41, ambiti: 12, families: published.length })
    expect(checked.counts.rules).toBeGreaterThanOrEqual(42)
  })

  it('holds every published family with its axis, and at least one sheet for each that citizens may have', () => {
    for (const { slug, axis, label, citizen_facing } of published) {
      expect(content.families.get(slug)).toMatchObject({ axis, label, citizen_facing })
      const sheets = [...content.opportunities.values()].filter((o) => o.family === slug && o.visibility.startsWith('C'))
      if (citizen_facing) expect(sheets.length, slug).toBeGreaterThan(0)
    }
  })

  it('quotes the documents only by their own words: no seed amount, no number of vouchers on a citizen page', () => {
    const citizens = JSON.stringify([...content.opportunities.values()].filter((o) => o.visibility === 'C').map(({ source: _s, staff_note: _n, editions: _e, ...shown }) => shown))
    expect(citizens).not.toMatch(/€|euro|\b74\b|1\.560|5\.712/)
  })

  it('shows the project rows of INSIEME to nobody, and the steps between services to no citizen', () => {
    const count = (visibility: string) => [...content.opportunities.values()].filter((o) => o.visibility === visibility).length
    expect(count('I')).toBe(14)
    expect(count('O')).toBe(3)
    expect([...content.opportunities.values()].filter((o) => o.visibility === 'C*').map(({ slug }) => slug).sort())
      .toEqual(['casa-dom-operatore-dp', 'casa-rientro-dp', 'sert-tirocinio-borsa-lavoro', 'soc-sogg-supporto-dp'])
  })

  it('leads every comune to a desk', () => {
    expect(content.territory.comuni.filter((comune) => !deskOf(content, comune)).map(({ name }) => name)).toEqual([])
  })

  it('opens also for the other demo territories', () => {
    for (const slug of ['demo-veneto-ats12', 'demo-emilia-romagna']) expect(checkContent(loadContent(slug), '2026-11-22').faults).toEqual([])
  })

  it('asks nothing that must never be asked (domain.md 2.10)', () => {
    const never = /diagnos|malattia (hai|ha)|HIV|sostanz|reat|condann|religion|partit|sindacat|orientamento sessual|etnia|cittadinanza|permesso di soggiorno|gravidanza|incinta|iban|conto corrente|stipendio|quanto guadagn/i
    const asked = [...content.questions.values()].flatMap((q) => [q.label, q.label_other, ...(q.options ?? []).map((o) => o.label)])
    expect(asked.filter((text) => text && never.test(text.it)).map((text) => text?.it)).toEqual([])
  })

  it('refuses emergency numbers that nobody checked for ninety days', () => {
    expect(checkContent(content, '2027-02-21').faults.some((fault) => fault.includes('112'))).toBe(true)
  })
})

describe('a mistake in a file', () => {
  const broken = (file: string, change: (source: string) => string) => {
    const root = mkdtempSync(join(tmpdir(), 'content-'))
    cpSync(contentRoot, root, { recursive: true })
    writeFileSync(join(root, file), change(readFileSync(join(root, file), 'utf8')))
    return root
  }

  it('is told with file, line and reason', () => {
    const root = broken('opportunities/casa-recovery-house.yaml', (source) => source.replace('kind: alloggio', 'kind: castello'))
    try {
      loadContent('bari', root)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(ContentError)
      const [problem] = (error as ContentError).problems
      const line = readFileSync(join(root, 'opportunities/casa-recovery-house.yaml'), 'utf8').split('\n').findIndex((l) => l.startsWith('kind:')) + 1
      expect(problem).toMatchObject({ file: 'opportunities/casa-recovery-house.yaml', line })
      expect(problem?.reason).toMatch(/^kind/)
    }
  })

  it('of YAML itself is told in the same way', () => {
    const root = broken('emergency.yaml', (source) => `${source}\n  : [`)
    expect(() => loadContent('bari', root)).toThrow(/^emergency\.yaml:\d+: /)
  })

  it('such as a rule about an answer that does not exist is found by the check', () => {
    const root = broken('rules/orientamento.yaml', (source) => source.replace('c_dove: { in: [strada] }', 'c_dove: { in: [stradina] }'))
    expect(checkContent(loadContent('bari', root), '2026-11-22').faults.join()).toContain('question c_dove has no answer "stradina"')
  })
})

describe('what was read at an earlier start', () => {
  it('is used again only while no file changed, and never where it cannot be read', () => {
    const root = mkdtempSync(join(tmpdir(), 'content-'))
    cpSync(contentRoot, root, { recursive: true })
    const kept = join(root, 'kept.json')
    const first = loadContent('bari', root, kept)
    expect(loadContent('bari', root, kept)).toEqual(first)
    const file = join(root, 'opportunities/casa-recovery-house.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^summary: .*/m, 'summary: Una casa nuova.'))
    const changed = loadContent('bari', root, kept)
    expect(changed.opportunities.get('casa-recovery-house')?.summary.it).toBe('Una casa nuova.')
    expect(changed.version).not.toBe(first.version)
    writeFileSync(kept, '{"half')
    expect(loadContent('bari', root, kept)).toEqual(changed)
  })
})
