/** The example sentences by the words they hold: for each word, how rare it is and in which sentences; for each sentence, how much all its words tell. */
export type Neighbourhood = { names: Int32Array; starts: Int32Array; sentences: Int32Array; rarity: Float32Array; lengths: Float32Array }
/** Sentences alike, the likest first: which, and how like (0 to 1). */
export type Alike = { sentence: number; likeness: number }[]

/** Words that every thirtieth sentence has say nothing of one; nor do those that one alone has, of others. */
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
  const kept = [...holders].filter(([, list]) => list.length > 1 && list.length / sentences.length < tooCommon)
  const rarity = Float32Array.from(kept, ([, list]) => Math.log(1 + sentences.length / list.length))
  const squares = new Float32Array(sentences.length)
  kept.forEach(([, list], row) => list.forEach((i) => (squares[i] = (squares[i] ?? 0) + (rarity[row] ?? 0) ** 2)))
  const starts = new Int32Array(kept.length + 1)
  kept.forEach(([, list], row) => (starts[row + 1] = (starts[row] ?? 0) + list.length))
  return {
    names: Int32Array.from(kept, ([name]) => name), starts, rarity, lengths: squares.map((square) => Math.sqrt(square) || 1),
    sentences: Int32Array.from(kept.flatMap(([, list]) => list)),
  }
}

/** Makes ready to find, for the names of a sentence, the examples most like it. */
export function createFinder({ names, starts, sentences, rarity, lengths }: Neighbourhood): (names: number[]) => Alike {
  const rows = new Map([...names].map((name, row) => [name, row]))
  const [likeness, touched] = [new Float32Array(lengths.length), new Int32Array(lengths.length)]
  const addUp = (found: number[]): number => {
    let count = 0
    for (const row of found) {
      const weight = (rarity[row] ?? 0) ** 2
      for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
        const i = sentences[at] ?? 0
        if (likeness[i] === 0) touched[count++] = i
        likeness[i] = (likeness[i] ?? 0) + weight
      }
    }
    return count
  }
  return (said) => {
    const found = [...new Set(said)].flatMap((name) => rows.get(name) ?? [])
    const norm = Math.sqrt(found.reduce((sum, row) => sum + (rarity[row] ?? 0) ** 2, 0)) || 1
    return likest(touched.subarray(0, addUp(found)), likeness, lengths, norm)
  }
}

/** The sentences touched that are like enough, the likest first; their sums are set back to nothing. */
function likest(touched: Int32Array, likeness: Float32Array, lengths: Float32Array, norm: number): Alike {
  let most = 0
  for (const i of touched) most = Math.max(most, (likeness[i] = (likeness[i] ?? 0) / norm / (lengths[i] ?? 1)))
  const alike: Alike = []
  for (const i of touched) {
    if ((likeness[i] ?? 0) >= most * least) alike.push({ sentence: i, likeness: likeness[i] ?? 0 })
    likeness[i] = 0
  }
  return alike.sort((a, b) => b.likeness - a.likeness)
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
