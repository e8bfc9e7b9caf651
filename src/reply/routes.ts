import { Hono } from 'hono'
import { panelsFor } from '../conversation/danger.ts'
import { viewQuestion } from '../conversation/question.ts'
import { mannerOf, walkThread } from '../conversation/threads.ts'
import { forgetVisit, loadVisit, saveVisit, type Kept } from '../conversation/visit.ts'
import { match } from '../orientation/match.ts'
import { chooseDesk } from '../territory/routing.ts'
import { todayInRome, type App, type Ctx, type Env } from '../web/context.ts'
import { field, readForm } from '../web/form.ts'
import { page } from '../web/render.ts'
import { viewReply } from './reply.ts'
import { carriedOver, turnOf } from './turns.ts'
import { answersIn, viewUnderstood } from './understood.ts'

const longestQuestion = 500
/** Sentences that the conversation remembers, in the visitor's own cookie; each so far. */
const [mostSaid, longestSaid] = [3, 160]
/** Where a question in one's own words may come from: there the page leads back. */
const conversations = ['/orientamento', '/richiesta']

/** /cerca: what a person says in their own words, and what is answered. Words are never in an address, never kept on the server. */
export function replyRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/cerca', (c) => show(app, c, { words: '', said: loadVisit(app, c).said }))
    .post('/cerca', async (c) => {
      const form = await readForm(c)
      const words = field(form, 'testo').trim().slice(0, longestQuestion)
      const back = conversations.find((base) => base === field(form, 'da'))
      return words ? answer(app, c, words, [form.togli ?? []].flat(), back) : show(app, c, { words, back })
    })
}

function answer(app: App, c: Ctx, words: string, denied: string[], back: string | undefined) {
  const { content } = app
  const visit = loadVisit(app, c)
  const turn = turnOf(content, words)
  if (turn === 'restart') return restart(app, c)
  if (turn === 'back') return c.redirect(lastQuestion(app, visit), 303)
  const meaning = app.understand(words)
  const carried = carriedOver(content, meaning, words, turn, visit.said ?? [])
  const told = answersIn(content, meaning, carried, denied)
  const families = carried.length ? carried : meaning.families.map(({ slug }) => slug)
  const kept: Kept = { ...visit, answers: without({ ...visit.answers, ...told }, denied), said: [...(visit.said ?? []).filter((one) => one.words !== words.slice(0, longestSaid)), { words: words.slice(0, longestSaid), families: families.slice(0, 3) }].slice(-mostSaid) }
  const walked = walkThread(app, { journey: 'orientamento' }, kept)
  const manner = mannerOf(app, c, kept.answers)
  const found = { orientation: match(content, walked.facts, todayInRome(app.now())), walked, chosen: kept.chosen, desk: chooseDesk(content, walked.facts).desk, now: app.now() }
  const reply = viewReply(content, { meaning, words, families, turn, panels: panelsFor(app, words, meaning), found }, manner)
  // Who is in danger is shown whom to call, and nothing of it is kept, not even in their own browser.
  if (reply.panels.length === 0) saveVisit(app, c, kept)
  const next = walked.current && meaning.intent === 'orient' && reply.panels.length === 0 ? viewQuestion(walked.current, manner, { base: '/orientamento' }) : undefined
  const before = (visit.said ?? []).filter((one) => one.words !== words.slice(0, longestSaid))
  return show(app, c, { words, back, reply, understood: viewUnderstood(told, manner), denied, open: next, said: before, found: reply.panels.length ? undefined : app.search(words) })
}

const without = (answers: Kept['answers'], ids: string[]) => Object.fromEntries(Object.entries(answers).filter(([id]) => !ids.includes(id)))

function restart(app: App, c: Ctx) {
  forgetVisit(app, c)
  return c.redirect('/', 303)
}

/** The question answered last, reopened. */
function lastQuestion(app: App, visit: Kept): string {
  const last = walkThread(app, { journey: 'orientamento' }, visit).before.findLast(({ question }) => question.kind !== 'notice')
  return last ? `/orientamento/${last.question.id}` : '/orientamento'
}

type Shown = Record<string, unknown> & { words: string; back?: string | undefined }

function show(app: App, c: Ctx, data: Shown) {
  const { t } = app.templates.voice(c.get('lang'))
  c.header('Cache-Control', 'no-store')
  return page(app, c, 'reply/reply', { title: t('reply.title'), breadcrumbs: [{ label: t('site.home_crumb'), href: '/' }, { label: t('reply.crumb') }], ...data })
}
