import { createRequire } from 'node:module'
import type * as Phones from 'libphonenumber-js/min'
import type { Form, Question } from '../question.ts'
import { unknownCode } from '../rule.ts'
import { clean, loudest, quietCodes, type Doubt, type KindRules, type Reading } from './kind.ts'

const longestField = 200

/** A kind whose answer is typed words: `check` gives a problem, or nothing; `look` what to look at again. */
export function typed(check: (words: string) => string | undefined, tidy = (words: string) => words, look: (words: string, today: string) => Doubt | undefined = () => undefined): KindRules {
  const read = (form: Form, question: Question, today?: string): Reading => {
    const words = tidy(clean(loudest(form.risposta) ?? ''))
    if (quietCodes.includes(words)) return question.required ? { problem: 'write_something' } : { answer: words }
    if (!words) return question.required ? { problem: 'write_something' } : { answer: unknownCode }
    if (words.length > (question.max_length ?? longestField)) return { problem: 'too_long' }
    const problem = check(words)
    return problem ? { problem } : { answer: words, ...(today ? { doubt: look(words, today) } : {}) }
  }
  return {
    read,
    accepts: (answer, question) => typeof answer === 'string' && 'answer' in read({ risposta: answer }, question),
    facts: (answer, question) => ({ [question.id]: [quietCodes.includes(answer as string) ? unknownCode : 'detto'] }),
  }
}

export const text = typed(() => undefined)

/** PEC addresses too: nothing in their form tells them apart. */
export const email = typed((words) => (/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]{2,}$/.test(words) ? undefined : 'not_an_email'), (words) => words.replace(/\s/g, ''))

/** Digits with the signs people write between them, 6 to 15 (E.164). A length that no number has is looked at again, never refused. */
export const phone = typed((words) => (/^\+?[\d\s().\-/]+$/.test(words) && /^\d{6,15}$/.test(words.replace(/\D/g, '')) ? undefined : 'not_a_phone'), undefined,
  (words) => (!isPossiblePhone(words) ? { code: 'telefono', values: { telefono: words } } : undefined))

const load = createRequire(import.meta.url)

/** Italian where no country is said. The tables are loaded at the first number. */
function isPossiblePhone(words: string): boolean {
  const phones = load('libphonenumber-js/min') as typeof Phones
  return phones.isPossiblePhoneNumber(words.replace(/^00/, '+'), 'IT')
}
