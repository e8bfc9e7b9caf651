import { Hono } from 'hono'
import { staffOnly, withRight } from '../accounts/guards.ts'
import { tryOpenDossier, type Dossier } from '../dossiers/dossiers.ts'
import { inAddress } from '../dossiers/number.ts'
import { viewDone } from '../events/since.ts'
import { mine } from '../triage/mine.ts'
import { findMine } from '../triage/triage.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { fragment, page, wantsFragment } from '../web/render.ts'
import { assign, ways, type Outcome, type Way, type Wish } from './assignment.ts'
import { holdLock } from './lock.ts'
import { showOff, takeOff } from './off-page.ts'
import { formsFor, lockData } from './page.ts'

const base = '/operatori/richieste/:number'
const off = '/operatori/persone/:id/spegni'

/** Who follows a dossier, and who is writing in it; to whom go those of somebody who leaves. */
export function assignmentRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .use(`${base}/affidamento`, staffOnly(app), withRight(app, 'dossiers'))
    .use(off, staffOnly(app), withRight(app, 'people'))
    .get(off, (c) => showOff(app, c))
    .post(off, (c) => takeOff(app, c))
    .use(`${base}/scrive`, staffOnly(app), withRight(app, 'dossiers'))
    .post(`${base}/affidamento`, (c) => takeWish(app, c))
    .post(`${base}/scrive`, (c) => takeLock(app, c))
}

/** Typing holds the lock: a page left open by itself keeps neither the lock nor the session alive. */
function takeLock(app: App, c: Ctx) {
  const dossier = mine(app, c)
  if (!dossier) return errorPage(app, c, 404)
  if (!dossier.erasedAt) holdLock(app, c.get('member'), dossier)
  const lock = lockData(app, c, dossier)
  return wantsFragment(c) ? fragment(app, c, 'assignment/_lock', { assignment: { lock } }) : c.redirect(addressOf(dossier), 303)
}

async function takeWish(app: App, c: Ctx) {
  const dossier = mine(app, c)
  if (!dossier) return errorPage(app, c, 404)
  const form = await readForm(c)
  const way = field(form, 'modo')
  if (!ways.includes(way)) return errorPage(app, c, 400)
  const wish: Wish = { way: way as Way, reason: field(form, 'motivo').trim().slice(0, 500), to: Number.parseInt(field(form, 'collega'), 10) }
  const revision = Number.parseInt(field(form, 'versione'), 10)
  const outcome = assign(app, c.get('member'), dossier, revision, wish)
  if (outcome !== 'done') return showAgain(app, c, mine(app, c) ?? dossier, { wish, revision, outcome })
  // Who sees only what they follow has no page of it any more.
  return c.redirect(findMine(app, c.get('member'), dossier.number) ? `${addressOf(dossier)}?fatto=${way}` : '/operatori/richieste', 303)
}

/** A wish that could not be met: what was done in between, and the forms again with what was typed. */
function showAgain(app: App, c: Ctx, dossier: Dossier, { wish, revision, outcome }: { wish: Wish; revision: number; outcome: Exclude<Outcome, 'done'> }) {
  const voice = voiceOf(app, c)
  const opened = tryOpenDossier(app, dossier)
  const breadcrumbs = [{ label: voice.t('staff.queue.title'), href: '/operatori/richieste' }, { label: dossier.number, href: addressOf(dossier) }, { label: voice.t('assignment.title') }]
  const assignment = { ...formsFor(app, c.get('member'), dossier, wish, voice.t(`assignment.problems.${outcome}`)), done: opened ? viewDone(app, opened.story, revision, opened.dossier.revision, voice) : [] }
  return page(app, c, 'assignment/again', { title: voice.t('assignment.title'), breadcrumbs, number: dossier.number, href: addressOf(dossier), assignment }, ['changed', 'not_allowed'].includes(outcome) ? 409 : 422)
}

const addressOf = ({ number }: Dossier) => `/operatori/richieste/${inAddress(number)}`
