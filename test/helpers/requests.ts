import { walkThread } from '../../src/conversation/threads.ts'
import type { Kept } from '../../src/conversation/visit.ts'
import { codeOf, submit, type Dossier } from '../../src/dossiers/dossiers.ts'
import type { Answer, Answers, Question } from '../../src/engine/question.ts'
import { newToken } from '../../src/vault/vault.ts'
import type { App } from '../../src/web/context.ts'

export type Wishes = { answers?: Answers; chosen?: string[] }
export type Filed = Dossier & { code: string }

/** The answers of Rosa Betulla, who does not exist; `answers` of a test take their place. */
const usual: Answers = {
  natura_atto: 'richiesta_contatto', o_per_chi: 'me', o_eta: '30-64', persona: { cognome: 'Betulla', nome: 'Rosa' }, persona_data_nascita: '1980-05-04',
  o_comune: 'A893', o_bisogni: ['casa'], c_dove: 'casa_propria', o_scadenza: 'nessuna', canale_contatto: 'telefono', telefono: '080 555 0100', telefono_sicuro: 'no_messaggi_chiedi_prima',
  bisogno_parole_tue: 'Cerco una casa per me e per il mio gatto.',
}

/** Files a request by walking the journey to its end: every question of the path gets an answer that it accepts. */
export function fileRequest(app: App, { answers = {}, chosen = [] }: Wishes = {}): Filed {
  const kept = complete(app, { answers: { ...usual, ...answers }, chosen })
  const token = newToken()
  const manner = { voice: app.templates.voice('it'), aboutOther: kept.answers.o_per_chi !== 'me', content: app.content }
  const dossier = submit(app, { token, kept, walked: walkThread(app, { journey: 'richiesta' }, kept), manner, channel: 'home' })
  return { ...dossier, code: codeOf(token) }
}

/** Answers what is left. @throws where the path cannot go on, as at a notice that ends it */
export function complete(app: App, kept: Kept): Kept {
  const { current } = walkThread(app, { journey: 'richiesta' }, kept)
  if (!current) return kept
  if (current.exit || kept.answers[current.id] !== undefined) throw new Error(`the path stops at ${current.id}`)
  return complete(app, { ...kept, answers: { ...kept.answers, [current.id]: anAnswer(current) } })
}

function anAnswer({ kind, options, levels }: Question): Answer {
  const first = options?.[0]?.code ?? ''
  const given: Record<Question['kind'], Answer> = {
    one: first, comune: first, many: [first], name: { cognome: 'Pino', nome: 'Verde' }, text: 'Due parole', date: '2027-01-15',
    phone: '080 555 0101', email: 'verde.pino@example.org', fiscal_code: 'XXXXXX00X00X000X', address: { via: 'Via dei Pini 3' }, counts: { [first]: '1' }, grid: { [first]: levels?.[0]?.code ?? '' },
    notice: 'visto', agree: 'si',
  }
  return given[kind]
}
