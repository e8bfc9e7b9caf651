import type { Features } from './features.ts'

export type Lesson = {
  features: Features
  /** Share of each class; they add up to one. */
  target: Float32Array
  /** What is known before learning, per class. */
  prior: Float32Array
}
/** `blind`: of two rounds, so many are learnt without what is known before; then words that no list has count too. */
export type Tuning = { epochs: number; rate: number; pull: number; blind: 0 | 1 | 2 }

/**
 * A linear classifier (softmax) learns from examples how much each feature speaks for each class, beside what is known before.
 * The same lessons in the same order give the same weights. @param size how many features there are @returns feature by feature, class by class
 */
export function train(size: number, classes: number, lessons: Lesson[], tuning: Tuning): Float32Array {
  const weights = new Float32Array(size * classes)
  const seen = new Float32Array(size).fill(1)
  const step = strideOf(lessons.length)
  const none = new Float32Array(classes)
  for (let epoch = 0; epoch < tuning.epochs; epoch++) {
    for (let i = 0; i < lessons.length; i++) {
      const lesson = lessons[(i * step + epoch * 17) % lessons.length]
      if (lesson) learn(weights, seen, classes, (i + epoch) % 2 < tuning.blind ? { ...lesson, prior: none } : lesson, tuning)
    }
  }
  return weights
}

/** The chance of each class; they add up to one. */
export const judge = (weights: Float32Array, features: Features, prior: Float32Array): Float32Array => softmax(score(weights, prior.length, features, prior))

/** A step that visits every lesson once, far from the one before. */
function strideOf(length: number): number {
  let step = Math.max(1, Math.floor(length * 0.618))
  while (divisor(step, length) !== 1) step += 1
  return step
}
const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))

/** An error this small is no lesson: nine classes in ten are left alone at each step. */
const smallest = 0.004

function learn(weights: Float32Array, seen: Float32Array, classes: number, { features: { ids, values }, target, prior }: Lesson, { rate, pull }: Tuning): void {
  const chances = softmax(score(weights, classes, { ids, values }, prior))
  const wrong: number[] = []
  for (let c = 0; c < classes; c++) {
    chances[c] = (target[c] ?? 0) - (chances[c] ?? 0)
    if (Math.abs(chances[c] ?? 0) > smallest) wrong.push(c)
  }
  for (let i = 0; i < ids.length; i++) {
    const [id, value] = [ids[i] ?? 0, values[i] ?? 0]
    seen[id] = (seen[id] ?? 1) + value * value * 4
    const by = (rate * value) / Math.sqrt(seen[id] ?? 1)
    const row = id * classes
    for (const c of wrong) weights[row + c] = (weights[row + c] ?? 0) * (1 - pull) + by * (chances[c] ?? 0)
  }
}

function score(weights: Float32Array, classes: number, { ids, values }: Features, prior: Float32Array): Float32Array {
  const sum = Float32Array.from(prior)
  for (let i = 0; i < ids.length; i++) {
    const value = values[i] ?? 0
    for (let c = 0, at = (ids[i] ?? 0) * classes; c < classes; c++, at++) sum[c] = (sum[c] ?? 0) + (weights[at] ?? 0) * value
  }
  return sum
}

function softmax(scores: Float32Array): Float32Array {
  let [top, total] = [-Infinity, 0]
  for (const value of scores) if (value > top) top = value
  for (let c = 0; c < scores.length; c++) total += scores[c] = Math.exp((scores[c] ?? 0) - top)
  for (let c = 0; c < scores.length; c++) scores[c] = (scores[c] ?? 0) / total
  return scores
}
