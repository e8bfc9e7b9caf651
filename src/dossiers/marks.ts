import type { Content } from '../content/content.ts'
import type { Answers } from '../engine/question.ts'
import { comuneOf } from '../territory/routing.ts'
import type { Filed } from './file.ts'

/** Who is under age, in the answers of who lives in the household. */
const underAge = ['da_0_a_5', 'da_6_a_10', 'da_11_a_13', 'da_14_a_17']

/**
 * What stands in clear so that a queue can be filtered without opening anything: ambito, needs, signals and plain facts of the household,
 * the language and the channel. Nothing of health. The ambito is "" where the comune is of none.
 */
export function marksOf(content: Content, filed: Filed, answers: Answers, { comune, channel }: { comune: string; channel: string }) {
  const lang = languageOf(filed, answers)
  const flags = [...filed.signals, ...(hasMinors(answers) ? ['minori'] : []), ...(lang === 'it' ? [] : ['lingua', `lingua_${lang}`]), ...(channel === 'kiosk' ? ['kiosk'] : [])]
  return { ambito: comuneOf(content, comune)?.ambito ?? '', axes: barred([answers.o_bisogni ?? []].flat().filter((need) => typeof need === 'string')), flags: barred(flags) }
}

/** The language that the person asked to speak; where they said none, the one of the pages. */
const languageOf = ({ lang }: Filed, { lingua }: Answers): string => (typeof lingua === 'string' && lingua !== 'ignoto' && lingua !== 'taciuto' ? lingua : lang)

function hasMinors({ f_minori, famiglia_in_casa, o_eta }: Answers): boolean {
  const counts = famiglia_in_casa && typeof famiglia_in_casa === 'object' && !Array.isArray(famiglia_in_casa) ? famiglia_in_casa : {}
  return f_minori === 'si' || o_eta === '<18' || underAge.some((code) => Number(counts[code] ?? 0) > 0)
}

/** "|casa|lavoro|": a part is found by its bars. */
const barred = (codes: string[]): string => `|${[...new Set(codes)].map((code) => `${code}|`).join('')}`
