import { Hono } from 'hono'
import { leaveCounter } from '../dossiers/counter.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { dropCookie, putCookie, takeCookie } from '../web/cookies.ts'
import { errorPage } from '../web/errors.ts'
import { field, readForm } from '../web/form.ts'
import { staffCookie, staffOnly, withRight } from './guards.ts'
import { limitTries, limitTriesAt } from '../web/limits.ts'
import { page } from '../web/render.ts'
import { accept, findPerson, invite, inviteAgain, invitedBy, isTaken, people, setActive, signIn, signOut, tidyEmail } from './accounts.ts'
import { shortestPassword } from './password.ts'
import { needsDesk, roles, roomsOf } from './roles.ts'

/** /operatori: the door, the one-time links, and who works here. */
export function accountRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/operatori', staffOnly(app), (c) => c.redirect(roomsOf(c.get('member').role)[0]?.href ?? '/', 303))
    .get('/operatori/accedi', (c) => showDoor(app, c))
    .post('/operatori/accedi', limitTries(app), limitTriesAt(app, 'email'), async (c) => {
      const form = await readForm(c)
      const token = await signIn(app, field(form, 'email'), field(form, 'password').slice(0, 200))
      if (!token) return showDoor(app, c, field(form, 'email').slice(0, 200))
      putCookie(app, c, staffCookie, token)
      return c.redirect('/operatori', 303)
    })
    .post('/operatori/esci', (c) => {
      const token = takeCookie(app, c, staffCookie)
      if (token) signOut(app, token)
      leaveCounter(app, c)
      dropCookie(app, c, staffCookie)
      return c.redirect('/operatori/accedi', 303)
    })
    .get('/operatori/invito/:token', (c) => showInvitation(app, c))
    .post('/operatori/invito/:token', limitTries(app), (c) => acceptInvitation(app, c))
    .use('/operatori/persone/*', staffOnly(app), withRight(app, 'people'))
    .get('/operatori/persone', (c) => showPeople(app, c))
    .post('/operatori/persone', (c) => invitePerson(app, c))
    .post('/operatori/persone/:id/attiva', async (c) => {
      const person = findPerson(app, Number(c.req.param('id')))
      if (!person) return errorPage(app, c, 404)
      const by = c.get('member')
      if (person.id !== by.id) setActive(app, person.id, field(await readForm(c), 'attiva') === 'si', by)
      return c.redirect('/operatori/persone', 303)
    })
    .post('/operatori/persone/:id/invito', (c) => {
      const person = findPerson(app, Number(c.req.param('id')))
      return person?.active ? showLink(app, c, inviteAgain(app, person.id, c.get('member')), person.name) : errorPage(app, c, 404)
    })
}

function showDoor(app: App, c: Ctx, email?: string) {
  const { t } = app.templates.voice(c.get('lang'))
  return page(app, c, 'accounts/door', { title: t('staff.door.title'), email, problem: email === undefined ? undefined : t('problems.sign_in') }, email === undefined ? 200 : 422)
}

function showInvitation(app: App, c: Ctx, problem?: string, typed: Record<string, string> = {}) {
  const member = invitedBy(app, c.req.param('token') ?? '')
  if (!member) return errorPage(app, c, 404)
  const { t } = app.templates.voice(c.get('lang'))
  const data = { title: t('staff.invitation.title'), invited: member, first: !member.email, typed, shortest: shortestPassword, problem: problem && t(`problems.${problem}`, { min: shortestPassword }) }
  c.header('Cache-Control', 'no-store')
  return page(app, c, 'accounts/invitation', data, problem ? 422 : 200)
}

async function acceptInvitation(app: App, c: Ctx) {
  const form = await readForm(c)
  const token = c.req.param('token') ?? ''
  const member = invitedBy(app, token)
  if (!member) return errorPage(app, c, 404)
  const given = { name: field(form, 'nome').trim().slice(0, 100), email: tidyEmail(field(form, 'email')).slice(0, 200), password: field(form, 'password').slice(0, 200) }
  const problem = given.password.length < shortestPassword ? 'password_short'
    : member.email ? undefined
    : !given.name ? 'write_name'
    : !isEmail(given.email) || isTaken(app, given.email) ? 'not_an_email' : undefined
  if (problem) return showInvitation(app, c, problem, { name: given.name, email: given.email })
  await accept(app, token, given)
  return c.redirect('/operatori/accedi', 303)
}

function showPeople(app: App, c: Ctx, more: Record<string, unknown> = {}) {
  const { t, text } = app.templates.voice(c.get('lang'))
  const desks = app.content.territory.desks.map(({ slug, name }) => ({ slug, name: text(name) }))
  const rows = people(app).map(({ id, name, email, role, desk, active, password }) => ({ id, name, email, role, desk, active, accepted: password !== null }))
  const data = { title: t('staff.people.title'), people: rows, roles: Object.keys(roles), desks, deskName: Object.fromEntries(desks.map(({ slug, name }) => [slug, name])), ...more }
  return page(app, c, 'accounts/people', data, more.problem ? 422 : 200)
}

async function invitePerson(app: App, c: Ctx) {
  const form = await readForm(c)
  const { t } = app.templates.voice(c.get('lang'))
  const typed = { name: field(form, 'nome').trim().slice(0, 100), email: tidyEmail(field(form, 'email')).slice(0, 200), role: field(form, 'ruolo'), desk: field(form, 'sportello') }
  const desk = app.content.territory.desks.find(({ slug }) => slug === typed.desk)?.slug ?? null
  const problem = !typed.name ? 'write_name'
    : !isEmail(typed.email) ? 'not_an_email'
    : isTaken(app, typed.email) ? 'email_taken'
    : !Object.hasOwn(roles, typed.role) || (needsDesk(typed.role) && !desk) ? 'role_and_desk' : undefined
  if (problem) return showPeople(app, c, { typed, problem: t(`problems.${problem}`) })
  return showLink(app, c, invite(app, { ...typed, desk: needsDesk(typed.role) ? desk : null }, c.get('member')), typed.name)
}

/** The link is shown once: only its hash is kept. */
function showLink(app: App, c: Ctx, token: string, invited: string) {
  const origin = app.config.publicOrigin ?? new URL(c.req.url).origin
  return showPeople(app, c, { link: `${origin}/operatori/invito/${token}`, invited })
}

const isEmail = (words: string) => /^[^\s@]+@[^\s@]+$/.test(words)
