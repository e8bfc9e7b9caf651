import { describe, expect, it } from 'vitest'
import { loadContent } from '../../src/content/content.ts'
import { orientCase, type OrientLine } from '../../src/orientation/orient.ts'
import personas from './personas.json' with { type: 'json' }

/**
 * Invented people, each judged by the trade before looking at what comes out.
 * must: sure. either: sure or perhaps. mustNot: in neither list.
 */
type Persona = {
  id: string; who: string; answers: Record<string, unknown>
  must: string[]; either?: string[]; mustNot: string[]; panels: string[]; desk: string
}

const content = loadContent()
const orient = (answers: Record<string, unknown>) => orientCase(content, 'persona', answers, { today: '2026-11-22' })
const shown = ({ families, perhaps }: OrientLine) => [...families, ...perhaps]

describe('what each person is proposed', () => {
  it.each(personas as unknown as Persona[])('$id $who', ({ answers, must, either = [], mustNot, panels, desk }) => {
    const { line, warnings } = orient(answers)
    expect(warnings).toEqual([])
    expect(line.families).toEqual(expect.arrayContaining(must))
    expect(shown(line)).toEqual(expect.arrayContaining(either))
    expect(shown(line).filter((slug) => mustNot.includes(slug))).toEqual([])
    expect(line.panels).toEqual(panels)
    expect(line.desk).toBe(desk)
    expect(shown(line).filter((slug) => !line.reasons[slug])).toEqual([])
  })

  it.each(personas as unknown as Persona[])('$id is not too much to read', ({ answers }) => {
    const { line } = orient(answers)
    const needs = Array.isArray(answers.o_bisogni) ? answers.o_bisogni.length : 1
    expect(line.families.length).toBeLessThanOrEqual(6 * needs)
    expect(line.perhaps.length).toBeLessThanOrEqual(needs > 1 ? 8 : 6)
  })
})

describe('who follows the person', () => {
  const needs = { o_bisogni: ['casa', 'aiuto_casa', 'lavoro', 'stare_insieme'], o_eta: '18-29', o_seguito: 'si' }
  const ofOneService = ['rientro-dp', 'mediazione-abitare-dp', 'tirocinio-terapeutico', 'ips']

  it('shows in no proposal while the service is not told, even as a perhaps', () => {
    for (const answers of [needs, { ...needs, o_servizio: 'taciuto' }, { ...needs, o_servizio: 'altro' }, { ...needs, o_seguito: 'ignoto' }]) {
      expect(shown(orient(answers).line).filter((slug) => ofOneService.includes(slug))).toEqual([])
    }
  })

  it('shows once it is told', () => {
    expect(shown(orient({ ...needs, o_servizio: 'serd' }).line)).toEqual(expect.arrayContaining(ofOneService.slice(0, 3)))
    expect(shown(orient({ ...needs, o_servizio: 'csm' }).line)).toContain('ips')
  })
})
