import type { Content } from '../content/content.ts'
import type { Filed } from '../dossiers/file.ts'
import { isRealDate } from '../engine/dates.ts'
import type { Form } from '../engine/question.ts'
import { field } from '../web/form.ts'
import { kindOf, type Service } from './fields.ts'

/** How an operator heard that the person agrees. */
export const ways = ['di_persona', 'telefono', 'per_iscritto'] as const
/** How and when (ISO day or instant) the person agreed that these data go to this service; `risposta`: in the request itself. */
export type Consent = { how: 'risposta' | (typeof ways)[number]; at: string; words?: string }

/** How and when they took it back (GDPR art. 7 c. 3); `da_qui`: on the page of their request. */
export type Withdrawal = { how: 'da_qui' | (typeof ways)[number]; at: string }

const question = 'autorizza_condivisione'

/** Did the person say in the request that we may speak with services of this kind (domain.md 2.10, n. 61)? */
export function filedConsent(content: Content, service: Service, { answers }: Pick<Filed, 'answers'>, receivedAt: string): Consent | undefined {
  const said = [answers[question] ?? []].flat().filter((one) => typeof one === 'string')
  return kindOf(content, service)?.consent.some((code) => said.includes(code)) ? { how: 'risposta', at: receivedAt } : undefined
}

/** Reads what an operator recorded of it. @param since the day on which they took back an older one, which does not count any more @returns undefined where the way or the day is missing, or the day is still to come */
export function recordedConsent(form: Form, today: string, since = ''): Consent | undefined {
  const [how, day] = [ways.find((way) => way === field(form, 'modo')), field(form, 'giorno')]
  if (!how || !isRealDate(day) || day > today || day < since.slice(0, 10) || field(form, 'accordo') !== 'si') return undefined
  const words = field(form, 'parole').trim().slice(0, 300)
  return { how, at: day, ...(words ? { words } : {}) }
}

/** Reads what an operator recorded of its being taken back. @returns undefined where the way or the day is missing, or the day is still to come */
export function recordedWithdrawal(form: Form, today: string): Withdrawal | undefined {
  const [how, day] = [ways.find((way) => way === field(form, 'modo')), field(form, 'giorno')]
  return how && isRealDate(day) && day <= today ? { how, at: day } : undefined
}
