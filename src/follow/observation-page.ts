import { tryOpenDossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { sightOf } from '../dossiers/status.ts'
import { clean } from '../engine/kinds/kind.ts'
import type { Voice } from '../templates.ts'
import { todayInRome, type App, type Ctx } from '../web/context.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { loadFollowed } from './followed.ts'
import { longestObservation, mostObservations, observe, openNotice } from './observations.ts'

/** What went wrong with an observation, and the words, to be put right. */
export type Refused = { problem: 'empty' | 'too_long' | 'full'; words: string }
const shortest = 10

/** The box in which the person answers a preavviso, for "La mia richiesta"; undefined where there is none. */
export function observationsData(app: App, opened: OpenDossier, voice: Voice, refused?: Refused) {
  const notice = openNotice(opened)
  if (!notice) return undefined
  return {
    until: voice.day(notice.until), over: notice.until < todayInRome(app.now()), limit: longestObservation, room: notice.said.length < mostObservations,
    said: notice.said.map(({ at, detail }) => ({ at: `${voice.day(at)}, ${voice.time(at)}`, words: detail.words ?? '' })),
    words: refused?.words ?? '', problem: refused && voice.t(`follow.observations.problems.${refused.problem}`, { max: longestObservation, min: shortest, most: mostObservations }),
  }
}

/** Takes what was written. @param show the status page, for what must be put right: nothing that was typed is lost */
export async function takeObservation(app: App, c: Ctx, show: (refused: Refused) => Response | Promise<Response>) {
  const words = clean(field(await readForm(c), 'osservazioni'))
  const dossier = loadFollowed(app, c)
  const opened = dossier && tryOpenDossier(app, dossier)
  if (!opened || sightOf(opened) !== 'tutto') return showRefusal(app, c, 'late', words)
  if (!openNotice(opened)) return showRefusal(app, c, 'decided', words)
  const length = [...words].length
  if (length < shortest) return show({ problem: 'empty', words })
  if (length > longestObservation) return show({ problem: 'too_long', words })
  const outcome = observe(app, opened, words)
  if (outcome === 'full') return show({ problem: 'full', words })
  return outcome === 'closed' ? showRefusal(app, c, 'decided', words) : c.redirect('/la-mia-richiesta?fatto=osservazioni', 303)
}

/** Too late, or somebody decided meanwhile: what was written is given back to be copied. */
function showRefusal(app: App, c: Ctx, why: 'late' | 'decided', words: string) {
  const { t } = voiceOf(app, c)
  c.header('Cache-Control', 'no-store')
  return page(app, c, 'follow/observations_refused', { title: t('follow.observations.title'), why, words }, 409)
}
