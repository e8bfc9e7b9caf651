import type { Db } from '../../db/open.ts'
import type { Language } from '../engine/text.ts'
import { isAddress } from '../outbox/address.ts'
import { putLetter, type Letter } from '../outbox/outbox.ts'
import type { App } from '../web/context.ts'
import type { OpenDossier } from './dossiers.ts'
import { sightOf } from './status.ts'

/** How the person is reached now: as they changed it, else as they filed it. */
export const contactOf = ({ filed, story }: OpenDossier, id: string): string => {
  const answer = (story.findLast(({ detail }) => detail.contacts)?.detail.contacts ?? filed.answers)[id]
  return typeof answer === 'string' ? answer : ''
}

/** Where it is (domain.md 2.5), which also a relative without a mandate follows; or something that only who sees all of it finds on the page. */
type About = 'status' | 'all'

/**
 * Where a letter may go: by e-mail or certified mail, if that is the way they chose; undefined for everybody else, who is told by voice or by
 * post. Who reported never learns what happened next (domain.md 2.4), and nobody is told of news that they cannot read.
 */
export function addressOf({ config }: Pick<App, 'config'>, opened: OpenDossier, about: About): string | undefined {
  const way = contactOf(opened, 'canale_contatto')
  const to = way === 'email' || way === 'pec' ? contactOf(opened, way) : ''
  const sight = sightOf(opened)
  return config.mail && (sight === 'tutto' || (about === 'status' && sight === 'stato')) && isAddress(to) ? to : undefined
}

/** Tells the person that something is new, without saying what (domain.md 2.5): who else reads that mail learns of no need, no office. Inside the caller's transaction. */
export function putNotice(app: App, tx: Db, opened: OpenDossier, about: About = 'status'): void {
  putWords(app, tx, opened, { kind: 'novita', dueAt: app.now().toISOString(), about, words: 'requests.notice' })
}

/** `words`: key of the subject and of the four parts of the letter. */
export type Words = { kind: string; dueAt: string; about: About; words: string; values?: Record<string, string> }

/** Puts a letter to the person in the outbox, if there is a way to send it: in their language, with the door and the desks, and never the matter. */
export function putWords(app: App, tx: Db, opened: OpenDossier, { kind, dueAt, about, words, values }: Words): void {
  const to = addressOf(app, opened, about)
  if (to) putLetter(app, tx, { kind, dueAt, dossier: opened.dossier.id }, { to, ...letterOf(app, opened, words, values) })
}

function letterOf(app: App, { filed }: OpenDossier, words: string, values: Record<string, string> = {}): Omit<Letter, 'to'> {
  const { t } = app.templates.voice(filed.lang as Language)
  const origin = app.config.mail?.origin
  const parts = ['what', 'open', 'desk', 'nobody'].map((part) => t(`${words}.${part}`, { ...values, door: `${origin}/la-mia-richiesta`, desks: `${origin}/sportelli` }))
  return { subject: t(`${words}.subject`), text: `${parts.join('\n\n')}\n` }
}
