import type { Content } from '../content/content.ts'
import type { Dossier } from '../dossiers/dossiers.ts'

/** A join is undone within so many days (issue 5, n. 9). */
export const daysToUndo = 30

/** What is signed is never closed into what is not, and nothing into a report: what starts a procedure stays (domain.md 2.4). */
const strength = ['segnalazione', 'richiesta_contatto', 'istanza']

/** May this role close one request into the other? From where, and who, says the table alone: somebody has taken it and read it (domain.md 2.5). */
export function mayJoin({ workflow }: Content, role: string, closes: Dossier, stays: Dossier): boolean {
  const decision = workflow.decisions.find(({ code }) => code === 'unisci')
  const open = workflow.statuses.some(({ code, open: going }) => going && code === stays.status)
  const may = decision?.from.includes(closes.status) && decision.roles.includes(role)
  return Boolean(may) && closes.id !== stays.id && open && !stays.erasedAt && strength.indexOf(stays.act) >= strength.indexOf(closes.act)
}

/** Until when (ISO instant) a join may be undone. */
export const undoUntil = (at: string): string => new Date(Date.parse(at) + daysToUndo * 86_400_000).toISOString()
