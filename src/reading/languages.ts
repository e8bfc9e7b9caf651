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

/** A row as the content says it in Italian today; undefined where the content has it no more. */
function inItalian(content: Content, { answers, aboutOther }: Filed, { id, part }: Row, italian: Voice) {
  const [question, answer] = [content.questions.get(id), answers[id]]
  return question && answer !== undefined ? viewTurn({ question, answer, part }, { voice: italian, aboutOther, content }, '') : undefined
}

/** What was answered to one question, in Italian: a queue is read by staff, whatever language it was filed in. What the person wrote stays as written. */
export function answerTo(content: Content, filed: Filed, id: string, italian: Voice): string[] {
  const row = filed.rows.find((one) => one.id === id)
  return row ? (filed.lang === 'it' ? row.answer : (inItalian(content, filed, row, italian)?.answer ?? row.answer)) : []
}

/**
 * Rows with the Italian of the content beside what the person read and chose in another language. What they wrote themselves stays as
 * written: nothing translates it. A question that the content no longer has stays in their language alone.
 */
export function sideBySide<R extends Row>(content: Content, filed: Filed, rows: R[], italian: Voice): (R & Beside)[] {
  if (filed.lang === 'it') return rows
  const spoken = spokenBy(filed)
  const asFiled = new Set(filed.rows)
  return rows.map((row) => {
    const seen = asFiled.has(row) ? inItalian(content, filed, row, italian) : undefined
    if (!seen) return row
    const chosen = seen.answer.join() !== row.answer.join()
    return { ...row, label: seen.label, answer: seen.answer, ...(chosen ? {} : { written: spoken }), theirs: { label: row.label, answer: chosen ? row.answer : [], ...spoken } }
  })
}
