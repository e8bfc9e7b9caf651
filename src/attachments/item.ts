import { tryOpenDossier, type Dossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { viewDesk } from '../territory/desks.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import type { App, Ctx } from '../web/context.ts'
import { voiceOf } from '../web/language.ts'
import { asked, longestWords, type Asked } from './answers.ts'
import { filesOf } from './attachments.ts'
import { mostAtOnce, receive, type Problem, type Received } from './receive.ts'
import { turns } from './turns.ts'
import { readUpload, type Upload } from './upload.ts'
import { viewItem } from './views.ts'

/** One thing that is asked for now, of a request that opens. */
export type Found = { opened: OpenDossier; one: Asked }
/** What did not go well in the last post, and the words that go back into their field. */
export type Shown = { problems?: Problem[]; words?: string }
export type Taken = Received & { upload: Upload }

/** An item of the open request for what is missing; undefined for every other, and for who does not see the whole dossier. */
export function findItem(app: App, dossier: Dossier | undefined, code: string): Found | undefined {
  const opened = dossier && tryOpenDossier(app, dossier)
  const one = opened && asked(app.content, opened).find(({ item }) => item.code === code)
  return one && { opened, one }
}

/** What every page about an item shows: the item, what did not go well, and the desk: a person is always a way on. */
export function itemData(app: App, c: Ctx, { opened, one }: Found, { problems = [], words = '' }: Shown = {}) {
  const voice = voiceOf(app, c)
  const desk = deskOrWelcome(app.content, opened.dossier.desk)
  return {
    title: voice.t('attachments.title'),
    item: viewItem(one, filesOf(app, opened.key, opened.dossier.id), voice),
    errors: problems.map(({ key, values, field }) => ({ words: voice.t(`attachments.problems.${key}`, values ?? {}), href: `#${field}`, field })),
    words, limit: longestWords, most: mostAtOnce,
    desk: desk && viewDesk(app.content, desk, voice, app.now()),
  }
}

/** Posts with files that are read at the same moment: each is held in memory while it arrives. */
const inTurn = turns(8)

/** Reads a post, examines its files, keeps the answer; 'heavy' where the post was too large to read. */
export const takeIn = (app: App, c: Ctx, { opened, one }: Found): Promise<Taken | 'heavy'> => inTurn(async () => {
  const upload = await readUpload(c)
  return upload === 'heavy' ? upload : { ...(await receive(app, opened.dossier, one.item, upload)), upload }
})

/** What to say of it: nothing, where all went well. `field` is where an answer would have been given. */
export function problemsOf(taken: Taken | 'heavy', field: Problem['field']): Problem[] {
  if (taken === 'heavy') return [{ key: 'heavy_post', field: 'file' }]
  return taken.said === 'nothing' && taken.problems.length === 0 ? [{ key: 'nothing', field }] : taken.problems
}
