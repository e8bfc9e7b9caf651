import { count } from '../../db/drizzle.ts'
import { dossiers } from '../../db/schema.ts'
import { contentRoot } from '../content/root.ts'
import { openFiles } from '../content/yaml.ts'
import { todayInRome, type App } from '../web/context.ts'
import { chanceOf, type Chance } from '../chance.ts'
import { storyOf, takeDecision } from './desk.ts'
import { hire, operatorsOf, type NewOperator } from './operators.ts'
import { plansOf, type Plan } from './plans.ts'
import * as schemas from './schemas.ts'
import { fileRequest } from './walker.ts'

export type Told = { hired: NewOperator[]; requests: number; decisions: number; first: string; last: string }

/** Something that happens at a moment of the year. */
type Deed = { at: Date; run(app: App): void }

/** A service that runs beside waits at most for this many deeds, and each batch is on disk or is not there at all. */
const batch = 100

export const requestsIn = (app: App): number => app.db.select({ n: count() }).from(dossiers).get()?.n ?? 0

/**
 * Lives an invented year, ended yesterday: every request is walked and sent, every decision taken, each at its own moment and in order of time.
 * The same day and the same number of requests already there give the same year.
 */
export async function liveYear(app: App, n: number): Promise<Told> {
  const files = openFiles(contentRoot)
  const year = files.one('demo/year.yaml', () => schemas.year)
  const { people, territory } = files.one('demo/people.yaml', () => schemas.people)
  const staff = files.one('demo/staff.yaml', () => schemas.staff)
  if (app.content.territory.slug !== territory) throw new Error(`the invented people live in the territory "${territory}": run the demo with TERRITORY=${territory}`)
  const now = app.now()
  const chance = chanceOf(2026 + requestsIn(app))
  const plans = plansOf(app.content, { year, personas: people }, n, todayInRome(now), chance)
  const hired = await hire(on(app, new Date((plans[0]?.at ?? now).getTime() - 86_400_000)), staff)
  const operators = operatorsOf(app, staff)
  const numbers: string[] = []
  const deeds = plans.flatMap((plan) => deedsOf(year, plan, operators, numbers, chance)).filter(({ at }) => at < now).sort((a, b) => a.at.getTime() - b.at.getTime())
  for (let from = 0; from < deeds.length; from += batch) {
    app.db.transaction(() => deeds.slice(from, from + batch).forEach((deed) => deed.run(on(app, deed.at))), { behavior: 'immediate' })
  }
  return { hired, requests: numbers.length, decisions: deeds.length - numbers.length, first: numbers[0] ?? '', last: numbers.at(-1) ?? '' }
}

/** Sending a request, then the decisions about it; those of one request fall to one operator of its desk. */
function deedsOf(year: schemas.Year, plan: Plan, operators: ReturnType<typeof operatorsOf>, numbers: string[], chance: Chance): Deed[] {
  let filed: ReturnType<typeof fileRequest> | undefined
  const whose = chance.between(0, 1)
  const send: Deed = {
    at: plan.at,
    run(app) {
      filed = fileRequest(app, year, plan, chance)
      numbers.push(filed.number)
    },
  }
  const decisions = storyOf(year, plan, chance).map(({ at, code }): Deed => ({
    at,
    run(app) {
      const members = operators.get(filed?.desk ?? '') ?? []
      const member = members[whose % members.length]
      if (!filed || !member) throw new Error(`nobody works at the desk ${filed?.desk}`)
      takeDecision(app, year, member, filed.number, code, chance)
    },
  }))
  return [send, ...decisions]
}

/** The same service at another moment. */
const on = (app: App, moment: Date): App => ({ ...app, now: () => moment })
