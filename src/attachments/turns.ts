/** Lets at most so many works run at the same moment; the others wait for their turn, first come first served. */
export function turns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  async function enter(): Promise<void> {
    if (running >= most) await new Promise<void>((resolve) => void waiting.push(resolve))
    else running += 1
  }
  /** Who leaves hands the place over; only when nobody waits it is free. */
  function leave(): void {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
  return async (work) => {
    await enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
