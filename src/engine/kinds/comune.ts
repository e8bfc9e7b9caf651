import type { Question } from '../question.ts'
import { one } from './choices.ts'
import { clean, loudest, single, type KindRules, type Reading } from './kind.ts'

/** The answer that stands, for rules, for every place outside the territory. */
const elsewhere = 'altro'

/**
 * A comune: chosen from the territory's list, or typed. What is typed may be a name, an old name, an ISTAT or cadastral code;
 * an abolished comune becomes the one that took its place. Where it means several places the person chooses among them.
 */
export const comune: KindRules = {
  read(form, question) {
    const typed = clean(single(form.testo) ?? '').slice(0, 100)
    const chosen = single(form.trovato) || loudest(form.risposta) || ''
    // Typed words count more than a list left as it was, unless the choice is one of those that the words found.
    if (typed && !question.places?.find(typed, 20).some(({ code }) => code === chosen)) return readWords(typed, question)
    const place = one.accepts(chosen, question) ? undefined : question.places?.byCode(chosen)
    return place ? { answer: place.now ?? place.code } : one.read(form, question)
  },
  accepts: (answer, question) => one.accepts(answer, question) || (typeof answer === 'string' && question.places?.byCode(answer) !== undefined),
  facts: (answer, question) => (one.accepts(answer, question) ? one.facts(answer, question, '') : { [question.id]: [elsewhere] }),
}

function readWords(typed: string, { options = [], places }: Question): Reading {
  const words = typed.toLowerCase()
  const own = options.find(({ label, alias = [] }) => [label.it, ...alias].some((name) => name.toLowerCase() === words))
  const place = places?.exact(typed)
  const code = own?.code ?? place?.now ?? place?.code
  if (code) return { answer: code }
  return { problem: places?.find(typed, 1).length ? 'which_comune' : 'no_comune' }
}
