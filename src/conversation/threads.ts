import { answer, walk, type Walk } from '../engine/journey.ts'
import type { Answers } from '../engine/question.ts'
import { channelOf } from '../web/channel.ts'
import type { App, Ctx } from '../web/context.ts'
import { todayInRome } from '../web/context.ts'
import { readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { fragment, page, wantsFragment, type PageData } from '../web/render.ts'
import type { Unsettled } from './question.ts'
import { viewThread, type Manner } from './thread.ts'
import type { Kept } from './visit.ts'

/** A conversation at an address: orientation and request are two of them, over the same engine and the same views. */
export type Thread = {
  base: string
  journey: string
  /** The partial that ends it. */
  ending: string
  /** Are its answers kept on the server, once sent? Then each question says on what law, for whom, how long. */
  stored: boolean
  load(c: Ctx): Kept | undefined
  save(c: Ctx, kept: Kept): void
  /** Counts that a question was answered, of nobody. */
  count?(from: Walk, to: Walk, answered: string): void
  /** Title, breadcrumbs, and what the ending partial needs. */
  data(c: Ctx, kept: Kept, walked: Walk, manner: Manner): PageData
}

type Said = Unsettled & { opened?: string | undefined; stale?: boolean }

/** Walks a thread's journey with the answers kept. */
export function walkThread(app: App, thread: Pick<Thread, 'journey'>, kept: Kept): Walk {
  const journey = app.content.journeys.get(thread.journey)
  if (!journey) throw new Error(`no journey ${thread.journey}`)
  return walk(journey, app.content.questions, kept.answers, setting(app, kept))
}

/** The groups of the chosen proposals are a fact: they open the questions of those groups (domain.md 3.3). */
const setting = (app: App, { chosen }: Kept) => {
  const groups = chosen.map((slug) => app.content.groups.get(app.content.families.get(slug)?.group ?? slug)?.code)
  return { today: todayInRome(app.now()), given: { gruppi: groups.filter((code) => code !== undefined) } }
}

/** Is the request for somebody else? Who reports always speaks of another person. */
export const aboutOther = ({ natura_atto, o_per_chi = 'me' }: Answers): boolean => natura_atto === 'segnalazione' || o_per_chi !== 'me'

export const mannerOf = (app: App, c: Ctx, answers: Answers): Manner => ({
  voice: voiceOf(app, c),
  aboutOther: aboutOther(answers),
  content: app.content,
})

/** Shows the thread: the whole page, or for htmx the conversation alone. */
export function showThread(app: App, c: Ctx, thread: Thread, kept: Kept, said: Said = {}, walked = walkThread(app, thread, kept)) {
  const manner = mannerOf(app, c, kept.answers)
  const data = { ...thread.data(c, kept, walked, manner), stale: said.stale, thread: viewThread(walked, manner, { base: thread.base, ending: thread.ending, stored: thread.stored, shared: channelOf(app, c) === 'kiosk', ...said }) }
  const status = said.problem ? 422 : said.stale ? 409 : 200
  c.header('Cache-Control', 'no-store')
  c.header('Vary', 'HX-Request-Type', { append: true })
  return wantsFragment(c) ? fragment(app, c, 'conversation/_thread', data, status) : page(app, c, 'conversation/thread', data, status)
}

/** GET: the thread, with a question reopened if the address names one, or if the browser's back button goes to its turn. */
export function getThread(app: App, c: Ctx, thread: Thread) {
  const kept = thread.load(c) ?? { answers: {}, chosen: [] }
  const walked = walkThread(app, thread, kept)
  const opened = c.req.param('question') ?? turnsOf(walked)[Number(c.req.query('passo')) - 1]?.question.id
  if (opened && !app.content.questions.has(opened)) return c.notFound()
  if (opened && !walked.before.some((turn) => turn.question.id === opened)) return c.redirect(thread.base, 303)
  return showThread(app, c, thread, kept, { opened }, walked)
}

/**
 * POST: one answer. A problem shows the same question again, with what was typed; a stale page shows where we are.
 * @param lost answers when there is no conversation to go on with
 */
export async function postAnswer(app: App, c: Ctx, thread: Thread, lost: () => Response | Promise<Response> = () => c.notFound()) {
  const id = c.req.param('question') ?? ''
  const journey = app.content.journeys.get(thread.journey)
  if (!journey?.steps.some(({ ask }) => ask === id)) return c.notFound()
  const typed = await readForm(c)
  // Loaded after the last wait: what another tab said meanwhile stays.
  const kept = thread.load(c)
  if (!kept) return lost()
  const outcome = answer(journey, app.content.questions, kept.answers, id, typed, setting(app, kept))
  if ('closed' in outcome) return showThread(app, c, thread, kept, { stale: true })
  if ('problem' in outcome) return showThread(app, c, thread, kept, { opened: id, problem: outcome.problem, typed })
  if ('doubt' in outcome) return showThread(app, c, thread, kept, { opened: id, doubt: outcome, typed })
  const next = { ...kept, answers: outcome.answers }
  thread.save(c, next)
  const walked = walkThread(app, thread, next)
  thread.count?.(walkThread(app, thread, kept), walked, id)
  const here = `${thread.base}?passo=${turnsOf(walked).length + 1}`
  c.header('HX-Push-Url', here)
  return wantsFragment(c) ? showThread(app, c, thread, next, {}, walked) : c.redirect(`${here}#domanda`, 303)
}

/** Every turn has an address, a number that tells nothing: the back button goes one question back and does not leave the conversation. */
const turnsOf = ({ before }: Walk) => before.filter(({ question }) => question.kind !== 'notice')
