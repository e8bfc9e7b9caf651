import { Hono } from 'hono'
import { staffOnly, withRight } from '../accounts/guards.ts'
import { tryOpenDossier, type Dossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { readNumber } from '../dossiers/number.ts'
import type { Form } from '../engine/question.ts'
import { presentRows } from '../follow/contacts.ts'
import { findMine, refuse } from '../triage/triage.ts'
import { todayInRome, type App, type Ctx, type Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { limitTries } from '../web/limits.ts'
import { showRefer, takeRefer } from './desk-page.ts'
import { answerForService, renewLetter, sendLetter, takeBack, takeWithdrawal } from './step-page.ts'
import { answerByLink, showLink, showThanks, takePin } from './link-page.ts'
import { answerOwn, showList, showOwn } from './service-page.ts'

/** A request referred to a service: by the desk, answered with an account or by the signed link of a letter (domain.md 2.2 phase 3a). */
export function referralRoutes(app: App): Hono<Env> {
  const base = '/operatori/richieste/:number/affida'
  return new Hono<Env>()
    .use(`${base}/*`, staffOnly(app), withRight(app, 'refer'))
    .get(base, (c) => withMine(app, c, (opened) => showRefer(app, c, opened, rowsOf(app, c, opened))))
    .post(base, (c) => withForm(app, c, (opened, form) => takeRefer(app, c, opened, rowsOf(app, c, opened), form)))
    .get(`${base}/lettera.pdf`, (c) => withMine(app, c, (opened) => sendLetter(app, c, opened)))
    .post(`${base}/lettera`, (c) => withForm(app, c, (opened, form) => renewLetter(app, c, opened, form)))
    .post(`${base}/risposta`, (c) => withForm(app, c, (opened, form) => answerForService(app, c, opened, form)))
    .post(`${base}/ritira`, (c) => withForm(app, c, (opened, form) => takeBack(app, c, opened, form)))
    .post(`${base}/consenso`, (c) => withForm(app, c, (opened, form) => takeWithdrawal(app, c, opened, form)))
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

/** The same for what is posted: the form is read first, so that the dossier is the one of this moment. */
async function withForm(app: App, c: Ctx, take: (opened: OpenDossier, form: Form) => Response | Promise<Response>) {
  const form = await readForm(c)
  return withMine(app, c, (opened) => take(opened, form))
}

/** The answers as they are now, contacts changed since included. */
function rowsOf(app: App, c: Ctx, { filed, story }: OpenDossier) {
  const manner = { voice: voiceOf(app, c), aboutOther: filed.aboutOther, content: app.content }
  return presentRows(filed, story, manner, todayInRome(app.now()))
}
