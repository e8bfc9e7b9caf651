import type { Thread } from '../conversation/threads.ts'
import { mannerOf, walkThread } from '../conversation/threads.ts'
import { viewTurn, type Manner } from '../conversation/thread.ts'
import { loadVisit, type Kept } from '../conversation/visit.ts'
import type { Walk } from '../engine/journey.ts'
import { chooseDesk } from '../territory/routing.ts'
import { viewDesk } from '../territory/desks.ts'
import type { App, Ctx } from '../web/context.ts'
import { beginDraft, draftToken, loadDraft, saveDraft } from './draft.ts'

/** The request as a thread: the same engine and views as the orientation, kept in a draft instead of a cookie. */
export const requestThread = (app: App): Thread => ({
  base: '/richiesta',
  journey: 'richiesta',
  ending: 'check',
  load: (c) => loadDraft(app, c)?.kept,
  save(c, kept) {
    const token = draftToken(app, c)
    if (token && loadDraft(app, c)) saveDraft(app, token, kept)
    else beginDraft(app, c, kept)
  },
  data(_c, kept, walked, manner) {
    const { voice } = manner
    return {
      title: voice.t('requests.title'),
      breadcrumbs: [{ label: voice.t('site.home_crumb'), href: '/' }, { label: voice.t('requests.crumb') }],
      parts: parts(app, walked, manner),
      ...(walked.current ? {} : { check: check(app, kept, walked, manner) }),
    }
  },
})

/**
 * Starts a request of one act with what the orientation already learnt: nothing is asked twice.
 * Only answers that this act asks come along; a report never takes what speaks of health.
 */
export function startRequest(app: App, c: Ctx, act: string): void {
  const visit = loadVisit(app, c)
  const kept: Kept = { answers: { ...visit.answers, natura_atto: act }, chosen: act === 'segnalazione' ? [] : visit.chosen }
  const asked = walkThread(app, { journey: 'richiesta' }, kept).turns.map(({ question }) => question.id)
  beginDraft(app, c, { ...kept, answers: Object.fromEntries(Object.entries(kept.answers).filter(([id]) => asked.includes(id))) })
}

/** The named parts of the request, at most six, with where we are. */
function parts(app: App, walked: Walk, { voice }: Manner) {
  const partOf = (id: string) => app.content.journeys.get('richiesta')?.steps.find(({ ask }) => ask === id)?.part
  const names = ['chi', 'persona', 'bisogno', 'contatti', 'fine']
  const here = walked.current ? partOf(walked.current.id) : 'fine'
  const at = names.indexOf(here === 'proposte' ? 'contatti' : (here ?? names[0] ?? ''))
  return names.map((name, i) => ({ label: voice.t(`requests.parts.${name}`), state: i < at ? 'done' : i === at ? 'now' : 'next' }))
}

function check(app: App, kept: Kept, walked: Walk, manner: Manner) {
  const { voice } = manner
  return {
    rows: walked.turns.filter(({ question }) => question.kind !== 'notice').map((turn) => viewTurn(turn, manner, '/richiesta')),
    chosen: kept.chosen.map((slug) => voice.text((app.content.families.get(slug) ?? app.content.groups.get(slug))?.title ?? { it: slug })),
    desk: viewDesk(app.content, chooseDesk(app.content, walked.facts).desk, voice, app.now()),
    act: walked.facts.said.natura_atto?.[0],
    term: app.content.territory.term.days,
  }
}

export const requestManner = (app: App, c: Ctx, kept: Kept): Manner => mannerOf(app, c, kept.answers)
