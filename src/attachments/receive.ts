import type { MissingItem } from '../content/content.ts'
import type { Dossier } from '../dossiers/dossiers.ts'
import type { Answer } from '../events/events.ts'
import type { App } from '../web/context.ts'
import { longestWords } from './answers.ts'
import { examineApart } from './apart.ts'
import { answer, mostFiles, type Ready } from './attachments.ts'
import type { Fault } from './examine.ts'
import type { Sent, Upload } from './upload.ts'

/** Files taken from one post, at most. */
export const mostAtOnce = 6

/** What did not go well: a key of attachments.problems, its values, and the field it is about. */
export type Problem = { key: Fault | 'too_long' | 'many' | 'full' | 'nothing' | 'heavy_post'; values?: Record<string, string | number>; field: 'testo' | 'file' }
/** `words`: what was typed and could not be taken; it goes back into its field. */
export type Received = { said: 'answered' | 'same' | 'closed' | 'nothing'; problems: Problem[]; words: string }

/**
 * Takes an answer: all that is good in it is kept, and of the rest it is said why. So nothing that went well is sent twice.
 * Ways that the item does not have count as not posted.
 */
export async function receive(app: App, dossier: Dossier, item: MissingItem, upload: Upload): Promise<Received> {
  const typed = item.ways.includes('text') ? upload.words : ''
  const long = [...typed].length > longestWords
  const { ready, problems } = await examineAll(item.ways.includes('file') ? upload.files : [])
  if (long) problems.unshift({ key: 'too_long', values: { max: longestWords }, field: 'testo' })
  const words = long ? '' : typed
  const way = wayOf(item, upload.button, ready)
  const back = long ? typed : ''
  if ((way === 'text' || way === 'file') && !words && ready.length === 0) return { said: 'nothing', problems, words: back }
  const { said, over } = answer(app, dossier, item.code, { way, words, files: ready })
  if (over > 0) problems.push({ key: 'full', values: { max: mostFiles }, field: 'file' })
  return { said, problems, words: said === 'closed' ? typed : back }
}

/** The button says it; where it only says "send", what there is to send does. */
function wayOf({ ways }: MissingItem, button: string, ready: Ready[]): Answer['way'] {
  if ((button === 'porto' || button === 'aiuto') && ways.includes(button)) return button
  return ready.length ? 'file' : 'text'
}

async function examineAll(sent: Sent[]): Promise<{ ready: Ready[]; problems: Problem[] }> {
  const problems: Problem[] = []
  const looked = await Promise.all(sent.slice(0, mostAtOnce).map(async ({ name, bytes }) => ({ name, ...(await examineApart(bytes)) })))
  const ready = looked.flatMap((one): Ready[] => {
    if (!('fault' in one)) return [one]
    problems.push({ key: one.fault, values: { name: one.name }, field: 'file' })
    return []
  })
  if (sent.length > mostAtOnce) problems.push({ key: 'many', values: { max: mostAtOnce }, field: 'file' })
  return { ready, problems }
}
