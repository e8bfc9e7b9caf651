import type { RetentionRule } from '../content/content.ts'

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

/** What is older than this instant (ISO) is over. Months are of the calendar: from 31 March one month back is 28 or 29 February. */
export function keptSince({ keep }: RetentionRule, now: Date): string {
  if ('months' in keep) return monthsBefore(now, keep.months).toISOString()
  return new Date(now.getTime() - ('days' in keep ? keep.days * 24 : keep.hours) * 3_600_000).toISOString()
}

function monthsBefore(now: Date, months: number): Date {
  const lastDay = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months + 1, 0)).getUTCDate()
  const then = new Date(now)
  then.setUTCDate(1)
  then.setUTCMonth(now.getUTCMonth() - months)
  then.setUTCDate(Math.min(now.getUTCDate(), lastDay))
  return then
}
