import type { Db } from '../../db/open.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import { sightOf } from '../dossiers/status.ts'
import type { Language } from '../engine/text.ts'
import { contactsOf } from '../follow/contacts.ts'
import { isAddress } from '../outbox/address.ts'
import { putLetter } from '../outbox/outbox.ts'
import type { App } from '../web/context.ts'

/** "C'è una novità", without saying which (domain.md 2.5): to who sees all of the request and chose e-mail; others are told by voice, or read it. */
export function putNotice(app: App, tx: Db, opened: OpenDossier): void {
  const { canale_contatto: way, email } = contactsOf(app.content, opened.filed, opened.story)
  if (!app.config.mail || way !== 'email' || typeof email !== 'string' || !isAddress(email) || sightOf(opened) !== 'tutto') return
  const { t } = app.templates.voice(opened.filed.lang as Language)
  const { origin } = app.config.mail
  const words = ['open', 'human', 'nobody'].map((part) => t(`joins.letter.${part}`, { door: `${origin}/la-mia-richiesta`, desks: `${origin}/sportelli` }))
  putLetter(app, tx, { kind: 'novita', dueAt: app.now().toISOString(), dossier: opened.dossier.id }, { to: email, subject: t('joins.letter.subject'), text: `${words.join('\n\n')}\n` })
}
