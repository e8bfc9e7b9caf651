/** What the script did, request by request, in order, and by whom: the timeline of each must hold exactly this. */
export class Ledger {
  readonly told = new Map<string, string[]>()
  actions = 0
  refusals = 0
  collisions = 0
  slowest = { path: '', ms: 0 }

  /** One thing done, as it is told in each request that it was done to. */
  did(by: number | null, told: [number: string, ...kinds: string[]][]): void {
    this.actions += 1
    for (const [number, ...kinds] of told) this.told.set(number, [...this.of(number), ...kinds.map((kind) => lineOf(kind, by))])
  }

  of(number: string): string[] {
    return this.told.get(number) ?? []
  }

  /** The same request has a new number elsewhere: it takes its story along, but for the step that passed it on. */
  passedOn(number: string, to: string, by: number | null): void {
    this.told.set(to, [...this.of(number).slice(0, -1), lineOf('arriva_da_altro_ambito', by)])
  }

  took(path: string, ms: number): void {
    if (ms > this.slowest.ms) this.slowest = { path: path.replace(/^https?:\/\/[^/]+/, '').replace(/\d{4}-\d{7}/, 'NUMERO'), ms: Math.round(ms) }
  }
}

export const lineOf = (kind: string, by: number | null): string => `${kind} ${by ?? '-'}`
