import { ageBand } from '../dates.ts'
import { readFiscalCode } from '../fiscal-code.ts'
import { quietCodes, spoken, type Doubt, type KindRules } from './kind.ts'
import { typed } from './typed.ts'

const rules = typed(() => undefined, (words) => words.toUpperCase().replace(/[^A-Z0-9]/g, ''), look)

/** A codice fiscale, a provisional one, an STP or ENI code: read back for confirmation, never refused. */
export const fiscalCode: KindRules = {
  ...rules,
  read(form, question, today) {
    const quiet = [form.risposta ?? []].flat().filter((words) => quietCodes.includes(words))
    const written = [form.risposta ?? []].flat().some((words) => words.trim() && !quietCodes.includes(words))
    return !written && quiet[0] ? { answer: quiet[0] } : rules.read(form, question, today)
  },
  facts(answer, question, today) {
    if (quietCodes.includes(answer as string)) return { [question.id]: [spoken(answer as string)] }
    const birth = birthIn(answer as string, today)
    return { [question.id]: [birth ? 'letto' : 'detto'], ...(birth && question.age_fact ? { [question.age_fact]: [ageBand(birth, today)] } : {}) }
  },
}

/** The birth date that a code says without doubt; undefined where it does not add up, or the century is not sure. */
export function birthIn(code: string, today: string): string | undefined {
  const { problem, birth } = readFiscalCode(code, today)
  return typeof birth === 'string' && !problem ? birth : undefined
}

/** What the code says of the person, or what does not add up in it. */
function look(words: string, today: string): Doubt | undefined {
  const { problem, birth, sex, place } = readFiscalCode(words, today)
  if (problem) return { code: `codice_${problem}`, values: { codice: words } }
  if (!birth) return undefined
  const seen = { sesso: sex ?? '', luogo: place ?? '' }
  // Two digits say no century: who is more than a hundred, and who is a child, look alike.
  return typeof birth === 'string' ? { code: 'codice_letto', values: { nascita: birth, ...seen } } : { code: 'codice_secolo', values: { prima: birth[0], seconda: birth[1], ...seen } }
}
