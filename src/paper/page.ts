import type { OpenDossier } from '../dossiers/dossiers.ts'
import { addressOf, contactOf } from '../dossiers/notice.ts'
import { inAddress } from '../dossiers/number.ts'
import { todayInRome, type App } from '../web/context.ts'
import { lettersFor } from './letters.ts'

/** The letters of a dossier that can be printed now; `needed`: nobody writes to this person in another way. */
export function paperData(app: App, opened: OpenDossier) {
  const { number, revision } = opened.dossier
  return {
    paper: {
      letters: lettersFor(app, opened).map((about) => ({ about, href: `/operatori/richieste/${inAddress(number)}/lettera/${about}` })), revision, today: todayInRome(app.now()),
      chosen: contactOf(opened, 'canale_contatto') === 'lettera', needed: addressOf(app, opened, 'all') === undefined, authority: app.content.territory.authority.name,
    },
  }
}
