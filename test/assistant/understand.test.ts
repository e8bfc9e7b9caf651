import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { CORE_SCHEMA, load } from 'js-yaml'
import { beforeAll, describe, expect, test } from 'vitest'
import { knowledgeName, knowledgeOf } from '../../src/assistant/kept.ts'
import { score, type Score } from '../../src/assistant/score.ts'
import { createAssistant, type Understand } from '../../src/assistant/understand.ts'
import { leastDanger } from '../../src/conversation/danger.ts'
import { loadContent, loadExamples } from '../../src/content/content.ts'
import { examples } from '../../src/content/schemas.ts'

const content = loadContent()
const learnt = process.env.LEARNT && join(process.env.LEARNT, knowledgeName)
let understand: Understand
beforeAll(() => {
  understand = createAssistant(content, knowledgeOf(content, learnt))
})

const slugs = (said: string) => understand(said).families.map(({ slug }) => slug)

describe('sentences kept aside, that the assistant never learnt from', () => {
  const aside = examples.parse({ version: 1, ...(load(readFileSync(join(import.meta.dirname, 'aside.yaml'), 'utf8'), { schema: CORE_SCHEMA }) as object) }).examples.filter(({ lang }) => lang === 'it')
  let scored: Score
  beforeAll(() => {
    scored = score(content, understand, aside)
  })

  test('none of them is among those it learnt from, but for greetings and the like of a word or two', () => {
    const learnt = new Set(loadExamples().map(({ say }) => say.toLowerCase()))
    expect(aside.filter(({ say }) => say.includes(' ') && learnt.has(say.toLowerCase()))).toEqual([])
  })

  // What was measured when this was written, less a little: a change that makes people less understood is seen.
  test.each([['intent', 0.92], ['emergency recall', 0.92], ['panel', 0.92], ['axis', 0.86], ['family, first', 0.8], ['family, among three', 0.92], ['urgency', 0.9]])('%s: at least %f', (measure, least) => {
    const { right, of } = scored.measures.get(measure) ?? { right: 0, of: 1 }
    expect(right / of).toBeGreaterThanOrEqual(least)
  })

  test('false alarms are few', () => {
    const { right, of } = scored.measures.get('false alarms') ?? { right: 1, of: 1 }
    expect(right / of).toBeLessThanOrEqual(0.025)
  })
})

describe('what people say', () => {
  test.each([
    ['mio marito mi picchia', 'violenza'], ['non voglio più vivere', 'farla_finita'], ['stanotte non so dove dormire', 'emergenza_casa'],
    ['domani ci sfrattano', 'emergenza_casa'], ['mio padre è svenuto e non risponde', 'emergenza_generale'],
  ])('"%s" is danger now', (said, panel) => {
    expect(understand(said)).toMatchObject({ intent: 'emergency', urgency: 'now' })
    expect(understand(said).panels).toContain(panel)
  })

  test('every literal word of danger of emergency.yaml, said alone, opens its panel', () => {
    const silent = content.emergency.roots.flatMap(({ panel, words }) => words.filter((root) => {
      const { danger, literal } = understand(root)
      return danger < leastDanger || !literal.includes(panel)
    }))
    expect(silent).toEqual([])
  })

  test.each(['ho lasciato un uomo violento due anni fa, vorrei un tirocinio', 'questa fila mi uccide', 'voglio smettere per sempre con il gioco'])('"%s" is not', (said) => {
    expect(understand(said).intent).not.toBe('emergency')
  })

  test.each([
    ['a che punto è la mia richiesta?', 'status'], ['quali documenti servono?', 'documents'], ['siete aperti il sabato?', 'offices'], ['quanto tempo ci vuole per una risposta?', 'how_long'],
    ['posso fare la domanda io per mia madre?', 'on_behalf'], ['voglio parlare con una persona', 'human'], ['chi legge quello che scrivo?', 'privacy'], ['ciao, come stai?', 'smalltalk'],
    ['devo rinnovare il passaporto', 'out_of_scope'],
  ])('"%s" asks for %s', (said, intent) => {
    expect(understand(said).intent).toBe(intent)
  })

  test('what somebody has already, or does not want, is not offered', () => {
    const { families, excluded } = understand("il lavoro ce l'ho, cerco una stanza")
    expect(families.map(({ slug }) => content.families.get(slug)?.axis)).not.toContain('lavoro')
    expect(excluded).toContain('orientamento-lavoro')
    expect(slugs('non cerco lavoro, mi serve qualcuno che aiuti mia madre a lavarsi')[0]).toBe('assistenza-domiciliare')
  })

  test('it says by which words it goes', () => {
    expect(understand('mi hanno dato lo sfratto').families.find(({ slug }) => slug === 'alloggio-temporaneo')?.words).toContain('sfratto')
  })

  test('misspelt, in capitals, without accents it is the same', () => {
    for (const said of ['CERCO UN TIROCINIO', 'cerco un tirocinnio', 'vorrei fare un tirocino', 'tirocinioooo']) expect(slugs(said)[0], said).toBe('tirocinio')
  })

  test('the same sentence has the same answer every time', () => {
    const said = 'ho 52 anni, ho perso il lavoro e non so da dove ricominciare'
    expect(createAssistant(content, knowledgeOf(content, learnt))(said)).toEqual(understand(said))
  })
})

describe('facts that a sentence says already', () => {
  test.each([
    ['ho 22 anni, vivo coi miei a Bitonto e cerco lavoro', { o_eta: '18-29', o_comune: 'A893', c_dove: 'famiglia', l_situazione: 'cerco' }],
    ['mia madre ha 85 anni e non si lava più da sola', { o_per_chi: 'familiare', o_eta: '65+', c_serve: 'cura' }],
    ['ho lo sfratto il 30, due bambini, mi segue l’assistente sociale', { o_scadenza: 'lascio_casa', f_minori: 'si', o_seguito: 'si', o_servizio: 'servizio_sociale' }],
    ['è in carico al CSM', { o_seguito: 'si', o_servizio: 'csm' }],
  ])('"%s"', (said, facts) => {
    expect(understand(said).facts).toMatchObject(facts)
  })

  test.each(['sono 5 anni che cerco casa', 'lavoro lì da 20 anni', 'mi hanno dato 3 anni di affidamento'])('"%s" says no age', (said) => {
    expect(understand(said).facts).not.toHaveProperty('o_eta')
  })
})

describe('whatever is typed', () => {
  test('any string has an answer, of the right shape', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ unit: 'binary', maxLength: 400 })), (said) => {
      const meaning = understand(said)
      expect(meaning.families.every(({ slug }) => content.families.has(slug))).toBe(true)
      expect(['none', 'soon', 'now']).toContain(meaning.urgency)
    }), { numRuns: 300 })
  })

  test('a very long one costs no more than a page of words', () => {
    const [long, page] = ['aiuto casa '.repeat(1000), 'aiuto casa '.repeat(136)]
    expect(understand(long).families).toEqual(understand(page).families)
  })
})
