import { Hono } from 'hono'
import { lend } from '../camera/camera.ts'
import { findById } from '../dossiers/dossiers.ts'
import { loadFollowed, saveFollowed } from '../follow/followed.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { findItem, itemData, problemsOf, takeIn, type Found, type Shown } from './item.ts'
import { readUpload } from './upload.ts'

/** /la-mia-richiesta/elementi: the answer to what staff asked for, item by item. */
export function attachmentRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/la-mia-richiesta/elementi/:code', (c) => {
      if (!loadFollowed(app, c)) return c.redirect('/la-mia-richiesta', 303)
      const found = mine(app, c)
      return found ? showItem(app, c, found) : errorPage(app, c, 404)
    })
    .post('/la-mia-richiesta/elementi/:code', (c) => {
      if (!loadFollowed(app, c)) return showLate(app, c)
      const found = mine(app, c)
      return found ? postAnswer(app, c, found) : errorPage(app, c, 404)
    })
}

/** The item of the address, of the request whose number and code this visitor gave. */
const mine = (app: App, c: Ctx) => findItem(app, loadFollowed(app, c), c.req.param('code') ?? '')

function showItem(app: App, c: Ctx, found: Found, shown: Shown = {}, status: 200 | 413 | 422 = 200) {
  const { t } = voiceOf(app, c)
  // Half an hour from here: looking for a paper takes time.
  saveFollowed(app, c, found.opened.dossier)
  c.header('Cache-Control', 'no-store')
  const breadcrumbs = [{ label: t('site.home_crumb'), href: '/' }, { label: t('follow.door.crumb'), href: '/la-mia-richiesta' }, { label: t('attachments.title') }]
  return page(app, c, 'attachments/item', { ...itemData(app, c, found, shown), breadcrumbs }, status)
}

async function postAnswer(app: App, c: Ctx, { opened, one }: Found) {
  const taken = await takeIn(app, c, { opened, one })
  // Read again: the page shows what has just been taken.
  const found = findItem(app, findById(app.db, opened.dossier.id), one.item.code)
  if (!found || (taken !== 'heavy' && taken.said === 'closed')) return c.redirect('/la-mia-richiesta', 303)
  const phone = taken !== 'heavy' && taken.upload.button === 'telefono' && one.item.ways.includes('file')
  const problems = problemsOf(taken, one.item.ways.includes('text') ? 'testo' : 'file').filter(({ key }) => !phone || key !== 'nothing')
  if (problems.length) return showItem(app, c, found, { problems, words: taken === 'heavy' ? '' : taken.words }, taken === 'heavy' ? 413 : 422)
  if (!phone) return c.redirect('/la-mia-richiesta?fatto=risposta', 303)
  lend(app, c, { dossier: opened.dossier.id, item: one.item.code })
  return c.redirect(`/la-mia-richiesta/elementi/${one.item.code}/telefono`, 303)
}

const fewWords = 64 * 1024

/** Half an hour went by. What was typed is given back to be copied; what may hold files is not even read. */
async function showLate(app: App, c: Ctx) {
  const { t } = voiceOf(app, c)
  const upload = Number(c.req.header('Content-Length') ?? Infinity) < fewWords ? await readUpload(c) : 'heavy'
  return page(app, c, 'attachments/late', { title: t('attachments.late.title'), words: upload === 'heavy' ? '' : upload.words }, 409)
}
