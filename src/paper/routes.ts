import { Hono } from 'hono'
import { staffOnly, withRight } from '../accounts/guards.ts'
import { tryOpenDossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { inAddress, readNumber } from '../dossiers/number.ts'
import { isRealDate } from '../engine/dates.ts'
import { findMine, read, refuse } from '../triage/triage.ts'
import { todayInRome, type App, type Ctx, type Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field, readForm } from '../web/form.ts'
import { letterOf, lettersFor, type About } from './letters.ts'
import { logPrint, markPosted } from './paper.ts'
import { letterPdf } from './print.ts'

const path = '/operatori/richieste/:number/lettera/:about'

/** Letters on paper, from the dossier: staff print, post, and write down that they did (domain.md 2.9, n. 4). */
export function paperRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .use(path, staffOnly(app), withRight(app, 'dossiers'))
    .get(path, (c) => withMine(app, c, (opened, about) => sendLetter(app, c, opened, about)))
    .post(path, (c) => withMine(app, c, (opened, about) => takePosted(app, c, opened, about)))
}

/** The dossier of the address, if the member may see it and such a letter is due; the rest looks alike. */
function withMine(app: App, c: Ctx, go: (opened: OpenDossier, about: About) => Promise<Response>) {
  const number = readNumber(c.req.param('number') ?? '')
  const dossier = number ? findMine(app, c.get('member'), number) : undefined
  if (number && !dossier) refuse(app, c.get('member'), number)
  const opened = dossier && tryOpenDossier(app, dossier)
  const about = opened && lettersFor(app, opened).find((one) => one === c.req.param('about'))
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
async function takePosted(app: App, c: Ctx, opened: OpenDossier, about: About) {
  const form = await readForm(c)
  const { number, receivedAt } = opened.dossier
  const on = field(form, 'giorno')
  const sheet = `/operatori/richieste/${inAddress(number)}`
  if (!isRealDate(on) || on > todayInRome(app.now()) || on < todayInRome(new Date(receivedAt))) return c.redirect(`${sheet}?lettera=giorno#lettere`, 303)
  const outcome = markPosted(app, c.get('member'), opened, Number.parseInt(field(form, 'versione'), 10), about, on)
  return c.redirect(outcome === 'done' ? `${sheet}?fatto=lettera_spedita` : `${sheet}?lettera=cambiata#lettere`, 303)
}
