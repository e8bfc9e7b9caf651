import { chanceOf } from '../chance.ts'
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

/** Learns. The same lessons, tuning and seed give the same network. @param size how many features there are @param classes how many each task has */
export function train(size: number, classes: number[], lessons: Lesson[], tuning: Tuning, seed: number): Network {
  const { width, epochs, rate } = tuning
  const chance = chanceOf(seed)
  const about = (length: number, spread: number) => Float32Array.from({ length }, () => (chance.throw() - 0.5) * spread)
  const net: Learning = {
    points: about(size * width, 0.2), rest: new Float32Array(width), seen: new Float32Array(size).fill(little), restSeen: new Float32Array(width).fill(little),
    tasks: classes.map((count) => ({ weights: about(count * width, 0.4), rest: new Float32Array(count), seen: new Float32Array(count).fill(little) })),
  }
  for (let epoch = 0; epoch < epochs; epoch++) {
    const step = rate * (1 - epoch / epochs) + little / 2
    for (const lesson of chance.shuffle(lessons)) learn(net, lesson, width, step, tuning.forget, chance.throw)
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
  bend(at)
  return at
}

/** The chance of each class of a task, of a sentence at this place; they add up to one. */
export const judge = ({ tasks }: Network, task: number, at: Float32Array): Float32Array => {
  const head = tasks[task]
  return head ? softmax(scoresOf(head.weights, head.rest, at)) : new Float32Array()
}

export function softmax(scores: Float32Array): Float32Array {
  let [top, total] = [-Infinity, 0]
  for (let c = 0; c < scores.length; c++) top = Math.max(top, scores[c] as number)
  for (let c = 0; c < scores.length; c++) total += scores[c] = Math.exp((scores[c] as number) - top)
  for (let c = 0; c < scores.length; c++) scores[c] = (scores[c] as number) / total
  return scores
}

function learn(net: Learning, { features: { ids, values }, targets }: Lesson, width: number, step: number, forget: number, chance: () => number): void {
  const kept: number[] = []
  for (let i = 0; i < ids.length; i++) if (chance() >= forget) kept.push(i)
  const at = Float32Array.from(net.rest)
  for (const i of kept) add(at, net.points, (ids[i] as number) * width, (values[i] as number) / (1 - forget))
  bend(at)
  const blame = new Float32Array(width)
  for (let t = 0; t < targets.length; t++) {
    const [target, task] = [targets[t], net.tasks[t]]
    if (target && task) teach(task, target, at, blame, step)
  }
  for (let k = 0; k < width; k++) blame[k] = (blame[k] as number) * (1 - (at[k] as number) ** 2)
  for (let k = 0; k < width; k++) {
    const slope = blame[k] as number
    net.restSeen[k] = (net.restSeen[k] as number) + slope * slope
    net.rest[k] = (net.rest[k] as number) + (step * 0.1 * slope) / Math.sqrt(net.restSeen[k] as number)
  }
  const size = dot(blame, 0, blame) / width
  for (const i of kept) {
    const [id, value] = [ids[i] as number, (values[i] as number) / (1 - forget)]
    net.seen[id] = (net.seen[id] as number) + value * value * size
    addTo(net.points, id * width, blame, (step * value) / Math.sqrt(net.seen[id]))
  }
}

/** An error this small is no lesson. */
const smallest = 0.004

/** Moves the weights of a task towards what is right, and gathers what the place should have been otherwise. */
function teach({ weights, rest, seen }: Learning['tasks'][number], target: Float32Array, at: Float32Array, blame: Float32Array, step: number): void {
  const width = at.length
  const chances = softmax(scoresOf(weights, rest, at))
  const size = dot(at, 0, at) / width
  for (let c = 0; c < chances.length; c++) {
    const wrong = (target[c] as number) - (chances[c] as number)
    if (Math.abs(wrong) < smallest) continue
    seen[c] = (seen[c] as number) + wrong * wrong * size
    const by = (step * wrong) / Math.sqrt(seen[c] as number)
    for (let k = 0, w = c * width; k < width; k++, w++) {
      blame[k] = (blame[k] as number) + wrong * (weights[w] as number)
      weights[w] = (weights[w] as number) + by * (at[k] as number)
    }
    rest[c] = (rest[c] as number) + step * 0.1 * wrong
  }
}

function scoresOf(weights: Float32Array, rest: Float32Array, at: Float32Array): Float32Array {
  const scores = new Float32Array(rest.length)
  for (let c = 0; c < scores.length; c++) scores[c] = (rest[c] as number) + dot(weights, c * at.length, at)
  return scores
}

function inBytes(points: Float32Array, size: number, width: number): Pick<Network, 'points' | 'scales'> {
  const [bytes, scales] = [new Int8Array(points.length), new Float32Array(size)]
  for (let id = 0; id < size; id++) {
    let most = 0
    for (let k = id * width; k < (id + 1) * width; k++) most = Math.max(most, Math.abs(points[k] as number))
    scales[id] = most / 127 || 1
    for (let k = id * width; k < (id + 1) * width; k++) bytes[k] = Math.round((points[k] as number) / (scales[id] as number))
  }
  return { points: bytes, scales }
}

function bend(at: Float32Array): void {
  for (let k = 0; k < at.length; k++) at[k] = Math.tanh(at[k] as number)
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
