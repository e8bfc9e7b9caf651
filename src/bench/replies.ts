import type { Form, Question } from '../engine/question.ts'
import type { Manner } from './paths.ts'

/** What somebody who does not exist says where the first choice would lead away from the request. */
const said: Record<string, string> = { o_per_chi: 'me', o_eta: '30-64', o_pericolo: 'no', o_comune: 'A893', canale_contatto: 'telefono', segnalante_tipo: 'vicino_amico', o_scadenza: 'nessuna', aiuti_comunicazione: 'nessuno', o_come: 'leggo' }
/** Who leaves out all that can be left out gives no phone either. */
const silently: Record<string, string> = { canale_contatto: 'passo_io' }

/** The form that answers a question: as people answer it, or with nothing where nothing is needed. @param need the code of what they need */
export function answerForm(question: Question, manner: Manner, need: string): Form {
  if (question.id === 'o_bisogni') return { risposta: need }
  const silent = manner === 'silent'
  if (silent && !question.required && question.kind !== 'notice') return question.quiet[0] ? { risposta: question.quiet[0] } : { risposta: question.options?.at(-1)?.code ?? '' }
  const first = (silent ? silently[question.id] : undefined) ?? said[question.id] ?? question.options?.[0]?.code ?? ''
  switch (question.kind) {
    case 'name': return { 'risposta.nome': 'Verde', 'risposta.cognome': 'Quercia' }
    case 'date': return { 'risposta.giorno': '3', 'risposta.mese': '5', 'risposta.anno': question.age_fact ? '1980' : '2027' }
    case 'address': return { 'risposta.via': "Via dell'Esempio 3", 'risposta.cap': '70032', 'risposta.luogo': 'Bitonto' }
    case 'counts': return { [`risposta.${question.options?.[0]?.code}`]: '1' }
    case 'grid': return Object.fromEntries((question.options ?? []).map(({ code }) => [`risposta.${code}`, question.levels?.[0]?.code ?? '']))
    case 'phone': return { risposta: '080 555 0101' }
    case 'email': return { risposta: 'verde.quercia@example.org' }
    case 'fiscal_code': return { risposta: 'XXXXXX00X00X000X', conferma: 'XXXXXX00X00X000X' }
    case 'text': return { risposta: 'Due parole.' }
    case 'notice': return {}
    case 'agree': return { risposta: 'si' }
    default: return { risposta: first }
  }
}
