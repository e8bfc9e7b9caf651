import { may } from '../accounts/roles.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import { inAddress } from '../dossiers/number.ts'
import type { App, Ctx } from '../web/context.ts'
import { voiceOf } from '../web/language.ts'
import { longestNote, notesOf } from './notes.ts'

/** The notes on a dossier's page, and the form for one more; nothing for roles that have not the right. */
export function notesData(app: App, c: Ctx, opened: OpenDossier) {
  if (!may(c.get('member').role, 'notes')) return {}
  const { day, time } = voiceOf(app, c)
  const list = notesOf(app, opened).map(({ id, at, author, words }) => ({ id, author, words, at: `${day(at)}, ${time(at)}` }))
  return { notes: { list, added: c.req.query('fatto') === 'nota', ...noteForm(opened) } }
}

export const noteForm = ({ dossier }: OpenDossier) => ({ action: `/operatori/richieste/${inAddress(dossier.number)}/note`, limit: longestNote })
