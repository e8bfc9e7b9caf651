import type { Voice } from '../templates.ts'
import type { Figure } from './figures.ts'
import { cellWords } from './words.ts'

/** A bar: its words in lines that fit a narrow screen, what it says at its end, how long it is in percent; heights in em, so that it grows with the text. */
export type Bar = { lines: { words: string; y: number }[]; value: string; width: number; y: number }
export type Chart = { title: string; desc: string; bars: Bar[]; height: number }

/** Letters that fit beside a value at 320 px. */
const lineLength = 24
/** Heights, in em: a line of words, the bar, the air between two bars. */
const [line, bar, air] = [1.4, 0.9, 0.7]

/** Draws the chosen column of a table; undefined where there is nothing to draw. What is hidden has no bar: a length would tell it. */
export function chartOf(figure: Figure, title: string, voice: Voice): Chart | undefined {
  const at = figure.drawn
  const column = at === undefined ? undefined : figure.columns[at]
  if (at === undefined || !column || figure.rows.length < 2) return undefined
  const cells = figure.rows.map(({ label, cells: all }) => ({ label, cell: all[at] ?? 0 }))
  const longest = column.kind === 'percent' ? 100 : Math.max(1, ...cells.map(({ cell }) => (typeof cell === 'number' ? cell : 0)))
  let y = 0
  const bars = cells.map(({ label, cell }): Bar => {
    const lines = wrap(label).map((words) => ({ words, y: (y += line) }))
    const drawn = { lines, value: cellWords(voice, cell, column.kind), width: typeof cell === 'number' ? (100 * cell) / longest : 0, y: y + 0.35 }
    y += bar + air
    return drawn
  })
  return { title: `${title}. ${column.head}`, desc: bars.map(({ value }, i) => `${cells[i]?.label}: ${value}`).join('; '), bars: bars.map(rounded), height: tenth(y) }
}

/** Words in lines, broken between words. */
function wrap(label: string): string[] {
  const lines = ['']
  for (const word of label.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last && last.length + word.length >= lineLength) lines.push(word)
    else lines[lines.length - 1] = last ? `${last} ${word}` : word
  }
  return lines
}

const tenth = (n: number) => Math.round(n * 100) / 100
const rounded = (one: Bar): Bar => ({ ...one, y: tenth(one.y), width: tenth(one.width), lines: one.lines.map(({ words, y }) => ({ words, y: tenth(y) })) })
