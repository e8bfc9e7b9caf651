import type { Content, Family, Rule } from '../content/content.ts'
import { fillText, type Text } from '../engine/text.ts'
import { judge, type Facts, type Verdict } from '../engine/rule.ts'

/** Why a family is proposed: the rule that fired, with the questions whose answers hold it up. */
export type Reason = { rule: Rule; because: string[] }

export type Proposal = {
  family: Family
  reasons: Reason[]
  /** For a "perhaps": the questions whose answer would settle it; empty when only a person can. Their rules have not fired. */
  settle: string[]
  /** Smaller first, number by number. */
  rank: number[]
}

export type Orientation = {
  sure: Proposal[]
  perhaps: Proposal[]
  panels: string[]
  cards: string[]
  signals: string[]
  actions: string[]
}

/** Emergency, deadline, need, the rest (domain.md 3.4). */
const orders = ['emergenza', 'scadenza', 'bisogno', 'altro']

type Fired = { rule: Rule; verdict: Verdict; certain: boolean }

/**
 * Judges every rule on the facts of a walk. Rules only add; a family that any rule marks "to be verified" is a perhaps.
 * The same facts give the same result, whatever the order of the rules.
 * @param today ISO date, for programmes with an end
 */
export function match(content: Content, known: Facts, today: string): Orientation {
  const facts = withDefaults(known)
  const judged = content.rules.map((rule): Fired => ({ rule, verdict: judge(rule.when, facts), certain: isCertain(content, rule, today) }))
  const fired = judged.filter(({ verdict }) => verdict.truth === 'yes')
  const open = judged.filter(mayOpen)
  const proposals = proposalsOf(content, fired)
  const sure = proposals.filter(({ family }) => isSure(family.slug, fired)).sort(byRank)
  const perhaps = [...proposals.filter((p) => !sure.includes(p)), ...openProposals(content, open, proposals)].sort(byRank)
  const collect = (pick: (rule: Rule) => string[]) => [...new Set(fired.flatMap(({ rule }) => pick(rule)))]
  return {
    sure,
    perhaps,
    panels: collect((rule) => (rule.then.panel ? [rule.then.panel] : [])),
    cards: collect((rule) => rule.then.cards ?? []),
    signals: collect((rule) => (rule.then.signal ? [rule.then.signal] : [])),
    actions: collect((rule) => (rule.then.action ? [rule.then.action] : [])),
  }
}

/** No need told counts as "Non so" (domain.md 3.4). */
function withDefaults(facts: Facts): Facts {
  return facts.said.o_bisogni ? facts : { ...facts, said: { ...facts.said, o_bisogni: ['non_so'] } }
}

/**
 * One more answer would decide, and something said speaks for it. A need that was not told is never guessed,
 * and what is merely useful besides ("altro") is not worth one more question.
 */
const mayOpen = ({ rule, verdict: { truth, because, open } }: Fired) =>
  truth === 'perhaps' && because.length > 0 && rule.order !== 'altro' && !open.includes('o_bisogni')

/** Certain only where the programme is open here and now; else it is to be verified, never hidden and never promised. */
function isCertain(content: Content, rule: Rule, today: string): boolean {
  if (rule.then.certainty) return false
  if (!rule.requires) return true
  const programme = content.territory.programmes[rule.requires]
  return programme?.open === 'si' && (!programme.until || programme.until >= today)
}

const isSure = (family: string, fired: Fired[]) => fired.every(({ rule, certain }) => certain || !rule.then.families?.includes(family))

function proposalsOf(content: Content, judged: Fired[]): Proposal[] {
  const slugs = [...new Set(judged.flatMap(({ rule }) => rule.then.families ?? []))]
  return slugs.flatMap((slug) => {
    const family = content.families.get(slug)
    const reasons = judged.filter(({ rule }) => rule.then.families?.includes(slug)).map(({ rule, verdict }) => ({ rule, because: verdict.because }))
    return family ? [{ family, reasons: reasons.sort(byOrder), settle: [], rank: rankOf(slug, reasons) }] : []
  })
}

/** Families that one more answer would decide, unless they are proposed already. */
function openProposals(content: Content, open: Fired[], proposed: Proposal[]): Proposal[] {
  const known = new Set(proposed.map(({ family }) => family.slug))
  const settle = (slug: string) => [...new Set(open.filter(({ rule }) => rule.then.families?.includes(slug)).flatMap(({ verdict }) => verdict.open))]
  return proposalsOf(content, open).filter(({ family }) => !known.has(family.slug)).map((p) => ({ ...p, settle: settle(p.family.slug) }))
}

/**
 * First the most pressing rule; then the rule that rests on more answers, so the one closest to this person;
 * then how many rules speak for the family, and its place among the families of its rule.
 */
function rankOf(slug: string, reasons: Reason[]): number[] {
  const pressing = Math.min(...reasons.map(({ rule }) => orders.indexOf(rule.order)))
  const best = reasons.filter(({ rule }) => orders.indexOf(rule.order) === pressing)
  const places = best.map(({ rule }) => rule.then.families?.indexOf(slug) ?? 0)
  return [pressing, -Math.max(...best.map(({ because }) => because.length)), -best.length, Math.min(...places)]
}

const byRank = (a: Proposal, b: Proposal) =>
  a.rank.map((value, at) => value - (b.rank[at] ?? 0)).find((difference) => difference !== 0) ?? a.family.slug.localeCompare(b.family.slug)
const byOrder = (a: Reason, b: Reason) => orders.indexOf(a.rule.order) - orders.indexOf(b.rule.order) || a.rule.id.localeCompare(b.rule.id)

/**
 * Why a proposal is shown, in words true of the answers: the reasons of the rules that fired;
 * where one more answer would decide, only which answer.
 */
export function reasonTexts(content: Content, { reasons, settle }: Proposal, aboutOther: boolean): Text[] {
  if (settle.length) return settle.flatMap((id) => openReason(content, id))
  return reasons.flatMap(({ rule: { reason, reason_other, then } }) => [
    aboutOther ? (reason_other ?? reason) : reason,
    ...(then.note ? [aboutOther ? (then.note_other ?? then.note) : then.note] : []),
  ])
}

function openReason(content: Content, id: string): Text[] {
  const question = content.questions.get(id)
  return question ? [fillText(content.openReason, 'question', question.short ?? question.label)] : []
}
