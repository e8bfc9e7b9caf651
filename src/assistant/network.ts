import type { Features } from './features.ts'

/**
 * A small network: every feature is a point in a space of `width` dimensions, a sentence the sum of its features' points, bent; each task reads its classes there.
 * What one task learns of a word serves the others. Points are kept in 8 bits, with a scale for each feature.
 */
export type Network = { points: Int8Array; scales: Float32Array; rest: Float32Array; tasks: { weights: Float32Array; rest: Float32Array }[] }
/** `targets`: task by task the share of each class, adding up to one; undefined where the task does not ask of it. */
export type Lesson = { features: Features; targets: (Float32Array | undefined)[] }
/** `forget`: the share of features left out at each look, so that no single word is leaned upon. */
export type Tuning = { width: number; epochs: number; rate: number; forget: number }

type Learning = { points: Float32Array; rest: Float32Array; tasks: { weights: Float32Array; rest: Float32Array; seen: Float32Array }[]; seen: Float32Array; restSeen: Float32Array }

/** Where nothing was seen yet, steps are not without end. */
const little = 0.01

/** Learns. The same lessons, tuning and seed give the same network. @param size how many features there are @param classes how many each task has @param seed not 0 */
export function train(size: number, classes: number[], lessons: Lesson[], tuning: Tuning, seed: number): Network {
  const { width, epochs, rate } = tuning
  const chance = chances(seed)
  const about = (length: number, spread: number) => Float32Array.from({ length }, () => (chance() - 0.5) * spread)
  const net: Learning = {
    points: about(size * width, 0.2), rest: new Float32Array(width), seen: new Float32Array(size).fill(little), restSeen: new Float32Array(width).fill(little),
    tasks: classes.map((count) => ({ weights: about(count * width, 0.4), rest: new Float32Array(count), seen: new Float32Array(count * width).fill(little) })),
  }
  const order = lessons.map((_, i) => i)
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, chance)
    const step = rate * (1 - epoch / epochs) + little / 2
    for (const i of order) learn(net, lessons[i] as Lesson, width, step, tuning.forget, chance)
  }
  return { ...inBytes(net.points, size, width), rest: net.rest, tasks: net.tasks.map(({ weights, rest }) => ({ weights, rest })) }
}

/** Where a sentence lies: `width` numbers from -1 to 1. */
export function place({ points, scales, rest }: Network, { ids, values }: Features): Float32Array {
  const at = Float32Array.from(rest)
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] ?? 0
    add(at, points, id * at.length, (values[i] ?? 0) * (scales[id] ?? 0))
  }
  return at.map(Math.tanh)
}

/** The chance of each class of a task, of a sentence at this place; they add up to one. */
export const judge = ({ tasks }: Network, task: number, at: Float32Array): Float32Array => {
  const head = tasks[task]
  return head ? softmax(head.rest.map((rest, c) => rest + dot(head.weights, c * at.length, at))) : new Float32Array()
}

export function softmax(scores: Float32Array): Float32Array {
  const top = scores.reduce((a, b) => Math.max(a, b), -Infinity)
  const powers = scores.map((score) => Math.exp(score - top))
  const total = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / total)
}

function learn(net: Learning, { features: { ids, values }, targets }: Lesson, width: number, step: number, forget: number, chance: () => number): void {
  const kept: number[] = []
  for (let i = 0; i < ids.length; i++) if (chance() >= forget) kept.push(i)
  const weight = (i: number) => (values[i] ?? 0) / (1 - forget)
  const sum = Float32Array.from(net.rest)
  for (const i of kept) add(sum, net.points, (ids[i] ?? 0) * width, weight(i))
  const at = sum.map(Math.tanh)
  const blame = new Float32Array(width)
  targets.forEach((target, t) => {
    const task = net.tasks[t]
    if (target && task) teach(task, target, at, blame, step)
  })
  for (let k = 0; k < width; k++) blame[k] = (blame[k] ?? 0) * (1 - (at[k] ?? 0) ** 2)
  for (let k = 0; k < width; k++) net.rest[k] = (net.rest[k] ?? 0) + (step * 0.1 * (blame[k] ?? 0)) / Math.sqrt((net.restSeen[k] = (net.restSeen[k] ?? 0) + (blame[k] ?? 0) ** 2))
  const size = dot(blame, 0, blame) / width
  for (const i of kept) {
    const [id, value] = [ids[i] ?? 0, weight(i)]
    const seen = (net.seen[id] = (net.seen[id] ?? 0) + value * value * size)
    addTo(net.points, id * width, blame, (step * value) / Math.sqrt(seen))
  }
}

/** An error this small is no lesson. */
const smallest = 0.004

/** Moves the weights of a task towards what is right, and gathers what the place should have been otherwise. */
function teach({ weights, rest, seen }: Learning['tasks'][number], target: Float32Array, at: Float32Array, blame: Float32Array, step: number): void {
  const [width, chances] = [at.length, softmax(rest.map((own, c) => own + dot(weights, c * at.length, at)))]
  chances.forEach((chance, c) => {
    const wrong = (target[c] ?? 0) - chance
    if (Math.abs(wrong) < smallest) return
    for (let k = 0, w = c * width; k < width; k++, w++) {
      const [weight, slope] = [weights[w] ?? 0, wrong * (at[k] ?? 0)]
      blame[k] = (blame[k] ?? 0) + wrong * weight
      weights[w] = weight + (step * slope) / Math.sqrt((seen[w] = (seen[w] ?? 0) + slope * slope))
    }
    rest[c] = (rest[c] ?? 0) + step * 0.1 * wrong
  })
}

function inBytes(points: Float32Array, size: number, width: number): Pick<Network, 'points' | 'scales'> {
  const row = (id: number) => points.subarray(id * width, (id + 1) * width)
  const scales = Float32Array.from({ length: size }, (_, id) => row(id).reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127 || 1)
  return { scales, points: Int8Array.from(points, (value, i) => Math.round(value / (scales[Math.floor(i / width)] ?? 1))) }
}

function add(sum: Float32Array, points: Int8Array | Float32Array, from: number, by: number): void {
  for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] as number) + (points[from + k] as number) * by
}
function addTo(points: Float32Array, from: number, what: Float32Array, by: number): void {
  for (let k = 0; k < what.length; k++) points[from + k] = (points[from + k] as number) + (what[k] as number) * by
}
function dot(weights: Float32Array, from: number, at: Float32Array): number {
  let sum = 0
  for (let k = 0; k < at.length; k++) sum += (weights[from + k] as number) * (at[k] as number)
  return sum
}

function shuffle(order: number[], chance: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(chance() * (i + 1))
    ;[order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0]
  }
}

/** Numbers from 0 to 1 that look like chance, and are the same each time (xorshift32). */
function chances(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 4294967296
  }
}
