/** Chance that is the same for everybody: the same seed, the same throws (mulberry32). Never for keys or passwords. */
export type Chance = {
  /** From 0 up to 1. */
  throw: () => number
  /** A whole number, both ends included. */
  between: (from: number, to: number) => number
  /** So many times in a hundred. */
  happens: (share: number) => boolean
  pick: <T>(items: readonly T[]) => T
  /** A key, as often as its weight says. */
  weigh: (weights: Record<string, number>) => string
  shuffle: <T>(items: readonly T[]) => T[]
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const toss = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (from: number, to: number) => from + Math.floor(toss() * (to - from + 1))
  return {
    throw: toss,
    between,
    happens: (share) => toss() * 100 < share,
    pick: (items) => at(items, between(0, items.length - 1)),
    weigh: (weights) => weighed(Object.entries(weights), toss()),
    shuffle: (items) => items.map((item) => ({ item, place: toss() })).sort((a, b) => a.place - b.place).map(({ item }) => item),
  }
}

function weighed(entries: [string, number][], toss: number): string {
  let left = toss * entries.reduce((sum, [, weight]) => sum + weight, 0)
  const found = entries.find(([, weight]) => (left -= weight) < 0) ?? entries.at(-1)
  if (!found) throw new Error('nothing to choose from')
  return found[0]
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new Error('nothing to choose from')
  return item
}
