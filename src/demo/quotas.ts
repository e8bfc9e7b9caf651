/** Shares n things by weight, to the last one (largest remainder). */
export function quotas(weights: Record<string, number>, n: number): Record<string, number> {
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0)
  const exact = Object.entries(weights).map(([key, weight]) => ({ key, whole: Math.floor((weight * n) / total), rest: ((weight * n) / total) % 1 }))
  const missing = n - exact.reduce((sum, { whole }) => sum + whole, 0)
  const lucky = exact.toSorted((a, b) => b.rest - a.rest).slice(0, missing).map(({ key }) => key)
  return Object.fromEntries(exact.map(({ key, whole }) => [key, whole + (lucky.includes(key) ? 1 : 0)]))
}
