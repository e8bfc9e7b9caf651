import type { Thread } from '../conversation/threads.ts'
import { walkThread } from '../conversation/threads.ts'
import type { Manner } from '../conversation/thread.ts'
import { loadVisit, type Kept } from '../conversation/visit.ts'
import type { Walk } from '../engine/journey.ts'
import type { Answers } from '../engine/question.ts'
import { panelsFor } from '../conversation/danger.ts'
import { privacyBrief } from '../pages/brief.ts'
import { viewDesk } from '../territory/desks.ts'
import { panelView } from '../territory/panels.ts'
import { chooseDesk } from '../territory/routing.ts'
import { todayInRome, type App, type Ctx } from '../web/context.ts'
import { wantsFragment } from '../web/render.ts'
import { counterOf } from './counter.ts'
import { beginDraft, draftToken, loadDraft, saveDraft, type Draft } from './draft.ts'
import type { OpenDossier } from './dossiers.ts'
import { askerOf, proposalsOf, rowsOf } from './file.ts'
import { countBegun, countStep } from './stops.ts'

/** The request as a thread: the same engine and views as the orientation, kept in a draft instead of a cookie. */
export const requestThread = (app: App): Thread => ({
  base: '/richiesta',
  journey: 'richiesta',
  ending: 'check',
  stored: true,
  load: (c) => loadRequest(app, c)?.kept,
  save(c, kept) {
    const token = draftToken(app, c)
    if (token && loadDraft(app, c)) saveDraft(app, token, kept)
    else beginDraft(app, c, kept)
  },
  count: (from, to, answered) => countStep(app.quick, app.now(), from, to, answered),
  data(c, kept, walked, manner) {
    const { voice } = manner
    return {
      title: voice.t(kept.answers.natura_atto === 'segnalazione' ? 'requests.report' : 'requests.title'),
      breadcrumbs: [{ label: voice.t('site.home_crumb'), href: '/' }, { label: voice.t('requests.crumb') }],
      parts: parts(app, walked, manner),
      counter: viewCounter(app, c),
      privacy: wantsFragment(c) ? undefined : privacyBrief(app.content, voice),
      ...(walked.current ? {} : { check: check(app, kept, walked, manner) }),
    }
  },
})

/** Who fills it in with the person, if this is at the counter. */
function viewCounter(app: App, c: Ctx): { name: string | undefined } | undefined {
  const counter = counterOf(app, c)
  return counter && { name: counter === 'ended' ? undefined : counter.name }
}

/** The draft, with the proposals that the orientation of this visitor shows as chosen now. */
export function loadRequest(app: App, c: Ctx): Draft | undefined {
  const draft = loadDraft(app, c)
  const visit = loadVisit(app, c)
  const atProposals = Object.keys(visit.answers).length > 0 && !walkThread(app, { journey: 'orientamento' }, visit).current
  return draft && atProposals ? { ...draft, kept: { ...draft.kept, chosen: visit.chosen } } : draft
}

/**
 * Starts a request of one act with what the orientation, or the same request under another act, already learnt:
 * nothing is asked twice. Only answers that this act asks come along. A report takes nothing that speaks of health,
 * and nothing of who was asking for themselves.
 */
export function startRequest(app: App, c: Ctx, act: string): void {
  const draft = loadDraft(app, c)
  const learnt = draft?.kept ?? loadVisit(app, c)
  const report = act === 'segnalazione'
  const answers = { ...(report && learnt.answers.o_per_chi === 'me' ? {} : learnt.answers), natura_atto: act }
  const chosen = report ? [] : learnt.chosen
  const asked = walkThread(app, { journey: 'richiesta' }, { answers, chosen }).turns.map(({ question }) => question.id)
  const kept: Kept = { answers: Object.fromEntries(Object.entries(answers).filter(([id]) => asked.includes(id))), chosen, ...(draft?.kept.from ? { from: draft.kept.from } : {}) }
  keep(app, c, draft, kept)
}

/**
 * Starts a second request from one that was sent, by choice: who the person is, how to speak with them, who lives with them.
 * What they need is asked anew. What was already typed in a request not sent yet stays.
 * @param contacts how to reach the person now; how it once was does not come along
 */
export function startAgain(app: App, c: Ctx, { dossier, filed }: OpenDossier, contacts: Answers): void {
  const useOf = (id: string) => app.content.processing.get(app.content.questions.get(id)?.processing ?? '')
  const others = Object.entries(filed.answers).filter(([id]) => useOf(id)?.reused && useOf(id)?.code !== 'contatto')
  const learnt = { ...Object.fromEntries(others), ...contacts }
  const draft = loadDraft(app, c)
  const kept: Kept = { answers: { ...learnt, ...draft?.kept.answers }, chosen: draft?.kept.chosen ?? [], from: dossier.number }
  keep(app, c, draft, kept)
}

/** Keeps what a request begins with, and counts where it stands. */
function keep(app: App, c: Ctx, draft: Draft | undefined, kept: Kept): void {
  const walkOf = (answers: Kept) => walkThread(app, { journey: 'richiesta' }, answers)
  if (draft) saveDraft(app, draft.token, kept)
  else beginDraft(app, c, kept)
  countBegun(app, draft && walkOf(draft.kept), walkOf(kept))
}

/** The named parts of the request, at most six, with where we are. */
function parts(app: App, walked: Walk, { voice }: Manner) {
  const partOf = (id: string) => app.content.journeys.get('richiesta')?.steps.find(({ ask }) => ask === id)?.part
  const names = ['chi', 'persona', 'bisogno', 'contatti', 'fine']
  // A notice has no part: it belongs to the answer before it.
  const here = walked.current ? (partOf(walked.current.id) ?? walked.before.findLast(({ part }) => part)?.part) : 'fine'
  const at = names.indexOf(here === 'proposte' ? 'contatti' : (here ?? names[0] ?? ''))
  return names.map((name, i) => ({ label: voice.t(`requests.parts.${name}`), state: i < at ? 'done' : i === at ? 'now' : 'todo' }))
}

function check(app: App, kept: Kept, walked: Walk, manner: Manner) {
  const { voice } = manner
  return {
    rows: rowsOf(walked.turns.filter(({ question }) => question.kind !== 'notice'), manner, todayInRome(app.now())),
    after: voice.text(askerOf(app.content, walked.facts).words),
    chosen: proposalsOf(app.content, walked, kept).map(({ title }) => voice.text(title)),
    panels: typedWords(walked).flatMap((words) => panelsFor(app, words)).filter((id, i, all) => all.indexOf(id) === i).map((id) => panelView(app.content, id, voice)),
    desk: viewDesk(app.content, chooseDesk(app.content, walked.facts).desk, voice, app.now()),
    act: walked.facts.said.natura_atto?.[0],
    /** Who passes by is not looked for. */
    comes: walked.facts.said.canale_contatto?.[0] === 'passo_io',
    term: app.content.territory.term.days,
  }
}

/** What was typed in one's own words: where there is danger in it, the page says whom to call. */
const typedWords = ({ turns }: Walk): string[] =>
  turns.flatMap(({ question, answer }) => (question.kind === 'text' && typeof answer === 'string' && answer.includes(' ') ? [answer] : []))
