/** People type without end: of so many words something is remembered. */
const most = 5_000

/** The same, made once for each word. What was made must not be changed by who gets it. */
export function remembered<T extends object>(make: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>()
  return (word) => {
    const before = known.get(word)
    if (before) return before
    if (known.size >= most) known.clear()
    const made = make(word)
    known.set(word, made)
    return made
  }
}
