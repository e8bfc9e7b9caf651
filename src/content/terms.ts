import type { Content, Terms } from './content.ts'

/** The term of an act (terms.yaml). @throws if there is none (the content check says so before) */
export function termOf({ terms }: Content, act: string): Terms['answers'][number] {
  const term = terms.answers.find(({ acts }) => acts.includes(act))
  if (!term) throw new Error(`terms.yaml: no term for "${act}"`)
  return term
}

/** In how many calendar days an act is answered: those of its term, or the territory's. */
export const daysOf = (content: Content, act: string): number => termOf(content, act).days ?? content.territory.term.days
