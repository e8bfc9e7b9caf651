import type { Content } from '../content/content.ts'
import { walk, type Setting } from '../engine/journey.ts'
import { codesOf, kinds } from '../engine/kinds.ts'
import type { Answer, Answers, Question } from '../engine/question.ts'
import { inLanguage } from '../engine/text.ts'
import { chooseDesk } from '../territory/routing.ts'
import { match, reasonTexts, type Proposal } from './match.ts'

/** One line of `npm run orient` (design.md section 4). */
export type OrientLine = {
  id: string
  families: string[]
  perhaps: string[]
  panels: string[]
  desk: string
  reasons: Record<string, string>
}

/**
 * Orients one case given as codes.
 * @param raw question id → code, list of codes, or another name of the same answer ("Bari", "sert")
 * @returns the line, and warnings for what was not understood (nothing is guessed)
 */
export function orientCase(content: Content, id: string, raw: Record<string, unknown>, setting: Setting): { line: OrientLine; warnings: string[] } {
  const { answers, warnings } = readAnswers(content, raw)
  const journey = content.journeys.get('orientamento')
  if (!journey) throw new Error('db/content/journeys/orientamento.yaml is missing')
  const { facts } = walk(journey, content.questions, seen(content, answers), setting)
  const { sure, perhaps, panels } = match(content, facts, setting.today)
  const forOther = (facts.said.o_per_chi?.[0] ?? 'me') !== 'me'
  const reasons = Object.fromEntries([...sure, ...perhaps].map((p) => [p.family.slug, reasonText(content, p, forOther)]))
  const desk = chooseDesk(content, facts).desk.slug
  return { line: { id, families: slugs(sure), perhaps: slugs(perhaps), panels, desk, reasons }, warnings }
}

const slugs = (proposals: Proposal[]) => proposals.map(({ family }) => family.slug)

function reasonText(content: Content, proposal: Proposal, aboutOther: boolean): string {
  const { warning } = proposal.family
  const texts = [...reasonTexts(content, proposal, aboutOther), ...(warning ? [warning] : [])]
  return [...new Set(texts.map((text) => inLanguage(text, 'it')))].join(' ')
}

/** Notices have no answer of their own: in a list of codes they count as seen. */
const seen = (content: Content, answers: Answers): Answers =>
  ({ ...Object.fromEntries([...content.questions.values()].filter((q) => q.kind === 'notice' && !q.exit).map((q) => [q.id, 'visto'])), ...answers })

function readAnswers(content: Content, raw: Record<string, unknown>): { answers: Answers; warnings: string[] } {
  const answers: Answers = {}
  const warnings: string[] = []
  for (const [id, value] of Object.entries(raw)) {
    const question = content.questions.get(id)
    const answer = question && readAnswer(question, value)
    if (question && answer !== undefined && kinds[question.kind].accepts(answer, question)) answers[id] = answer
    else warnings.push(question ? `${id}: answer ${JSON.stringify(value)} is not in its list` : `${id}: no such question`)
  }
  return { answers, warnings }
}

function readAnswer(question: Question, value: unknown): Answer | undefined {
  const given = (Array.isArray(value) ? value : [value]).map(wordOf).filter((code) => typeof code === 'string')
  const codes = given.map((code) => codeOf(question, code)).filter((code) => code !== undefined)
  if (codes.length !== given.length) return undefined
  return question.kind === 'many' ? codes : codes[0]
}

/** An unquoted si or no of YAML arrives as true or false. */
const wordOf = (value: unknown) => (typeof value === 'boolean' ? (value ? 'si' : 'no') : value)

const silences: Record<string, 'ignoto' | 'taciuto'> =
  { ignoto: 'ignoto', non_so: 'ignoto', non_lo_so: 'ignoto', taciuto: 'taciuto', preferisco_non_dirlo: 'taciuto' }

/** The code of an option by its code, another name, or its words; silence is accepted everywhere. */
function codeOf(question: Question, given: string): string | undefined {
  const said = given.trim().toLowerCase()
  if (codesOf(question).includes(given)) return given
  const option = question.options?.find((o) => [o.code, o.label.it, ...(o.alias ?? [])].some((name) => name.toLowerCase() === said))
  const silence = silences[said.replaceAll(' ', '_')]
  return option?.code ?? (silence && (question.quiet.includes(silence) ? silence : question.quiet[0]))
}
