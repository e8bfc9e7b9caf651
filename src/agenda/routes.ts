import { Hono } from 'hono'
import { staffOnly, withRight } from '../accounts/guards.ts'
import type { Dossier } from '../dossiers/dossiers.ts'
import { readNumber } from '../dossiers/number.ts'
import { loadFollowed } from '../follow/followed.ts'
import { findMine, read, refuse } from '../triage/triage.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { readForm } from '../web/form.ts'
import { showCalendar, takeDrop, takePlan } from './calendar-page.ts'
import { showDossier, takeAttempt, takeBooking, takeCancel, takeEnding, type Posted } from './dossier-page.ts'
import { sendCalendar, takeChange } from './own-page.ts'

/** /operatori/agenda: when a desk sees people; attempts and appointments of a dossier; the person's own appointment. */
export function agendaRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .use('/operatori/agenda/*', staffOnly(app), withRight(app, 'agenda'))
    .get('/operatori/agenda', (c) => showCalendar(app, c))
    .post('/operatori/agenda/posti', async (c) => takePlan(app, c, await readForm(c)))
    .post('/operatori/agenda/togli', async (c) => takeDrop(app, c, await readForm(c)))
    .use('/operatori/richieste/:number/agenda/*', staffOnly(app), withRight(app, 'agenda'))
    .get('/operatori/richieste/:number/agenda', (c) => {
      const dossier = mine(app, c)
      if (!dossier) return errorPage(app, c, 404)
      read(app, c.get('member'), dossier)
      return showDossier(app, c, dossier)
    })
    .post('/operatori/richieste/:number/agenda/tentativi', (c) => posted(app, c, (given) => takeAttempt(app, c, given)))
    .post('/operatori/richieste/:number/agenda/appuntamenti', (c) => posted(app, c, (given) => takeBooking(app, c, given)))
    .post('/operatori/richieste/:number/agenda/appuntamenti/:id/annulla', (c) => posted(app, c, (given) => takeCancel(app, c, given, c.req.param('id'))))
    .post('/operatori/richieste/:number/agenda/appuntamenti/:id/esito', (c) => posted(app, c, (given) => takeEnding(app, c, given, c.req.param('id'))))
    .get('/la-mia-richiesta/appuntamento.ics', (c) => sendCalendar(app, c, loadFollowed(app, c)))
    .post('/la-mia-richiesta/appuntamento/sposta', async (c) => takeChange(app, c, loadFollowed(app, c), await readForm(c), 'sposta'))
    .post('/la-mia-richiesta/appuntamento/annulla', async (c) => takeChange(app, c, loadFollowed(app, c), await readForm(c), 'annulla'))
}

/** The dossier of the address, if it is in the member's scope. What is not is logged and answered like what does not exist. */
function mine(app: App, c: Ctx): Dossier | undefined {
  const number = readNumber(c.req.param('number') ?? '')
  const dossier = number ? findMine(app, c.get('member'), number) : undefined
  if (number && !dossier) refuse(app, c.get('member'), number)
  return dossier
}

/** Reads what was posted about a dossier; what is refused shows the dossier, which is a reading of it. */
async function posted(app: App, c: Ctx, take: (given: Posted) => Response | Promise<Response>): Promise<Response> {
  const form = await readForm(c)
  const dossier = mine(app, c)
  if (!dossier) return errorPage(app, c, 404)
  const answer = await take({ dossier, form, fresh: () => mine(app, c) })
  if (answer.status === 409 || answer.status === 422) read(app, c.get('member'), dossier)
  return answer
}
