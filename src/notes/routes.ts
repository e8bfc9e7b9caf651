import { Hono } from 'hono'
import { staffOnly, withRight } from '../accounts/guards.ts'
import { tryOpenDossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { inAddress } from '../dossiers/number.ts'
import { mine } from '../triage/mine.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { addNote, longestNote } from './notes.ts'
import { noteForm } from './page.ts'

const path = '/operatori/richieste/:number/note'

/** Words of staff for staff, on a dossier. */
export function noteRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .use(path, staffOnly(app), withRight(app, 'notes'))
    .post(path, async (c) => {
      const dossier = mine(app, c)
      const opened = dossier && tryOpenDossier(app, dossier)
      if (!opened) return errorPage(app, c, 404)
      const words = field(await readForm(c), 'nota').trim()
      const problem = !words ? 'empty' : [...words].length > longestNote ? 'too_long' : undefined
      if (problem) return showAgain(app, c, opened, { words, problem })
      addNote(app, c.get('member'), opened, words)
      return c.redirect(`/operatori/richieste/${inAddress(opened.dossier.number)}?fatto=nota#note`, 303)
    })
}

/** A note that was refused, with all that was written, to be put right. */
function showAgain(app: App, c: Ctx, opened: OpenDossier, { words, problem }: { words: string; problem: string }) {
  const { t } = voiceOf(app, c)
  const href = `/operatori/richieste/${inAddress(opened.dossier.number)}`
  const breadcrumbs = [{ label: t('staff.queue.title'), href: '/operatori/richieste' }, { label: opened.dossier.number, href }, { label: t('notes.title') }]
  const notes = { list: [], ...noteForm(opened), words, problem: t(`notes.problems.${problem}`, { max: longestNote }) }
  return page(app, c, 'notes/again', { title: t('notes.title'), breadcrumbs, number: opened.dossier.number, href, notes }, 422)
}
