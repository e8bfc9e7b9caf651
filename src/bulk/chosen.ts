import { readNumber } from '../dossiers/number.ts'

/** A request chosen in a list, with the revision that the list showed. */
export type Chosen = { number: string; revision: number }

/** More than a page of the queue is not a choice: nobody looked at them one by one. */
export const mostChosen = 60

/** Reads the ticked boxes: "2026-0000012.3", number and revision. Each request once. */
export function readChosen(ticked: string[]): Chosen[] {
  const read = ticked.flatMap((box) => {
    const [, typed = '', revision = ''] = /^([\d/-]{6,20})\.(\d{1,9})$/.exec(box) ?? []
    const number = readNumber(typed)
    return number ? [{ number, revision: Number(revision) }] : []
  })
  return [...new Map(read.map((one) => [one.number, one])).values()]
}
