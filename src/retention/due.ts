import type { RetentionRule } from '../content/content.ts'
import { keptSince } from '../content/keep.ts'

/** What has to be known of a closed request. @param closedAt ISO instant; null while it is open */
type Closed = { act: string; status: string; closedAt: string | null }

/** The rule that says how long a request is kept: the first that matches. */
export const ruleOf = (rules: Iterable<RetentionRule>, { act, status }: Closed): RetentionRule | undefined =>
  [...rules].find((rule) => rule.of === 'richiesta' && (rule.acts ?? [act]).includes(act) && (rule.statuses ?? [status]).includes(status))

/** Is its time over? What is open is kept, however old. */
export function isDue(rules: Iterable<RetentionRule>, closed: Closed, now: Date): boolean {
  const rule = ruleOf(rules, closed)
  return rule !== undefined && closed.closedAt !== null && closed.closedAt <= keptSince(rule, now)
}
