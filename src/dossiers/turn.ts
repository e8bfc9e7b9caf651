import type { Content } from '../content/content.ts'
import type { Dossier } from './dossiers.ts'

/** Where an answer of the person alone makes it our turn, until staff do something. */
const asking = 'integrazione_richiesta'

/**
 * What any deed of staff does to the turn (domain.md 2.9, n. 5): what the person had sent is seen, so the dossier goes down from the top.
 * Whoever writes a dossier as staff sets these columns; whoever writes as the person sets `arrivedAt`. The person waits where the status
 * says that it is our turn; where it says that it is theirs, we wait again for what is left.
 * @param to the status that it has afterwards
 */
export function afterStaff({ workflow }: Content, { status, waitingSince }: Pick<Dossier, 'status' | 'waitingSince'>, to: string, at: string) {
  const ours = workflow.statuses.find(({ code }) => code === to)?.ours
  const kept = to === status && to !== asking ? waitingSince : null
  return { arrivedAt: null, waitingSince: ours ? (waitingSince ?? at) : kept }
}

/** What an answer of the person does to it: to the top, and it is our turn. The first moment counts. */
export const afterPerson = ({ arrivedAt, waitingSince }: Pick<Dossier, 'arrivedAt' | 'waitingSince'>, at: string) => ({ arrivedAt: arrivedAt ?? at, waitingSince: waitingSince ?? at })
