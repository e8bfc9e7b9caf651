/** The example sentences by the words they hold: for each word, in which sentences it is and how much it tells of them. */
export type Neighbourhood = { names: Int32Array; starts: Int32Array; sentences: Int32Array; values: Float32Array; rarity: Float32Array; size: number }
/** Sentences alike, the likest first: which, and how like (0 to 1). */
export type Alike = { sentence: number; likeness: number }[]

/** Words that every thirtieth sentence has say nothing of one. */
const tooCommon = 1 / 30

/** What is so much less like than the likest has no say. */
const least = 0.3

/** @param sentences the names (hashes) of the words and pairs of words of each */
export function neighbourhoodOf(sentences: number[][]): Neighbourhood {
  const holders = new Map<number, number[]>()
  sentences.forEach((names, i) => {
    for (const name of new Set(names)) {
      const list = holders.get(name)
      if (list) list.push(i)
      else holders.set(name, [i])
    }
  })
  const kept = [...holders].filter(([, list]) => list.length / sentences.length < tooCommon)
  const rarity = Float32Array.from(kept, ([, list]) => Math.log(1 + sentences.length / list.length))
  const length = new Float32Array(sentences.length)
  kept.forEach(([, list], row) => list.forEach((i) => (length[i] = (length[i] ?? 0) + (rarity[row] ?? 0) ** 2)))
  const starts = new Int32Array(kept.length + 1)
  kept.forEach(([, list], row) => (starts[row + 1] = (starts[row] ?? 0) + list.length))
  return {
    names: Int32Array.from(kept, ([name]) => name), starts, rarity, size: sentences.length,
    sentences: Int32Array.from(kept.flatMap(([, list]) => list)),
    values: Float32Array.from(kept.flatMap(([, list], row) => list.map((i) => (rarity[row] ?? 0) / Math.sqrt(length[i] ?? 1)))),
  }
}

/** Makes ready to find, for the names of a sentence, the examples most like it. */
export function createFinder({ names, starts, sentences, values, rarity, size }: Neighbourhood): (names: number[]) => Alike {
  const rows = new Map([...names].map((name, row) => [name, row]))
  const [likeness, touched] = [new Float32Array(size), new Int32Array(size)]
  return (said) => {
    const found = [...new Set(said)].flatMap((name) => rows.get(name) ?? [])
    const norm = Math.sqrt(found.reduce((sum, row) => sum + (rarity[row] ?? 0) ** 2, 0)) || 1
    let [count, most] = [0, 0]
    for (const row of found) {
      const weight = (rarity[row] ?? 0) / norm
      for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
        const i = sentences[at] ?? 0
        const before = likeness[i] ?? 0
        if (before === 0) touched[count++] = i
        const now = (likeness[i] = before + weight * (values[at] ?? 0))
        if (now > most) most = now
      }
    }
    const alike: Alike = []
    for (let t = 0; t < count; t++) {
      const i = touched[t] ?? 0
      if ((likeness[i] ?? 0) >= most * least) alike.push({ sentence: i, likeness: likeness[i] ?? 0 })
      likeness[i] = 0
    }
    return alike.sort((a, b) => b.likeness - a.likeness)
  }
}

/** So many are asked, the likest most: likeness counts squared. */
const asked = 25

/** What the sentences alike are, class by class; undefined where none is alike. @param labels sentence by sentence, class by class, in hundredths; all zero: not asked */
export function vote(alike: Alike, labels: Int8Array, classes: number): Float32Array | undefined {
  const votes = new Float32Array(classes)
  let [total, voters] = [0, 0]
  for (const { sentence, likeness } of alike) {
    if (voters === asked) break
    const row = sentence * classes
    let cast = 0
    for (let c = 0; c < classes; c++) {
      const share = (labels[row + c] ?? 0) * likeness * likeness
      votes[c] = (votes[c] ?? 0) + share
      cast += share
    }
    if (cast > 0) voters += 1
    total += cast
  }
  if (total === 0) return undefined
  for (let c = 0; c < classes; c++) votes[c] = (votes[c] ?? 0) / total
  return votes
}
