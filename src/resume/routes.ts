import { Hono } from 'hono'
import { draftToken, loadDraft, takeUpDraft } from '../dossiers/draft.ts'
import { isAddress } from '../outbox/address.ts'
import { channelOf } from '../web/channel.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { limitLetters, limitNew, limitTries, limitTriesAt } from '../web/limits.ts'
import { page } from '../web/render.ts'
import { reminder, reminderDue } from './reminder.ts'
import { keepDraft, keptAs, remind, tokenOf, type Kept } from './resume.ts'

/** Stop now and go on another day: a code and a number, copied by hand; no account. A reminder by e-mail only for who asks for it. */
export function resumeRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .post('/richiesta/salva', limitNew(app), (c) => keep(app, c))
    .post('/richiesta/promemoria', limitNew(app), limitLetters(recipient, (c) => askReminder(app, c, 'too_many_letters')), (c) => askReminder(app, c))
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

/** The address of the form, where it is one. */
async function recipient(c: Ctx): Promise<string> {
  const typed = field(await readForm(c), 'email').trim()
  return isAddress(typed) ? typed : ''
}

async function keep(app: App, c: Ctx) {
  const token = draftToken(app, c)
  if (!token || !loadDraft(app, c)) return c.redirect('/richiesta', 303)
  const { unreminded, ...kept } = await keepDraft(app, token, channelOf(app, c))
  return showKept(app, c, kept, unreminded ? { told: 'unreminded' } : {})
}

/** What the page of the code says of the reminder: what became of it, or what is wrong with the address that was typed. */
type Said = { told?: 'unreminded' | 'reminded' | 'stopped'; typed?: string; problem?: string }

/**
 * The page of the code asks: it sends back code and digits, which stand nowhere else, so that the answer can show them again.
 * They are believed only if they open the draft.
 */
async function askReminder(app: App, c: Ctx, refused?: string) {
  const form = await readForm(c)
  const code = field(form, 'codice').slice(0, 40)
  const kept = await keptAs(app, code, field(form, 'cifre').slice(0, 20))
  if (!kept) return showDoor(app, c, code)
  const { token, ...shown } = kept
  if (field(form, 'rinuncia')) return stopReminder(app, c, token, shown)
  const to = await recipient(c)
  const problem = to ? refused : 'not_one_email'
  if (problem) return showKept(app, c, shown, { typed: field(form, 'email'), problem })
  return showKept(app, c, shown, putReminder(app, c, token, shown, to) ? { told: 'reminded' } : {})
}

function stopReminder(app: App, c: Ctx, token: string, kept: Kept) {
  remind(app, token)
  return showKept(app, c, kept, { told: 'stopped' })
}

/** To ask for it is to agree to it. @returns whether there will be one */
function putReminder(app: App, c: Ctx, token: string, { until }: Kept, to: string): boolean {
  const dueAt = dueOf(app, c, until)
  if (!app.config.mail || !dueAt) return false
  remind(app, token, { dueAt, letter: reminder(voiceOf(app, c), { to, until, origin: app.config.mail.origin }) })
  return true
}

/** When a reminder would go; undefined where no letters are sent, there is no time for one, or many people use the screen. */
const dueOf = (app: App, c: Ctx, until: string) => (app.config.mail && channelOf(app, c) === 'home' ? reminderDue(until, app.now()) : undefined)

function showKept(app: App, c: Ctx, { code, secret, until }: Kept, { told, typed, problem }: Said) {
  const voice = voiceOf(app, c)
  const due = dueOf(app, c, until)
  const offer = due && { day: voice.day(due), told, typed, problem: problem && voice.t(`problems.${problem}`) }
  return page(app, c, 'resume/kept', { title: voice.t('resume.kept_title'), code, secret, until: voice.day(until), offer }, offer && problem ? 422 : 200)
}

function showDoor(app: App, c: Ctx, typed?: string) {
  const { t } = voiceOf(app, c)
  const problem = typed === undefined ? undefined : t('problems.resume')
  c.header('Cache-Control', 'no-store')
  return page(app, c, 'resume/door', { title: t('resume.title'), breadcrumbs: [{ label: t('site.home_crumb'), href: '/' }, { label: t('resume.crumb') }], typed, problem }, problem ? 422 : 200)
}
