import type { Content, MissingItem } from '../content/content.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import { askedNow, sightOf } from '../dossiers/status.ts'
import type { Answer, Told } from '../events/events.ts'

/** Something that staff asked for, and what the person has answered since, oldest first. */
export type Asked = { item: MissingItem; said: Said[] }
export type Said = Answer & { at: string }

/** The longest answer in words, in characters. */
export const longestWords = 500

/** What is asked for now, in the order of the request. Who does not see everything is asked nothing here (askers.yaml). */
export function asked(content: Content, opened: OpenDossier): Asked[] {
  if (sightOf(opened) !== 'tutto') return []
  const codes = askedNow(opened)?.detail.items ?? []
  return codes.flatMap((code) => {
    const item = content.missingItems.find((one) => one.code === code)
    return item ? [{ item, said: saidSince(opened, code) }] : []
  })
}

/** The answers to one item since it was last asked for. */
export function saidSince(opened: Pick<OpenDossier, 'dossier' | 'story'>, code: string): Said[] {
  const request = askedNow(opened)
  return request ? opened.story.filter(({ id }) => id > request.id).flatMap(answerOf).filter(({ item }) => item === code) : []
}

/** Every answer of a story, also to what was asked before: for staff. */
export const allSaid = (story: Told[]): Said[] => story.flatMap(answerOf)

const answerOf = ({ at, detail }: Told): Said[] => (detail.answer ? [{ ...detail.answer, at }] : [])

/** Has the person said something to each? Then it is our turn. */
export const allAnswered = (list: Asked[]): boolean => list.length > 0 && list.every(({ said }) => said.length > 0)
