import { viewTurn } from '../conversation/thread.ts'
import type { Content } from '../content/content.ts'
import type { Filed, Row } from '../dossiers/file.ts'
import { directionOf } from '../engine/text.ts'
import type { Voice } from '../templates.ts'

/** What the person saw in their own language, beside the Italian. */
export type Theirs = { label: string; answer: string[]; lang: string; dir: 'ltr' | 'rtl' }
/** `written`: typed, not chosen, so it stays as it was written. */
export type Beside = { theirs?: Theirs; written?: { lang: string; dir: 'ltr' | 'rtl' } }

/** The language that the person used, as a template wants it. */
export const spokenBy = ({ lang }: Pick<Filed, 'lang'>) => ({ lang, dir: directionOf(lang) })

/**
 * Rows with the Italian of the content beside what the person read and chose in another language. What they wrote themselves stays as
 * written: nothing translates it. A question that the content no longer has stays in their language alone.
 */
export function sideBySide<R extends Row>(content: Content, filed: Filed, rows: R[], italian: Voice): (R & Beside)[] {
  if (filed.lang === 'it') return rows
  const spoken = spokenBy(filed)
  const asFiled = new Set(filed.rows)
  return rows.map((row) => {
    const question = content.questions.get(row.id)
    const answer = filed.answers[row.id]
    if (!asFiled.has(row) || !question || answer === undefined) return row
    const seen = viewTurn({ question, answer, part: row.part }, { voice: italian, aboutOther: filed.aboutOther, content }, '')
    const chosen = seen.answer.join() !== row.answer.join()
    return { ...row, label: seen.label, answer: seen.answer, ...(chosen ? {} : { written: spoken }), theirs: { label: row.label, answer: chosen ? row.answer : [], ...spoken } }
  })
}
