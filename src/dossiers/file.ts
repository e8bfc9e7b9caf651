import type { Asker, Content } from '../content/content.ts'
import { viewTurn, type Manner } from '../conversation/thread.ts'
import type { Kept } from '../conversation/visit.ts'
import { isRealDate } from '../engine/dates.ts'
import type { Turn, Walk } from '../engine/journey.ts'
import { birthIn, quietCodes } from '../engine/kinds.ts'
import type { Answers } from '../engine/question.ts'
import { judge, type Facts } from '../engine/rule.ts'
import { match } from '../orientation/match.ts'
import type { Receipt } from './receipt.ts'

/** A row as the person saw it when sending. */
export type Row = { id: string; part: string; label: string; answer: string[]; change?: string; category: 'com' | 'part'; unknown: boolean }

/** What is filed: a snapshot that never changes, sealed with the dossier's own key. */
export type Filed = {
  act: string
  answers: Answers
  rows: Row[]
  /** The person's own words, if any. */
  words: string | undefined
  chosen: { slug: string; title: string }[]
  signals: string[]
  /** Questions left without an answer: what staff may ask. */
  gaps: string[]
  /** ISO date, said or read in the codice fiscale. */
  birth?: string | undefined
  /** Those of them where the person asked for help. */
  help?: string[]
  /** Who asks or reports, and what they see afterwards: a code of askers.yaml, and its `sees`. */
  asker?: string
  sight?: Asker['sees']
  /** What was given to the person when it was sent. */
  receipt?: Receipt
  /** The number of the request that this one started from, by choice. */
  from?: string | undefined
  aboutOther: boolean
  lang: string
  journey: { id: string; version: number }
  content: string
  /** Version of the privacy notice that was read (domain.md 2.10, n. 59). */
  privacy: number
}

/** Makes the snapshot of a finished request. Only the open path goes in: what was closed by a later answer stays out. */
export function fileOf(content: Content, walked: Walk, kept: Kept, manner: Manner, today: string): Filed {
  const journey = content.journeys.get('richiesta')
  const turns = walked.turns.filter(({ question }) => question.kind !== 'notice')
  const said = walked.facts.said
  const asker = askerOf(content, walked.facts)
  return {
    act: said.natura_atto?.[0] ?? 'richiesta_contatto',
    answers: Object.fromEntries(turns.map((turn) => [turn.question.id, turn.answer])),
    rows: rowsOf(turns, manner, today),
    words: typeof kept.answers.bisogno_parole_tue === 'string' && said.bisogno_parole_tue?.[0] === 'detto' ? kept.answers.bisogno_parole_tue : undefined,
    chosen: proposalsOf(content, walked, kept).map(({ slug, title }) => ({ slug, title: title.it })),
    signals: match(content, walked.facts, today).signals.concat(said.o_pericolo?.[0] === 'si' ? ['pericolo'] : []),
    gaps: turns.filter(({ question }) => said[question.id]?.includes('ignoto')).map(({ question }) => question.id),
    help: turns.filter(({ answer }) => [answer].flat().includes('aiuto')).map(({ question }) => question.id),
    birth: birthOf(turns, today),
    asker: asker.code,
    sight: asker.sees,
    ...(kept.from ? { from: kept.from } : {}),
    aboutOther: manner.aboutOther,
    lang: manner.voice.lang,
    journey: { id: 'richiesta', version: journey?.version ?? 0 },
    content: content.version,
    privacy: content.pages.get('privacy')?.version ?? 0,
  }
}

/** The rows of a request, as the check page shows them: where the codice fiscale says the birth date, it stands beside it. */
export function rowsOf(turns: Turn[], manner: Manner, today: string): Row[] {
  return turns.flatMap((turn) => {
    const row = rowOf(turn, manner)
    const birth = turn.question.kind === 'fiscal_code' && typeof turn.answer === 'string' ? birthIn(turn.answer, today) : undefined
    const date = manner.content.questions.get('persona_data_nascita')
    return birth && date ? [row, { ...rowOf({ ...turn, question: date, answer: birth }, manner), change: row.change }] : [row]
  })
}

function rowOf(turn: Turn, manner: Manner): Row {
  const { id, label, answer, change } = viewTurn(turn, manner, '/richiesta')
  const unknown = [turn.answer].flat().every((said) => typeof said === 'string' && quietCodes.includes(said))
  return { id, label, answer, change, part: turn.part ?? '', category: turn.question.category, unknown }
}

function birthOf(turns: Turn[], today: string): string | undefined {
  const said = (kind: string) => turns.find(({ question }) => question.age_fact && question.kind === kind)?.answer
  const [date, code] = [said('date'), said('fiscal_code')]
  return typeof date === 'string' && isRealDate(date) ? date : typeof code === 'string' ? birthIn(code, today) : undefined
}

/** Who asks: the first of askers.yaml that holds. @throws if none does; the last one of the content always holds */
export function askerOf({ askers }: Content, facts: Facts): Asker {
  const asker = askers.find(({ when }) => judge(when, facts).truth === 'yes')
  if (!asker) throw new Error('askers.yaml must end with one without conditions')
  return asker
}

/** The proposals put into the request. A report carries none, not even after the act was changed. */
export function proposalsOf(content: Content, walked: Walk, { chosen }: Kept) {
  if (walked.facts.said.natura_atto?.[0] === 'segnalazione') return []
  return chosen.flatMap((slug) => content.families.get(slug) ?? content.groups.get(slug) ?? [])
}

/** The place in the queue (domain.md 2.8): danger or nowhere to stay, a date that is near, all else. People decide the rest. */
export function rankOf(signals: string[]): 0 | 1 | 2 {
  if (signals.includes('pericolo') || signals.includes('nessun_posto_sicuro')) return 0
  return signals.length > 0 ? 1 : 2
}
