import type { Content, Desk, Family } from '../content/content.ts'
import type { Facts } from '../engine/rule.ts'
import type { Text } from '../engine/text.ts'
import type { Orientation } from '../orientation/match.ts'

/** One of the next three things to do. `on`: the day it closes, where there is one (ISO). */
export type Step = { kind: 'chiama' | 'scade' | 'richiesta' | 'porta' | 'sportello'; title?: Text; lines?: Text[]; on?: string }
type Known = { orientation: Orientation; chosen: string[]; facts: Facts; desk: Desk; today: string }

const howMany = 3
const mostPapers = 6

/**
 * The next three things, the most pressing first: who is in danger or has a date near goes to a person at once; then what closes
 * by a known day, the nearest first; then the request, the papers, the desk. Nothing of it is tied to a name.
 */
export function stepsOf(content: Content, known: Known): Step[] {
  const families = chosenFamilies(content, known)
  const papers = [...new Map(families.flatMap(({ bring = [] }) => bring).map((text) => [text.it, text])).values()].slice(0, mostPapers)
  const steps: Step[] = [
    ...(isPressing(known) ? [{ kind: 'chiama' as const }] : []),
    ...closing(content, pickedIn(known), known.today),
    ...(families.length ? [{ kind: 'richiesta' as const, lines: families.map(({ title }) => title) }] : []),
    ...(papers.length ? [{ kind: 'porta' as const, lines: papers }] : []),
    ...(isPressing(known) ? [] : [{ kind: 'sportello' as const }]),
  ]
  return steps.slice(0, howMany)
}

/** A date near, a roof that is not there, danger: then a voice comes before a form. */
const isPressing = ({ orientation, facts: { said } }: Known): boolean =>
  orientation.panels.length > 0 || said.o_pericolo?.[0] === 'si' || said.c_dove?.[0] === 'strada' || ['lascio_casa', 'ospedale', 'fine_lavoro', 'altro'].includes(said.o_scadenza?.[0] ?? '')

/** What the person chose; else what is surest. Where the name would tell of a condition, its group. */
function chosenFamilies(content: Content, known: Known): Pick<Family, 'title' | 'bring'>[] {
  return pickedIn(known).flatMap((slug) => {
    const family = content.families.get(slug)
    return (family?.reveals_condition ? content.groups.get(family.group) : (family ?? content.groups.get(slug))) ?? []
  })
}

const pickedIn = ({ chosen, orientation }: Known) => (chosen.length ? chosen : orientation.sure.slice(0, 2).map(({ family }) => family.slug))

/** Programmes with a known last day that has not passed, among what may help. */
function closing({ territory, rules }: Content, picked: string[], today: string): Step[] {
  return Object.entries(territory.programmes).flatMap(([name, { until }]) => {
    const speaks = rules.some(({ requires, then }) => requires === name && then.families?.some((slug) => picked.includes(slug)))
    return until && until >= today && speaks ? [{ kind: 'scade' as const, on: until }] : []
  }).sort((a, b) => a.on.localeCompare(b.on))
}
