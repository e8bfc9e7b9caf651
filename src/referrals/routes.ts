import { Hono } from 'hono'
import { staffOnly, withRight } from '../accounts/guards.ts'
import { tryOpenDossier, type Dossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { readNumber } from '../dossiers/number.ts'
import { presentRows } from '../follow/contacts.ts'
import { findMine, refuse } from '../triage/triage.ts'
import { todayInRome, type App, type Ctx, type Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { limitTries } from '../web/limits.ts'
import { answerForService, renewLetter, sendLetter, showRefer, takeBack, takeRefer } from './desk-page.ts'
import { answerByLink, showLink, showThanks, takePin } from './link-page.ts'
import { answerOwn, showList, showOwn } from './service-page.ts'

/** A request referred to a service: by the desk, answered with an account or by the signed link of a letter (domain.md 2.2 phase 3a). */
export function referralRoutes(app: App): Hono<Env> {
  const base = '/operatori/richieste/:number/affida'
  return new Hono<Env>()
    .use(`${base}/*`, staffOnly(app), withRight(app, 'refer'))
    .get(base, (c) => withMine(app, c, (opened) => showRefer(app, c, opened, rowsOf(app, c, opened))))
    .post(base, (c) => withMine(app, c, (opened) => takeRefer(app, c, opened, rowsOf(app, c, opened))))
    .get(`${base}/lettera.pdf`, (c) => withMine(app, c, (opened) => sendLetter(app, c, opened)))
    .post(`${base}/lettera`, (c) => withMine(app, c, (opened) => renewLetter(app, c, opened)))
    .post(`${base}/risposta`, (c) => withMine(app, c, (opened) => answerForService(app, c, opened)))
    .post(`${base}/ritira`, (c) => withMine(app, c, (opened) => takeBack(app, c, opened)))
    .use('/operatori/affidamenti/*', staffOnly(app), withRight(app, 'service'))
    .get('/operatori/affidamenti', (c) => showList(app, c))
    .get('/operatori/affidamenti/:number', (c) => showOwn(app, c, (opened) => rowsOf(app, c, opened)))
    .post('/operatori/affidamenti/:number', (c) => answerOwn(app, c, (opened) => rowsOf(app, c, opened)))
    .get('/affidamento/grazie', (c) => showThanks(app, c))
    .get('/affidamento/:token', (c) => showLink(app, c, (opened) => rowsOf(app, c, opened)))
    .post('/affidamento/:token', limitTries(app), (c) => takePin(app, c))
    .post('/affidamento/:token/risposta', limitTries(app), (c) => answerByLink(app, c, (opened) => rowsOf(app, c, opened)))
}

/** The dossier of the address, if the member may see it and it opens; the rest is answered alike, and logged. */
function withMine(app: App, c: Ctx, show: (opened: OpenDossier) => Response | Promise<Response>) {
  const number = readNumber(c.req.param('number') ?? '')
  const dossier: Dossier | undefined = number ? findMine(app, c.get('member'), number) : undefined
  if (number && !dossier) refuse(app, c.get('member'), number)
  const opened = dossier && tryOpenDossier(app, dossier)
  return opened ? show(opened) : errorPage(app, c, 404)
}

/** The answers as they are now, contacts changed since included. */
function rowsOf(app: App, c: Ctx, { filed, story }: OpenDossier) {
  const manner = { voice: app.templates.voice(c.get('lang')), aboutOther: filed.aboutOther, content: app.content }
  return presentRows(filed, story, manner, todayInRome(app.now()))
}
