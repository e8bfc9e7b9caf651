import { Hono } from 'hono'
import { staffOnly, withRight } from '../accounts/guards.ts'
import { tryOpenDossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { inAddress } from '../dossiers/number.ts'
import { isRealDate } from '../engine/dates.ts'
import type { Form } from '../engine/question.ts'
import { viewDone } from '../events/since.ts'
import { mine } from '../triage/mine.ts'
import { read } from '../triage/triage.ts'
import { todayInRome, type App, type Ctx, type Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { abouts, letterOf, lettersFor, type About } from './letters.ts'
import { logPrint, markPosted } from './paper.ts'
import { letterPdf } from './print.ts'

const path = '/operatori/richieste/:number/lettera/:about'

/** Letters on paper, from the dossier: staff print, post, and write down that they did (domain.md 2.9, n. 4). */
export function paperRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .use(path, staffOnly(app), withRight(app, 'dossiers'))
    .get(path, (c) => withMine(app, c, (opened, about) => (lettersFor(app, opened).includes(about) ? sendLetter(app, c, opened, about) : errorPage(app, c, 404))))
    .post(path, async (c) => {
      const form = await readForm(c)
      return withMine(app, c, (opened, about) => takePosted(app, c, opened, about, form))
    })
}

/** The dossier of the address, if the member may see it, and a letter that there is; the rest looks alike. */
function withMine(app: App, c: Ctx, go: (opened: OpenDossier, about: About) => Response | Promise<Response>) {
  const dossier = mine(app, c)
  const opened = dossier && tryOpenDossier(app, dossier)
  const about = abouts.find((one) => one === c.req.param('about'))
  return opened && about ? go(opened, about) : errorPage(app, c, 404)
}

async function sendLetter(app: App, c: Ctx, opened: OpenDossier, about: About) {
  read(app, c.get('member'), opened.dossier)
  logPrint(app, c.get('member'), opened.dossier)
  const voice = app.templates.voice('it')
  c.header('Content-Type', 'application/pdf')
  c.header('Content-Disposition', 'attachment; filename="lettera.pdf"')
  return c.body(new Uint8Array(await letterPdf(letterOf(app, opened, about, voice), voice)))
}

/** The day on which it was posted: not one to come, nor before the request was there. */
function takePosted(app: App, c: Ctx, opened: OpenDossier, about: About, form: Form) {
  const { number, receivedAt } = opened.dossier
  const on = field(form, 'giorno').slice(0, 10)
  if (!lettersFor(app, opened).includes(about)) return showAgain(app, c, opened, about, form, 'over')
  if (!isRealDate(on) || on > todayInRome(app.now()) || on < todayInRome(new Date(receivedAt))) return showAgain(app, c, opened, about, form, 'day')
  const outcome = markPosted(app, c.get('member'), opened, revisionIn(form), about, on)
  return outcome === 'done' ? c.redirect(`/operatori/richieste/${inAddress(number)}?fatto=lettera_spedita`, 303) : showAgain(app, c, opened, about, form, 'changed')
}

const revisionIn = (form: Form): number => Number.parseInt(field(form, 'versione'), 10)

/** A day to be put right, or a page that somebody overtook: what was done meanwhile, and the day that was typed. */
function showAgain(app: App, c: Ctx, opened: OpenDossier, about: About, form: Form, problem: 'day' | 'changed' | 'over') {
  const voice = voiceOf(app, c)
  const { dossier, story } = opened
  read(app, c.get('member'), dossier)
  const [href, typed] = [`/operatori/richieste/${inAddress(dossier.number)}`, field(form, 'giorno').slice(0, 10)]
  const breadcrumbs = [{ label: voice.t('staff.queue.title'), href: '/operatori/richieste' }, { label: dossier.number, href }, { label: voice.t('paper.sheet.title') }]
  return page(app, c, 'paper/again', {
    title: voice.t('paper.sheet.title'), breadcrumbs, href, about, number: dossier.number, paper: { revision: dossier.revision, today: todayInRome(app.now()) }, problem,
    typed, day: isRealDate(typed) ? voice.day(typed) : typed, done: viewDone(app, story, revisionIn(form), dossier.revision, voice),
  }, problem === 'day' ? 422 : 409)
}
