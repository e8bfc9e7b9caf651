import { thePerson } from '../agenda/verb.ts'
import { tryOpenDossier, type Dossier } from '../dossiers/dossiers.ts'
import { sightOf } from '../dossiers/status.ts'
import { referralsOf, step } from '../referrals/referrals.ts'
import { todayInRome, type App, type Ctx } from '../web/context.ts'
import { field, readForm } from '../web/form.ts'
import { loadFollowed } from './followed.ts'

const here = '/la-mia-richiesta'

/**
 * The person takes back the yes to the service that has the request: alone, at once, without a reason (GDPR art. 7 c. 3). It holds whatever
 * happened meanwhile to the request, as long as it is still the same referral.
 * @param show the status page, where that one is over: who takes back must know how it stands
 */
export async function takeConsentBack(app: App, c: Ctx, show: (dossier: Dossier) => Response | Promise<Response>) {
  const form = await readForm(c)
  const dossier = loadFollowed(app, c)
  const opened = dossier && tryOpenDossier(app, dossier)
  if (!opened || sightOf(opened) !== 'tutto') return c.redirect(here, 303)
  const referral = referralsOf(app, opened.dossier.id).find(({ id }) => String(id) === field(form, 'affidamento'))
  const withdrawn = { how: 'da_qui', at: todayInRome(app.now()) } as const
  const done = referral && step(app, thePerson, { referral, dossier: opened.dossier }, opened.dossier.revision, 'consenso_ritirato', '', { withdrawn }) === 'done'
  return done ? c.redirect(`${here}?fatto=consenso_ritirato`, 303) : show(opened.dossier)
}
