import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadContent, type Content, type Rule } from '../../src/content/content.ts'
import { walk } from '../../src/engine/journey.ts'
import { codesOf } from '../../src/engine/kinds.ts'
import type { Answers } from '../../src/engine/question.ts'
import { inLanguage } from '../../src/engine/text.ts'
import { match } from '../../src/orientation/match.ts'
import { orientCase } from '../../src/orientation/orient.ts'

const content = loadContent()
const today = '2026-11-22'
const journey = content.journeys.get('orientamento')!
const notices = { avviso_pericolo: 'visto', avviso_minori: 'visto', avviso_casa: 'visto' }

const orient = (answers: Answers, of: Content = content) => match(of, walk(journey, of.questions, { ...notices, ...answers }, { today }).facts, today)
const line = (answers: Record<string, unknown>) => orientCase(content, 'case', answers, { today }).line
const sure = (answers: Answers) => orient(answers).sure.map(({ family }) => family.slug)
const code = (slug: string) => content.groups.get(content.families.get(slug)?.group ?? '')?.code
const codes = (slugs: string[]) => [...new Set(slugs.map(code))]

const axes: Record<string, string[]> = {
  casa: ['c_dove', 'c_serve', 'c_notte', 'c_condividere'], aiuto_casa: ['c_dove', 'c_serve', 'c_notte', 'c_condividere'], soldi: ['c_dove', 'c_serve', 'c_notte', 'c_condividere'],
  lavoro: ['l_situazione', 'l_serve', 'l_riconoscimento'], stare_insieme: ['s_piace', 's_ostacolo'], famiglia: ['f_minori', 'f_serve'], non_so: [],
}

/** Every combination of answers to the questions of a need. */
function combinations(questions: string[]): Answers[] {
  return questions.reduce<Answers[]>((all, id) => all.flatMap((answers) => {
    const question = content.questions.get(id)!
    return codesOf(question).filter((c) => c !== 'taciuto').map((c) => ({ ...answers, [id]: question.kind === 'many' ? [c] : c }))
  }), [{}])
}

const anyAnswers = fc.record(Object.fromEntries(journey.steps.flatMap(({ ask }) => {
  const question = content.questions.get(ask)!
  if (question.kind === 'notice') return []
  const one = fc.constantFrom(...codesOf(question))
  return [[ask, question.kind === 'many' ? fc.uniqueArray(one, { minLength: 1, maxLength: 3 }) : one]]
})), { requiredKeys: [] }) as fc.Arbitrary<Answers>

