import { Hono } from 'hono'
import { draftToken, loadDraft, takeUpDraft } from '../dossiers/draft.ts'
import { channelOf } from '../web/channel.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { field, readForm } from '../web/form.ts'
import { limitNew, limitTries, limitTriesAt } from '../web/limits.ts'
import { page } from '../web/render.ts'
import { keepDraft, tokenOf } from './resume.ts'

/** Stop now and go on another day: a code and a number, copied by hand; no account, no e-mail. */
export function resumeRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .post('/richiesta/salva', limitNew(app), (c) => keep(app, c))
    .get('/riprendi', (c) => showDoor(app, c))
    .post('/riprendi', limitTries(app), limitTriesAt(app, 'codice'), async (c) => {
      const form = await readForm(c)
      const code = field(form, 'codice').slice(0, 40)
      const token = await tokenOf(app, code, field(form, 'cifre').slice(0, 20))
      if (!token) return showDoor(app, c, code)
      takeUpDraft(app, c, token)
      return c.redirect('/richiesta', 303)
    })
}

async function keep(app: App, c: Ctx) {
  const token = draftToken(app, c)
  if (!token || !loadDraft(app, c)) return c.redirect('/richiesta', 303)
  const { code, secret, until } = await keepDraft(app, token, channelOf(app, c))
  const voice = app.templates.voice(c.get('lang'))
  return page(app, c, 'resume/kept', { title: voice.t('resume.kept_title'), code, secret, until: voice.day(until) })
}

function showDoor(app: App, c: Ctx, typed?: string) {
  const { t } = app.templates.voice(c.get('lang'))
  const problem = typed === undefined ? undefined : t('problems.resume')
  c.header('Cache-Control', 'no-store')
  return page(app, c, 'resume/door', { title: t('resume.title'), breadcrumbs: [{ label: t('site.home_crumb'), href: '/' }, { label: t('resume.crumb') }], typed, problem }, problem ? 422 : 200)
}
