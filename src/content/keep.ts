import type { Content, RetentionRule } from './content.ts'

type Kept = Pick<RetentionRule, 'keep'>

/** A rule of retention.yaml. @throws if it is not there (the content check says so before) */
export function retentionRule({ retention }: Pick<Content, 'retention'>, code: string): RetentionRule {
  const rule = retention.get(code)
  if (!rule) throw new Error(`retention.yaml: no rule "${code}"`)
  return rule
}

/** What is older than this instant (ISO) is over. */
export const keptSince = (rule: Kept, now: Date): string => moved(rule, now, -1).toISOString()

/** What is put away now is kept until this instant (ISO). */
export const keptUntil = (rule: Kept, now: Date): string => moved(rule, now, 1).toISOString()

/** Months are of the calendar: from 31 March one month back is 28 or 29 February. */
function moved({ keep }: Kept, now: Date, way: 1 | -1): Date {
  if ('months' in keep) return monthsFrom(now, way * keep.months)
  return new Date(now.getTime() + way * ('days' in keep ? keep.days * 24 : keep.hours) * 3_600_000)
}

function monthsFrom(now: Date, months: number): Date {
  const lastDay = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months + 1, 0)).getUTCDate()
  const then = new Date(now)
  then.setUTCDate(1)
  then.setUTCMonth(now.getUTCMonth() + months)
  then.setUTCDate(Math.min(now.getUTCDate(), lastDay))
  return then
}
