/** Small enough for exact products of plain numbers. */
const prime = 32749
const inverse = (n: number): number => power(n, prime - 2)
function power(n: number, to: number): number {
  let [result, base] = [1, n % prime]
  for (let left = to; left > 0; left = Math.floor(left / 2), base = (base * base) % prime) if (left % 2) result = (result * base) % prime
  return result
}

/** What can be worked out by adding and taking away: sums of unknowns that are known, and whether another sum follows from them (by elimination, modulo a prime). */
export function spanOf(unknowns: number) {
  const rows = new Map<number, number[]>()
  const rest = (places: number[]): { left: number[]; lead: number } => {
    const left = Array.from({ length: unknowns }, (_, at): number => (places.includes(at) ? 1 : 0))
    for (let at = 0; at < unknowns; at++) {
      const [factor, row] = [left[at] ?? 0, rows.get(at)]
      if (!factor) continue
      if (!row) return { left, lead: at }
      for (let k = at; k < unknowns; k++) left[k] = ((left[k] ?? 0) + (prime - factor) * (row[k] ?? 0)) % prime
    }
    return { left, lead: -1 }
  }
  return {
    add(places: number[]): void {
      const { left, lead } = rest(places)
      if (lead < 0) return
      const by = inverse(left[lead] ?? 1)
      rows.set(lead, left.map((n) => (n * by) % prime))
    },
    holds: (places: number[]): boolean => rest(places).lead < 0,
  }
}
