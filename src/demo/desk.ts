import { may } from '../accounts/roles.ts'
import { logAttempt } from '../agenda/attempts.ts'
import type { Dossier } from '../dossiers/dossiers.ts'
import type { App, StaffMember } from '../web/context.ts'
import { todayInRome } from '../web/context.ts'
import { allowed, missingIn, nothingGiven, type Given } from '../triage/decisions.ts'
import { decide } from '../triage/decide.ts'
import { findMine, read } from '../triage/triage.ts'
import { atWork } from './calendar.ts'
import { chanceOf, type Chance } from '../chance.ts'
import type { Plan } from './plans.ts'
import type { Year } from './schemas.ts'

export type Step = { at: Date; code: string }

/** What the desk will decide about a request, and when. */
export function storyOf({ desk: { steps } }: Year, plan: Plan, chance: Chance): Step[] {
  const often = (code: string) => chance.happens(steps[code]?.share ?? 0)
  const codes = plan.decisions ?? [...course(plan.incomplete, often)]
  let at = plan.at
  return codes.map((code) => {
    const [soonest, latest] = steps[code]?.days ?? [1, 5]
    at = atWork(at, chance.between(soonest, latest), chance)
    return { at, code }
  })
}

function* course(incomplete: boolean, often: (code: string) => boolean): Generator<string> {
  if (!often('prendi')) return
  yield 'prendi'
  if (incomplete && often('integra')) {
    yield 'integra'
    if (!often('arrivata')) return
    yield 'arrivata'
  }
  if (!often('chiudi')) return
  yield 'chiudi'
  if (often('riapri')) yield 'riapri'
}

/** An operator opens the request, reads it and decides, by the same verbs and the same checks as on the screen. */
export function takeDecision(app: App, year: Year, member: StaffMember, number: string, code: string, chance: Chance): void {
  const opened = read(app, member, mineOf(app, member, number))
  if (!opened) throw new Error(`${number}: does not open`)
  const given = { ...wordsFor(app, year, opened.filed.gaps, code, chance), ...priorityFor(year, member, opened.dossier) }
  if (speaks.includes(code) && !opened.dossier.contactedAt) logAttempt(app, member, opened, opened.dossier.revision, { channel: 'telefono', outcome: 'parlato', note: '' })
  const dossier = mineOf(app, member, number)
  const decision = allowed(app.content.workflow, dossier.status, member.role).find((d) => d.code === code)
  const problem = decision ? missingIn(decision, given, todayInRome(app.now())) : 'not_allowed'
  const outcome = problem ?? decide(app, member, dossier, dossier.revision, code, given)
  if (outcome !== 'done') throw new Error(`${number}, ${dossier.status}, ${code}: ${outcome}`)
}

/** Before these somebody speaks with the person. */
const speaks = ['integra', 'chiudi']

function mineOf(app: App, member: StaffMember, number: string): Dossier {
  const dossier = findMine(app, member, number)
  if (!dossier) throw new Error(`${number}: not a request of ${member.desk}`)
  return dossier
}

/** Who first decides gives the priority too, by the place in the queue, as often as the year says. */
function priorityFor({ desk }: Year, { role }: StaffMember, { id, rank, priority }: Dossier): Partial<Given> {
  if (priority || !may(role, 'priority')) return {}
  const chance = chanceOf(id)
  return { priority: chance.weigh(desk.priorities[rank as 0 | 1 | 2]), priorityReason: chance.pick(desk.priority_reasons[rank as 0 | 1 | 2]) }
}

function wordsFor(app: App, { desk }: Year, gaps: string[], code: string, chance: Chance): Given {
  const given = nothingGiven
  if (code === 'chiudi') return { ...given, message: chance.pick(desk.replies) }
  if (code === 'arrivata') return { ...given, reason: chance.pick(desk.arrivals) }
  if (code === 'riapri') return { ...given, reason: chance.pick(desk.reopenings) }
  if (code !== 'integra') return given
  const items = [...new Set((gaps.length ? gaps : ['']).map((gap) => desk.items[gap] ?? desk.otherwise))]
  return { ...given, items, until: todayInRome(new Date(app.now().getTime() + 30 * 86_400_000)) }
}
