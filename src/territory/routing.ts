import type { Comune, Content, Desk, RoutingRule } from '../content/content.ts'
import { judge, type Facts } from '../engine/rule.ts'

/** The desk that answers, and the rule that chose it: both are stored with the request and shown. */
export type Route = { desk: Desk; rule: RoutingRule; comune: Comune | undefined }

/**
 * Chooses the desk: comune → ambito → desk. Never empty: the last rule and the welcome desk catch all.
 * @throws if the content has no welcome desk (the content check says so before)
 */
export function chooseDesk(content: Content, facts: Facts): Route {
  const comune = comuneOf(content, facts.said.o_comune?.[0])
  for (const rule of content.routing) {
    if (judge(rule.when, facts).truth !== 'yes') continue
    const desk = rule.desk === 'del_comune' ? deskOf(content, comune) : welcomeDesk(content)
    if (desk) return { desk, rule, comune }
  }
  throw new Error('no routing rule holds: rules/sportelli.yaml must end with a rule without conditions')
}

export const comuneOf = (content: Content, belfiore: string | undefined): Comune | undefined =>
  content.territory.comuni.find((comune) => comune.belfiore === belfiore)

/** The desk of the ambito of a comune. */
export function deskOf(content: Content, comune: Comune | undefined): Desk | undefined {
  const ambito = content.territory.ambiti.find(({ slug }) => slug === comune?.ambito)
  return findDesk(content, ambito?.desk)
}

export const findDesk = (content: Content, slug: string | undefined): Desk | undefined =>
  content.territory.desks.find((desk) => desk.slug === slug)

/** The desks of the same ambito, itself among them. */
export function neighboursOf({ territory }: Content, desk: string): string[] {
  const own = territory.desks.find(({ slug }) => slug === desk)?.ambito
  return [desk, ...territory.desks.filter(({ slug, ambito }) => own && ambito === own && slug !== desk).map(({ slug }) => slug)]
}

/** The desk of a slug; where the content no longer has it, the welcome desk takes its place. */
export const deskOrWelcome = (content: Content, slug: string | null): Desk | undefined => findDesk(content, slug ?? undefined) ?? welcomeDesk(content)

const welcomeDesk = (content: Content) => findDesk(content, content.territory.catch_all_desk)
