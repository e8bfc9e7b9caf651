import type { Content } from '../content/content.ts'
import type { Answers } from '../engine/question.ts'
import { fold } from '../search/italian.ts'
import { compile, type Hit, type Pattern } from './patterns.ts'
import type { Sentence } from './sentence.ts'

/** What a sentence says already, as answers to the questions of the orientation. */
export type FactReader = (sentence: Sentence) => Answers

/** From which age on: codes of o_eta. */
const ages: [number, string][] = [[65, '65+'], [30, '30-64'], [18, '18-29'], [0, '<18']]
const oldest = 110

/** Makes ready to read facts; only Italian is read. */
export function factReader({ factWords, questions, territory }: Content): FactReader {
  const pattern = (question: string, code: string, words: string): Pattern => ({ part: 'facts', to: `${question} ${code}`, weight: words.split(' ').length, words })
  const whom = (code: string, names: string[]) => names.flatMap((name) => [`per ${name}`, `a ${name}`, ...factWords.verbs.map((verb) => `${name} ${verb}`)].map((words) => pattern('o_per_chi', code, words)))
  const find = compile([
    ...whom('familiare', factWords.relatives), ...whom('altra_persona', factWords.others),
    ...factWords.facts.flatMap(({ question, code, words }) => words.map((said) => pattern(question, code, said))),
    ...factWords.ages.flatMap(({ code, words }) => words.map((said) => pattern('o_eta', code, said))),
    ...territory.comuni.map(({ belfiore, name }) => pattern('o_comune', belfiore, whole(name))),
  ])
  return (sentence) => {
    const answers: Answers = {}
    for (const [id, hits] of Map.groupBy(find(sentence), ({ to }) => to.split(' ')[0] ?? '')) {
      const codes = [...new Set(hits.toSorted(bySpan).map(({ to }) => to.slice(id.length + 1)))]
      answers[id] = questions.get(id)?.kind === 'many' ? codes : (codes[0] ?? '')
    }
    const age = ageIn(sentence)
    return age ? { ...answers, o_eta: age } : answers
  }
}

const whole = (name: string) => fold(name).split(/[^\p{L}]+/u).filter(Boolean).map((word) => `${word}.`).join(' ')

/** The longer pattern tells more; among equals the first said. */
const bySpan = (a: Hit, b: Hit) => b.weight - a.weight || a.from - b.from

/** "ho 22 anni", "di 85 anni", "anni 40": the age, unless it is of how long something lasts ("da 5 anni", "3 anni fa"). */
function ageIn({ words }: Sentence): string | undefined {
  const at = words.findIndex((word, i) => /^\d{1,3}$/.test(word) && Number(word) <= oldest && /^ann[io]$/.test(words[i + 1] ?? '') && /^(ho|ha|di|compio|compie|con|hanno|io|disoccupat.|signora|signore|uomo|donna)$/.test(words[i - 1] ?? 'ho') && !/^(fa|che)$/.test(words[i + 2] ?? '') && !/^(contratto|affitto|esperienza|contributi|comunita|carcere|mutuo|attesa)$/.test(words[i - 2] ?? ''))
  return at < 0 ? undefined : ages.find(([from]) => Number(words[at]) >= from)?.[1]
}
