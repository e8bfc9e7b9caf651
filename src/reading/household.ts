import type { Content } from '../content/content.ts'
import type { Filed } from '../dossiers/file.ts'
import type { Voice } from '../templates.ts'

export type Household = { title: string; rows: { who: string; count: number }[]; total: number }

/** Who lives with the person, as a table: groups and numbers, never a name (domain.md 2.10, n. 36-38). Undefined where it was not said. */
export function householdOf(content: Content, { answers }: Filed, voice: Voice): Household | undefined {
  for (const { id, kind, label, short, options = [] } of content.questions.values()) {
    const counted = answers[id]
    if (kind !== 'counts' || typeof counted !== 'object' || Array.isArray(counted)) continue
    const rows = options.map(({ code, label: group }) => ({ who: voice.text(group), count: Number(counted[code] ?? 0) })).filter(({ count }) => count > 0)
    if (rows.length) return { title: voice.text(short ?? label), rows, total: rows.reduce((sum, { count }) => sum + count, 0) + 1 }
  }
  return undefined
}
