import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { measure, pathOf } from '../../src/bench/paths.ts'
import { answerForm } from '../../src/bench/replies.ts'
import { median } from '../../src/bench/table.ts'
import { loadContent } from '../../src/content/content.ts'
import { askerOf } from '../../src/dossiers/file.ts'
import { findByNumber, openDossier } from '../../src/dossiers/dossiers.ts'
import { walk } from '../../src/engine/journey.ts'
import type { Answers } from '../../src/engine/question.ts'
import { testApp, type TestApp } from '../helpers/app.ts'
import { openQuestion } from '../helpers/talk.ts'

const content = loadContent()
const today = '2026-11-23'
const acts = ['richiesta_contatto', 'istanza', 'segnalazione']
const families = [...content.families.values()].filter((family) => family.citizen_facing)
const needs: Record<string, string> = { casa: 'casa', lavoro: 'lavoro', socialita: 'stare_insieme', trasversale: 'famiglia' }

describe('every family, by every act', () => {
  let service: TestApp
  beforeAll(async () => void (service = await testApp()))
  afterAll(() => service.close())

  /** Chooses the family, starts the act, answers what the pages ask, sends. */
  async function send(act: string, { slug, group, axis, reveals_condition }: (typeof families)[number], manner: 'complete' | 'silent') {
    const person = service.visitor()
    const need = needs[axis] ?? 'non_so'
    await person.post('/orientamento/inizia', { bisogno: need })
    await person.post('/orientamento/scelte', { famiglia: reveals_condition ? group : slug })
    await person.post('/richiesta/inizia', { atto: act })
    const asked: string[] = []
    for (let id = openQuestion(await person.get('/richiesta')); id; id = openQuestion(await person.get('/richiesta'))) {
      if (asked.includes(id)) throw new Error(`${id} was asked twice`)
      asked.push(id)
      const question = content.questions.get(id)
      const { status } = await person.post(`/richiesta/${id}`, question ? answerForm(question, manner, need) : {})
      if (status !== 303) throw new Error(`${act}, ${slug}, ${id}: ${status}`)
    }
    await person.post('/richiesta/invia')
    const number = /\d{4}\/\d{7}/.exec((await person.get('/richiesta/inviata')).html)?.[0] ?? ''
    const dossier = findByNumber(service.app.db, number)
    if (!dossier) throw new Error(`${act}, ${slug}: not filed`)
    return { asked, filed: openDossier(service.app, dossier).filed }
  }

  test.each(acts)('%s: all that is asked, and nothing that can be left out, both arrive', async (act) => {
    for (const family of families) {
      const whole = await send(act, family, 'complete')
      const silent = await send(act, family, 'silent')
      expect(whole.filed.gaps, `${act} ${family.slug}`).toEqual([])
      expect(silent.filed.act).toBe(act)
      expect(silent.filed.gaps.length, `${act} ${family.slug}`).toBeGreaterThan(0)
      expect(whole.filed.chosen.map(({ slug }) => slug)).toEqual(act === 'segnalazione' ? [] : [family.reveals_condition ? family.group : family.slug])
      for (const id of silent.filed.gaps) expect(content.questions.get(id)?.required, `${id} is a gap, so it may be left out`).toBe(false)
    }
  }, 120_000)
})

describe('how long a request is', () => {
  const rows = measure(content, today)

  test('a person who asks to be called back answers twelve questions or fewer, half of the times', () => {
    expect(median(rows.filter(({ act }) => act === 'richiesta_contatto').map(({ questions }) => questions))).toBeLessThanOrEqual(12)
  })

  test('a family adds seven questions at the most; only what completes another comes on top', () => {
    const completing = (id: string) => id.endsWith('_data') || id === 'medico'
    for (const family of families) {
      const { turns, walked } = pathOf(content, { act: 'istanza', family, manner: 'complete', today })
      const own = walked.turns.filter(({ part, question }) => part === 'proposte' && question.id !== 'documenti' && !completing(question.id))
      expect(own.length, family.slug).toBeLessThanOrEqual(7)
      expect(turns.length).toBe(walked.turns.length - 1)
    }
  })

  test('after the orientation nothing that it learnt is asked again', () => {
    for (const { act, family, questions, oriented } of rows) expect(oriented, `${act} ${family}`).toBeLessThan(questions)
  })
})

describe('who asks', () => {
  const known: Record<string, Answers> = {
    segnalante_anonimo: { natura_atto: 'segnalazione', o_pericolo: 'si', avviso_pericolo: 'visto', segnalante_anonimo: 'si', segnalante_tipo: 'vicino_amico' },
    segnalante_professionista: { natura_atto: 'segnalazione', segnalante_tipo: 'mmg_pls' },
    segnalante: { natura_atto: 'segnalazione', segnalante_tipo: 'familiare_convivente' },
    genitore: { natura_atto: 'istanza', o_per_chi: 'familiare', titolo: 'genitore_minore', persona_data_nascita: '2015-02-03' },
    rappresentante: { natura_atto: 'istanza', o_per_chi: 'altra_persona', titolo: 'tutore' },
    delegato: { natura_atto: 'istanza', o_per_chi: 'familiare', titolo: 'delegato' },
    persona_istanza: { natura_atto: 'istanza', o_per_chi: 'me' },
    professionista: { natura_atto: 'richiesta_contatto', o_per_chi: 'operatore', segnalante_tipo: 'ospedale' },
    altra_persona: { natura_atto: 'richiesta_contatto', o_per_chi: 'altra_persona', segnalante_tipo: 'vicino_amico' },
    familiare: { natura_atto: 'richiesta_contatto', o_per_chi: 'familiare', segnalante_tipo: 'genitore' },
    persona: { natura_atto: 'richiesta_contatto', o_per_chi: 'me' },
  }

  test('is told apart from everybody else, each with what they see afterwards', () => {
    expect(Object.keys(known)).toEqual(content.askers.map(({ code }) => code))
  })

  test.each(content.askers.map((asker) => [asker.code, asker] as const))('%s: nothing blocks but the minimum of the law', (code, asker) => {
    const journey = content.journeys.get('richiesta')
    if (!journey) throw new Error('no journey')
    let answers: Answers = known[code] ?? {}
    const needed = new Set<string>()
    for (let walked = walk(journey, content.questions, answers, { today }); ; walked = walk(journey, content.questions, answers, { today })) {
      for (const { question } of walked.turns) if (question.required && question.kind !== 'notice') needed.add(question.id)
      if (!walked.current) {
        expect(askerOf(content, walked.facts).code).toBe(code)
        break
      }
      const { id, quiet, required, kind } = walked.current
      answers = { ...answers, [id]: required ? valueOf(id, kind) : kind === 'many' || kind === 'grid' ? [quiet[0] ?? 'non_so'].flat() : (quiet[0] ?? 'ignoto') }
      if (kind === 'grid') answers = { ...answers, [id]: quiet[0] ?? 'ignoto' }
    }
    expect([...needed].sort()).toEqual([...asker.minimum].sort())
  })

  const valueOf = (id: string, kind: string): Answers[string] => {
    if (kind === 'name') return { nome: 'Verde', cognome: 'Quercia' }
    if (kind === 'date') return '1980-05-03'
    if (kind === 'phone') return '080 555 0101'
    if (kind === 'agree') return 'si'
    return { canale_contatto: 'passo_io', o_pericolo: 'no', persona_informata: 'si', persona_d_accordo: 'no', persona_riferimento: 'Il portone verde' }[id] ?? content.questions.get(id)?.options?.[0]?.code ?? ''
  }
})
