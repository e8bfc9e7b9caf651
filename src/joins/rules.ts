import type { Content } from '../content/content.ts'
import type { Dossier } from '../dossiers/dossiers.ts'

/** A join is undone within so many days (issue 5, n. 9). */
export const daysToUndo = 30

/** From which statuses a request may be joined into another, where the table of decisions does not say it. */
const usual = { from: ['protocollata', 'in_pre_valutazione', 'contatto_in_corso', 'integrazione_richiesta'], roles: ['front_office', 'assistente_sociale'] }

/** What is signed is never closed into what is not, and nothing into a report: what starts a procedure stays (domain.md 2.4). */
const strength = ['segnalazione', 'richiesta_contatto', 'istanza']

/** May this role close one request into the other? */
export function mayJoin({ workflow }: Content, role: string, closes: Dossier, stays: Dossier): boolean {
  const { from, roles } = workflow.decisions.find(({ code }) => code === 'unisci') ?? usual
  const open = workflow.statuses.some(({ code, open: going }) => going && code === stays.status)
  return closes.id !== stays.id && from.includes(closes.status) && roles.includes(role) && open && !stays.erasedAt && strength.indexOf(stays.act) >= strength.indexOf(closes.act)
}

/** Until when (ISO instant) a join may be undone. */
export const undoUntil = (at: string): string => new Date(Date.parse(at) + daysToUndo * 86_400_000).toISOString()
