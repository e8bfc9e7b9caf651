import { may } from '../accounts/roles.ts'
import { specialWords } from '../attachments/views.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import type { Row } from '../dossiers/file.ts'
import { inAddress } from '../dossiers/number.ts'
import type { Told } from '../events/events.ts'
import { presentRows } from '../follow/contacts.ts'
import type { Voice } from '../templates.ts'
import { todayInRome, type App, type Ctx } from '../web/context.ts'
import { voiceOf } from '../web/language.ts'
import { gapsOf } from './gaps.ts'
import { householdOf } from './household.ts'
import { sideBySide, spokenBy } from './languages.ts'
import { linkedTo, type Linked } from './reading.ts'

/** What a dossier shows beside its facts: gaps, household, other requests, the door of the reserved part. Of that part no row is here. */
export function readingData(app: App, c: Ctx, opened: OpenDossier) {
  const voice = voiceOf(app, c)
  const rows = rowsOf(app, opened, voice)
  return {
    reading: {
      spoken: spokenBy(opened.filed),
      gaps: gapsOf(app.content, opened, rows, voice),
      household: householdOf(app.content, opened.filed, voice),
      linked: linkedTo(app, c.get('member'), opened).map((one) => viewLinked(app, one, voice)),
      reserved: reservedDoor(c, opened, rows.some(isReserved) || specialWords(app.content, opened, voice).length > 0),
    },
  }
}

/** The special-category rows, and what was answered since about health: only for the answer to who gave a reason. */
export const reservedRows = (app: App, opened: OpenDossier, voice: Voice) => [...rowsOf(app, opened, voice).filter(isReserved), ...specialWords(app.content, opened, voice)]

/** The rows as they are now, with Italian beside the language of the person. */
function rowsOf(app: App, { filed, story }: OpenDossier, voice: Voice) {
  const rows = presentRows(filed, story, { voice, aboutOther: filed.aboutOther, content: app.content }, todayInRome(app.now()))
  return sideBySide(app.content, filed, rows, voice)
}

/** The person's own words come first and are seen by all; the rest of the special categories is closed. */
const isReserved = ({ id, category }: Row) => category === 'part' && id !== 'bisogno_parole_tue'

const reservedDoor = (c: Ctx, { dossier }: OpenDossier, some: boolean) =>
  some ? { may: may(c.get('member').role, 'sensitive'), action: `/operatori/richieste/${inAddress(dossier.number)}/riservati` } : undefined

/** The story for a role: why the reserved part was opened may speak of health, so it is for who may open it. */
export const toldTo = (role: string, story: Told[]): Told[] => story.filter(({ kind }) => kind !== 'aperta_parte_riservata' || may(role, 'sensitive'))

function viewLinked({ content }: App, { dossier, tie }: Linked, voice: Voice) {
  const status = content.workflow.statuses.find(({ code }) => code === dossier.status)
  return {
    number: dossier.number, href: `/operatori/richieste/${inAddress(dossier.number)}`, tie: voice.t(`reading.ties.${tie}`), act: voice.t(`requests.acts.${dossier.act}`),
    status: status ? voice.text(status.name) : dossier.status, day: voice.day(dossier.receivedAt),
  }
}
