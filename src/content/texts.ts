import type { Text } from '../engine/text.ts'
import type { Content } from './content.ts'

/** A page as a citizen reads it: its texts in Italian, and how easy they must be (domain.md 4.7). */
export type Reading = { page: string; blocks: string[]; atLeast: 60 | 70 }

/** Every page of words that citizens read. */
export function readings(content: Content): Reading[] {
  const { questions, opportunities, families, groups, cards, pages, emergency, workflow, missingItems, rules, replies, services } = content
  const sheets = [...opportunities.values()].filter((o) => o.visibility === 'C')
  const shown = [...families.values()].filter((f) => f.citizen_facing)
  const citizenPages = [...pages.values()].filter((p) => !p.slug.endsWith('-operatori'))
  return [
    ...sheets.map((o) => reading(`servizi/${o.slug}`, 60, sheetTexts(o))),
    ...shown.map((f) => reading(`aiuti/${f.slug}`, 60, sheetTexts(f))),
    ...[...groups.values()].map((g) => reading(`aiuti/${g.slug}`, 60, sheetTexts(g))),
    ...[...cards.values()].map((c) => reading(`informazioni/${c.slug}`, 60, [c.title, c.summary, ...c.paragraphs, c.decides])),
    ...citizenPages.map((p) => reading(p.slug, 60, [p.title, p.summary, ...p.sections.flatMap((s) => [s.heading, ...(s.paragraphs ?? []), ...(s.list ?? []), ...(s.steps ?? [])])])),
    reading('domande', 70, [...questions.values()].flatMap((q) => some(q.label, q.label_other, q.help, q.help_other, q.why))),
    reading('motivi', 60, rules.flatMap((r) => some(r.reason, r.reason_other, r.then.note))),
    reading('aiuto-subito', 70, emergency.panels.flatMap((p) => [p.title, p.text])),
    reading('numeri', 70, emergency.numbers.map((n) => n.when)),
    reading('stati', 60, [...workflow.statuses.flatMap((s) => some(s.citizen, s.next)), ...workflow.citizen_moves.map(({ words }) => words)]),
    reading('messaggi', 60, workflow.decisions.flatMap(({ message }) => some(message))),
    reading('affidamenti', 60, services.moves.map(({ message }) => message)),
    reading('risposte', 70, [...replies.replies, replies.unsure, replies.cost].flatMap(({ title, say }) => [title, ...say])),
    reading('integrazioni', 60, missingItems.flatMap((i) => [i.label, i.why, i.where, i.otherwise])),
  ]
}

type Sheet = { title: Text; summary: Text } & Partial<Record<'for_whom' | 'how' | 'bring' | 'what_you_get' | 'providers', Text[] | undefined>>
  & Partial<Record<'times' | 'cost' | 'decides' | 'next' | 'warning', Text | undefined>>

const sheetTexts = (s: Sheet) =>
  [s.title, s.summary, ...[s.for_whom, s.how, s.bring, s.what_you_get, s.providers].flatMap((texts) => texts ?? []), ...some(s.times, s.cost, s.decides, s.next, s.warning)]

const some = (...texts: (Text | undefined)[]): Text[] => texts.filter((text) => text !== undefined)
const reading = (page: string, atLeast: 60 | 70, texts: Text[]): Reading => ({ page, atLeast, blocks: texts.map((text) => text.it) })
