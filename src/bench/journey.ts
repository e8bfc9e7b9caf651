import { answer, walk, type Walk } from '../engine/journey.ts'
import type { Answers, Form } from '../engine/question.ts'
import type { Content } from '../content/content.ts'
import { formOf } from '../demo/walker.ts'
import type { Browser, Page } from './browser.ts'

/** A question and the form that answers it. */
export type Turn = { id: string; form: Form }

/** What somebody who does not exist says, in both conversations. */
const said: Answers = {
  natura_atto: 'richiesta_contatto', o_pericolo: 'no', o_per_chi: 'me', o_eta: '30-64', persona: { cognome: 'Betulla', nome: 'Rosa' }, o_comune: 'A893', o_bisogni: ['casa', 'lavoro'],
  canale_contatto: 'telefono', telefono: '080 000 0001', telefono_sicuro: 'chiamare_e_messaggi', o_scadenza: 'lascio_casa', scadenza_data: '2027-01-15', o_seguito: 'no',
  bisogno_parole_tue: 'Casa, gatto, orto, bicicletta: parole, parole, parole.', aiuti_comunicazione: ['nessuno'], presa_visione: 'si', o_come: 'leggo',
}

/** The turns of a whole conversation, in order: the questions that these answers open. */
export function turnsOf(content: Content, id: string, today: string, begun: Answers = {}): Turn[] {
  const journey = content.journeys.get(id)
  if (!journey) throw new Error(`no journey ${id}`)
  const step = (answers: Answers, turns: Turn[]): Turn[] => {
    const walked: Walk = walk(journey, content.questions, answers, { today })
    if (!walked.current) return turns
    const form = formOf(walked.current, said[walked.current.id] ?? walked.current.options?.[0]?.code ?? 'si')
    const outcome = answer(journey, content.questions, answers, walked.current.id, form, { today })
    if (!('answers' in outcome)) throw new Error(`${walked.current.id}: ${JSON.stringify(outcome)}`)
    return step(outcome.answers, [...turns, { id: walked.current.id, form }])
  }
  return step(begun, [])
}

/** A whole request, from the choice of the act to the receipt, page by page. @returns the pages seen */
export async function request(browser: Browser, turns: Turn[]): Promise<Page[]> {
  const pages = [await browser.get('/richiesta'), await browser.post('/richiesta/inizia', { atto: 'richiesta_contatto' })]
  for (const { id, form } of turns) pages.push(await browser.post(`/richiesta/${id}`, form))
  pages.push(await browser.post('/richiesta/invia', {}))
  const wrong = pages.find(({ status }) => status !== 200)
  if (wrong) throw new Error(`a page of the journey answered ${wrong.status}: ${wrong.html.slice(0, 300)}`)
  return pages
}

/** One orientation. @returns milliseconds of each answered question */
export async function orient(browser: Browser, turns: Turn[], partial: boolean): Promise<number[]> {
  await browser.post('/orientamento/inizia', { bisogno: '' })
  const times: number[] = []
  for (const { id, form } of turns) {
    const started = performance.now()
    const { status } = await browser.post(`/orientamento/${id}`, form, partial)
    times.push(performance.now() - started)
    if (status !== 200) throw new Error(`${id}: ${status}`)
  }
  return times
}
