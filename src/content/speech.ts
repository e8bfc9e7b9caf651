import type { Content, Example } from './content.ts'
import { dead } from './dead.ts'
import { intents } from './intents.ts'

/** Word lists speak for what is there; every question that people ask has its answer. */
export function speech({ vocabularies, combine, factWords, replies, families, questions, territory, emergency }: Content): string[] {
  const panels = new Set(emergency.panels.map(({ id }) => id))
  const classes = new Set([...families.keys(), ...intents])
  const concepts = new Set(vocabularies.flatMap((v) => v.concepts.map(({ to }) => to)))
  const codes = (id: string) => (id === 'o_comune' ? territory.comuni.map(({ belfiore }) => belfiore) : (questions.get(id)?.options ?? []).map(({ code }) => code))
  return [
    ...vocabularies.flatMap(({ lang, needs, intents: asked, emergency: danger }) => [
      ...dead(`vocabulary/${lang}`, 'family', needs.map(({ to }) => to), families), ...dead(`vocabulary/${lang}`, 'intent', asked.map(({ to }) => to), new Set<string>(intents)),
      ...dead(`vocabulary/${lang}`, 'panel', danger.map(({ panel }) => panel), panels),
    ]),
    ...combine.flatMap(({ all, to }) => [...dead('combine', 'concept', all, concepts), ...dead('combine', 'family or intent', [to], classes)]),
    ...factWords.facts.flatMap(({ question, code }) => [...dead('facts', 'question', [question], questions), ...(codes(question).includes(code) ? [] : [`facts: question ${question} has no answer "${code}"`])]),
    ...factWords.needs.flatMap(({ code, families: some }) => [...dead('facts', 'family', some, families), ...(codes('o_bisogni').includes(code) ? [] : [`facts: no need "${code}"`])]),
    ...dead('replies', 'answer', intents.filter((name) => name !== 'orient' && name !== 'emergency'), new Set<string>(replies.replies.map(({ intent }) => intent))),
  ]
}

/** Example sentences that name what is not there, or mark words that they do not say, one line each. */
export function deadExamples({ families, emergency }: Content, examples: Example[]): string[] {
  const panels = new Set(emergency.panels.map(({ id }) => id))
  return examples.flatMap(({ say, families: some, not, refused, panels: those }) => {
    const where = `examples, "${say.slice(0, 40)}"`
    return [...dead(where, 'family', [...some, ...not], families), ...dead(where, 'panel', those, panels), ...refused.filter((stretch) => !stretch.trim() || !say.includes(stretch)).map((stretch) => `${where}: the refused words "${stretch}" are not in it`)]
  })
}
