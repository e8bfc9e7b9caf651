import { Hono } from 'hono'
import { kinds } from '../engine/kinds.ts'
import type { Answers } from '../engine/question.ts'
import { match } from '../orientation/match.ts'
import { chooseDesk } from '../territory/routing.ts'
import { todayInRome, type App, type Env } from '../web/context.ts'
import { field, readForm } from '../web/form.ts'
import { wantsFragment } from '../web/render.ts'
import { viewProposals } from './proposals.ts'
import { getThread, postAnswer, showThread, type Thread } from './threads.ts'
import { forgetVisit, loadVisit, saveVisit } from './visit.ts'

/** /orientamento: anonymous, and nothing of it is stored on the server. */
export function conversationRoutes(app: App): Hono<Env> {
  const thread = orientation(app)
  return new Hono<Env>()
    .get('/orientamento', (c) => getThread(app, c, thread))
    .post('/orientamento/inizia', async (c) => {
      const need = field(await readForm(c), 'bisogno')
      // From a page of the catalogue: whoever already answered goes on from there.
      if (!need) return c.redirect('/orientamento', 303)
      const question = app.content.questions.get('o_bisogni')
      const read = question && kinds.many.read({ risposta: need }, question, todayInRome(app.now()))
      const answers: Answers = {}
      if (need && read && 'answer' in read) answers.o_bisogni = read.answer
      saveVisit(app, c, { answers, chosen: [] })
      return c.redirect('/orientamento', 303)
    })
    .post('/orientamento/scelte', async (c) => {
      const slug = field(await readForm(c), 'famiglia')
      const kept = loadVisit(app, c)
      if (Object.keys(kept.answers).length === 0) return showThread(app, c, thread, kept, { stale: true })
      if (!isOffered(app, slug)) return c.notFound()
      const chosen = kept.chosen.includes(slug) ? kept.chosen.filter((s) => s !== slug) : [...kept.chosen, slug]
      saveVisit(app, c, { ...kept, chosen })
      return wantsFragment(c) ? showThread(app, c, thread, { ...kept, chosen }) : c.redirect(`/orientamento#aiuto-${slug}`, 303)
    })
    .post('/ricomincia', (c) => {
      forgetVisit(app, c)
      return c.redirect('/', 303)
    })
    .get('/orientamento/:question', (c) => getThread(app, c, thread))
    .post('/orientamento/:question', (c) => postAnswer(app, c, thread))
}

/** A card that citizens can see: a family, or the group that stands in for those whose name would reveal too much. */
function isOffered(app: App, slug: string): boolean {
  const family = app.content.families.get(slug)
  return app.content.groups.has(slug) || (family !== undefined && family.citizen_facing && !family.reveals_condition)
}

const orientation = (app: App): Thread => ({
  base: '/orientamento',
  journey: 'orientamento',
  ending: 'proposals',
  stored: false,
  load: (c) => loadVisit(app, c),
  save: (c, kept) => saveVisit(app, c, kept),
  data(c, kept, walked, manner) {
    const { voice } = manner
    const shared = { title: voice.t('conversation.title'), breadcrumbs: [{ label: voice.t('site.home_crumb'), href: '/' }, { label: voice.t('conversation.crumb') }] }
    if (walked.current) return shared
    const now = app.now()
    const found = { orientation: match(app.content, walked.facts, todayInRome(now)), walked, chosen: kept.chosen, desk: chooseDesk(app.content, walked.facts).desk, now }
    return { ...shared, proposals: viewProposals(app.content, found, manner) }
  },
})
