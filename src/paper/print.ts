import { taggedPdf, type Pen } from '../receipt/document.ts'
import type { Voice } from '../templates.ts'
import type { Letter } from './letters.ts'

/** A letter on one A4, as a tagged PDF/UA: folded in three, what shows is who writes, to whom and the day. @returns the bytes */
export const letterPdf = (letter: Letter, voice: Voice): Promise<Buffer> =>
  taggedPdf({ title: voice.t('paper.title'), at: new Date(letter.at), voice }, (pen) => write(pen, letter, voice))

/** So many letters still leave room in the larger type. */
const long = 1000

function write(pen: Pen, { from, to, number, at, title, words, list, after }: Letter, { t, day }: Voice): void {
  const size = words.join('').length > long ? 10 : 11
  const say = (line: string) => pen.put('P', line, { size })
  from.forEach(say)
  pen.space(1)
  for (const line of to) pen.put('P', line, { size: 12, strong: true })
  pen.space(1)
  say(day(at))
  pen.space(1)
  pen.put('H1', title, { size: 16, strong: true, gap: 6 })
  say(t('paper.number', { number }))
  words.forEach(say)
  if (list.length) pen.list(list)
  pen.space(0.4)
  pen.put('H2', t('paper.help'), { size: 13, strong: true })
  after.forEach(say)
}