describe('the golden cases', () => {
  it('G1: a young man who stays with friends sees homes with support, and that some are for young adults', () => {
    const said = line({ o_pericolo: 'no', o_per_chi: 'me', o_comune: 'Bari', o_eta: '18-29', o_bisogni: ['casa'], c_dove: 'ospite', c_notte: 'si' })
    expect(codes(said.families)).toContain('CA1')
    expect(Object.values(said.reasons).join(' ')).toContain('giovani adulti')
    expect(Object.values(said.reasons).join(' ')).not.toMatch(/\d/)
    expect(said.desk).toBe('pua-bari')
  })

  it('G2: who looks for work and does not know of a recognition gets it among what is to be verified', () => {
    const said = line({ o_comune: 'Molfetta', o_eta: '30-64', o_bisogni: ['lavoro'], l_situazione: 'cerco', l_riconoscimento: 'ignoto' })
    expect(codes(said.families)).toContain('LA1')
    expect(said.perhaps).toContain('collocamento-mirato')
    expect([...said.families, ...said.perhaps]).toContain('gol')
    expect(JSON.stringify(said.reasons)).not.toMatch(/%|\d/)
  })

  it('G3: a family that nobody follows gets the voucher only as a perhaps, without money or levels', () => {
    const said = line({ o_comune: 'Conversano', o_bisogni: ['famiglia'], f_minori: 'si', o_seguito: 'no' })
    expect(said.perhaps).toContain('voucher-famiglia')
    expect(codes(said.families)).toContain('FA1')
    expect(JSON.stringify(said)).not.toMatch(/euro|€|\bbase\b|\bmedio\b|\balto\b/)
    expect(said.desk).toBe('pua-conversano')
  })

  it('G4: an old person leaving hospital gets help at home, and the desk a signal', () => {
    const found = orient({ o_eta: '65+', o_bisogni: ['aiuto_casa'], o_scadenza: 'ospedale' })
    expect(codes(found.sure.map(({ family }) => family.slug))).toContain('CA2')
    expect(found.signals).toContain('dimissione')
    expect(found.sure[0]?.family.slug).toBe('assistenza-domiciliare')
  })

  it('G5: a minor in danger sees both panels, then goes on', () => {
    expect(line({ o_pericolo: 'si', o_eta: '<18' }).panels).toEqual(['emergenza_generale', 'minori'])
  })

  it('G6: sport and volunteering, and nothing about work or money', () => {
    const said = line({ o_comune: 'Altamura', o_bisogni: ['stare_insieme'], s_piace: ['sport', 'volontariato'] })
    expect(codes(said.families).sort()).toEqual(['SO2', 'SO4'])
    expect(codes([...said.families, ...said.perhaps])).not.toEqual(expect.arrayContaining(['CO1']))
    expect([...said.families, ...said.perhaps].map(code).join()).not.toMatch(/LA|CO/)
    expect(said.desk).toBe('pua-altamura')
  })

  it('G7: who sleeps in the street sees the housing panel; a residence is not asked for', () => {
    const said = line({ o_comune: 'senza_dimora', o_bisogni: ['casa'], c_dove: 'strada' })
    expect(said.panels).toContain('emergenza_casa')
    expect(codes(said.families)).toContain('CA1')
    expect(JSON.stringify(said.reasons)).not.toMatch(/residenza/)
    expect(said.desk).toBe('pua-accoglienza')
  })

  it('G8: who prefers not to say anything still gets something, and a desk', () => {
    const silent = Object.fromEntries([...content.questions.values()].filter((q) => q.quiet.includes('taciuto')).map((q) => [q.id, q.kind === 'many' ? ['taciuto'] : 'taciuto']))
    const said = line(silent)
    expect(codes(said.families)).toContain('SO4')
    expect(said.desk).toBeTruthy()
  })

  it('G9: an operator who asks for somebody else is offered to report', () => {
    expect(orient({ o_per_chi: 'operatore' }).actions).toContain('offri_segnalazione')
  })

  it('G10: a placement comes with the warning about other aids, never with the advice to give one up', () => {
    const said = line({ o_eta: '30-64', o_bisogni: ['lavoro'], l_situazione: 'cerco', l_serve: 'pratica', la2_altro_aiuto: 'si' })
    expect(codes([...said.families, ...said.perhaps])).toContain('LA2')
    expect(said.reasons.tirocinio).toMatch(/altri aiuti/)
    expect(said.reasons.tirocinio).not.toMatch(/rinunci|lascia |sospend/)
  })
})

