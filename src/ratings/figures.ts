import { titleOf } from './titles.ts'
import type { Content } from '../content/content.ts'
import type { Voice } from '../templates.ts'
import { reasons } from './rating.ts'

export type Counted = { page: string; stars: number; reason: string; count: number }
export type Figures = { rows: Row[]; hidden: number }
export type Row = { page: string; title: string; votes: number; mean: number; low: number | undefined; reason: string | undefined }

/** Fewer than five are not shown (domain.md 2.13). */
const threshold = 5
/** Up to so many stars something was hard. */
const hard = 3

/** One row for each page that enough people rated, the hardest first. Of the others only how many pages they are: no total, from which one could be worked out. */
export function figuresOf(content: Content, counted: Counted[], voice: Voice): Figures {
  const pages = Map.groupBy(counted, ({ page }) => page)
  const shown = [...pages].filter(([, votes]) => sum(votes) >= threshold)
  const rows = shown.map(([page, votes]) => rowOf(page, titleOf(content, page, voice), votes, voice))
  return { rows: rows.toSorted((one, other) => one.mean - other.mean), hidden: pages.size - shown.length }
}

function rowOf(page: string, title: string, votes: Counted[], voice: Voice): Row {
  const all = sum(votes)
  const low = sum(votes.filter(({ stars }) => stars <= hard))
  return { page, title, votes: all, mean: Math.round((10 * sum(votes, ({ stars }) => stars)) / all) / 10, low: isShown(low) && isShown(all - low) ? low : undefined, reason: firstReason(votes, voice) }
}

const isShown = (n: number) => n === 0 || n >= threshold

/** The reason that most gave, if enough gave it. */
function firstReason(votes: Counted[], voice: Voice): string | undefined {
  const sides = [['male', votes.filter(({ stars }) => stars <= hard)], ['bene', votes.filter(({ stars }) => stars > hard)]] as const
  const given = sides.flatMap(([side, some]) => reasons.map((reason) => ({ side, reason, count: sum(some.filter((vote) => vote.reason === reason)) })))
  const [first] = given.toSorted((one, other) => other.count - one.count)
  return first && first.count >= threshold ? voice.t(`ratings.${first.side}.${first.reason}`) : undefined
}

const sum = (votes: Counted[], weight: (vote: Counted) => number = () => 1): number => votes.reduce((total, vote) => total + vote.count * weight(vote), 0)
