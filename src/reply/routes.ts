import { Hono } from 'hono'
import { panelsFor } from '../conversation/danger.ts'
import { viewQuestion } from '../conversation/question.ts'
import { mannerOf, walkThread } from '../conversation/threads.ts'
import { forgetVisit, loadVisit, saveVisit, type Kept } from '../conversation/visit.ts'
import { match } from '../orientation/match.ts'
import { chooseDesk } from '../territory/routing.ts'
import { todayInRome, type App, type Ctx, type Env } from '../web/context.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { viewReply, type Asked } from './reply.ts'
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
  const visit = loadVisit(app, c)
  const turn = turnOf(app.content, words)
  if (turn === 'restart') return restart(app, c)
  if (turn === 'back') return c.redirect(lastQuestion(app, visit), 303)
  const meaning = app.understand(words)
  const before = (visit.said ?? []).filter((one) => one.words !== shortened(words))
  const carried = carriedOver(app.content, meaning, words, turn, visit.said ?? [])
  const told = answersIn(app.content, meaning, carried, denied)
  const families = carried.length ? carried : meaning.families.map(({ slug }) => slug)
  const said = [...before, { words: shortened(words), families: families.slice(0, 3) }].slice(-mostSaid)
  const kept: Kept = { ...visit, answers: without({ ...visit.answers, ...told }, denied), said }
  return show(app, c, { words, back, denied, said: before, ...replyTo(app, c, kept, { meaning, words, families, turn, panels: panelsFor(app, words, meaning) }, told) })
}

const shortened = (words: string) => words.slice(0, longestSaid)

/** Who is in danger is shown whom to call: nothing of it is kept, not even in their own browser, and nothing more is asked. */
function replyTo(app: App, c: Ctx, kept: Kept, asked: Omit<Asked, 'found'>, told: Kept['answers']) {
  const walked = walkThread(app, { journey: 'orientamento' }, kept)
  const manner = mannerOf(app, c, kept.answers)
  const found = { orientation: match(app.content, walked.facts, todayInRome(app.now())), walked, chosen: kept.chosen, desk: chooseDesk(app.content, walked.facts).desk, now: app.now() }
  const shown = { reply: viewReply(app.content, { ...asked, found }, manner), understood: viewUnderstood(told, manner) }
  if (asked.panels.length) return shown
  saveVisit(app, c, kept)
  const open = walked.current && asked.meaning.intent === 'orient' ? viewQuestion(walked.current, manner, { base: '/orientamento' }) : undefined
  return { ...shown, open, found: app.search(asked.words) }
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
  const { t } = voiceOf(app, c)
  c.header('Cache-Control', 'no-store')
  return page(app, c, 'reply/reply', { title: t('reply.title'), breadcrumbs: [{ label: t('site.home_crumb'), href: '/' }, { label: t('reply.crumb') }], ...data })
}