describe('orientation', () => {
  it('gives at least one family to each single need with every combination of its answers', () => {
    let counted = 0
    const empty = Object.entries(axes).flatMap(([need, questions]) => combinations(questions).filter((answers) => {
      counted += 1
      const { sure: found, perhaps } = orient({ o_bisogni: [need], ...answers })
      return found.length + perhaps.length === 0
    }).map((answers) => ({ need, ...answers })))
    expect(counted).toBeGreaterThanOrEqual(736)
    // The one exception of domain.md 3.4: a family without minors gets the information card.
    expect(empty.every((c: Answers) => c.need === 'famiglia' && c.f_minori === 'no')).toBe(true)
    for (const c of empty) expect(orient({ ...c, o_bisogni: ['famiglia'] }).cards).toContain('info-servizi-famiglia')
  })

  it('says only true things: what a reason claims is what the person answered', () => {
    fc.assert(fc.property(anyAnswers, (answers) => {
      const { facts } = walk(journey, content.questions, { ...notices, ...answers }, { today })
      const { sure: found, perhaps } = match(content, facts, today)
      const fired = [...found, ...perhaps.filter(({ settle }) => settle.length === 0)].flatMap(({ reasons }) => reasons.map(({ rule }) => rule))
      return fired.every((rule) => claimsHold(rule, facts.said))
    }), { numRuns: 2000 })
  })

  it('lets no reason claim something without saying what', () => {
    const claiming = content.rules.filter(({ reason }) => /^(Hai (detto|scelto)|Cerchi|Vuoi|Ti piace|Serve|Stai per|Sta per)/.test(inLanguage(reason, 'it')))
    expect(claiming.filter(({ says }) => !says).map(({ id }) => id)).toEqual([])
  })

  it('gives the same families whatever the order of the rules', () => {
    fc.assert(fc.property(anyAnswers, fc.shuffledSubarray(content.rules, { minLength: content.rules.length }), (answers, rules) => {
      const slugs = (found: ReturnType<typeof orient>) => [found.sure, found.perhaps].map((list) => list.map(({ family }) => family.slug))
      return JSON.stringify(slugs(orient(answers))) === JSON.stringify(slugs(orient(answers, { ...content, rules })))
    }), { numRuns: 300 })
  })

  it('keeps a door open where an answer is missing or unknown, and names the question that would settle it', () => {
    const home = { o_bisogni: ['casa'], c_serve: 'posto', c_notte: 'si' }
    const cohousing = (answers: Answers) => orient(answers).perhaps.find(({ family }) => family.slug === 'cohousing-gruppo')?.settle
    expect(sure({ ...home, c_condividere: 'si' })).toContain('cohousing-gruppo')
    expect(cohousing(home)).toEqual(['c_condividere'])
    expect(cohousing({ ...home, o_eta: 'ignoto', c_condividere: 'si' })).toBeUndefined()
    expect(orient({ ...home, o_eta: 'ignoto' }).perhaps.find(({ family }) => family.slug === 'recovery-house')?.settle).toContain('o_eta')
  })

  it('says of an open perhaps only on which answer it depends, never what the person did not say', () => {
    const said = line({ o_bisogni: ['casa'], c_serve: 'posto' })
    expect(said.reasons['cohousing-gruppo']).toMatch(/^Dipende da una risposta/)
  })

  it('never denies: the forbidden words are in no reason, note or family', () => {
    const forbidden = /non hai diritto|non idone|esclus|rifiutat|punteggi|graduatori/i
    const words = [...content.rules.flatMap((r) => [r.reason, r.reason_other, r.then.note]), ...[...content.families.values()].flatMap((f) => [f.title, f.summary, f.decides, f.next])]
    expect(words.filter((text) => text && forbidden.test(text.it))).toEqual([])
  })

  it('with no answer at all gives what is open to everyone, a talk, and a desk', () => {
    const found = orient({})
    expect(found.sure.map(({ family }) => family.slug)).toContain('volontariato-paco')
    expect(found.actions).toContain('prenota_colloquio')
    expect(line({}).desk).toBe('pua-accoglienza')
  })

  it('does not give the same list to a young adult of a mental health centre and to a person leaving a dependency service', () => {
    const said = { o_bisogni: ['casa', 'lavoro'], c_serve: 'posto', c_condividere: 'si', c_notte: 'si', l_situazione: 'cerco', l_serve: 'pratica', o_seguito: 'si' }
    const young = sure({ ...said, o_eta: '18-29', o_servizio: 'csm' })
    const leaving = sure({ ...said, o_eta: '30-64', o_servizio: 'serd' })
    expect(young).toEqual(expect.arrayContaining(['recovery-house', 'ips']))
    expect(leaving).toEqual(expect.arrayContaining(['rientro-dp', 'tirocinio-terapeutico']))
    expect(young).not.toContain('rientro-dp')
    expect(leaving).not.toContain('recovery-house')
  })

  it('proposes GOL as certain only while the programme is open in the territory', () => {
    const open = { ...content, territory: { ...content.territory, programmes: { ...content.territory.programmes, gol: { open: 'si' as const, until: '2027-01-01' } } } }
    const answers = { o_bisogni: ['lavoro'], l_situazione: 'cerco' }
    expect(orient(answers, open).sure.map(({ family }) => family.slug)).toContain('gol')
    expect(orient(answers).perhaps.map(({ family }) => family.slug)).toContain('gol')
  })

  it('can propose every family that citizens may have', () => {
    const proposed = new Set(content.rules.flatMap(({ then }) => then.families ?? []))
    expect([...content.families.values()].filter((f) => f.citizen_facing && !proposed.has(f.slug)).map((f) => f.slug)).toEqual([])
  })

  it('reads other names of the same answer, and says what it does not understand', () => {
    const { line: said, warnings } = orientCase(content, 'x', { o_comune: 'gravina in puglia', o_bisogni: 'casa', o_servizio: 'sert', o_seguito: 'si', o_eta: 'cento', boh: 1 }, { today })
    expect(said.desk).toBe('pua-altamura')
    expect(said.families).toContain('rientro-dp')
    expect(warnings).toHaveLength(2)
  })
})

function claimsHold(rule: Rule, said: Record<string, string[]>): boolean {
  return Object.entries(rule.says ?? {}).every(([question, wanted]) => said[question]?.some((c) => wanted.includes(c)))
}
