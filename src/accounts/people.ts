import type { App, Ctx } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { originOf } from '../web/origin.ts'
import { page } from '../web/render.ts'
import { findPerson, invite, inviteAgain, isTaken, people, setActive, tidyEmail } from './accounts.ts'
import { isEmail } from './door.ts'
import { resetFactor } from './factor.ts'
import { placesFor, roles } from './roles.ts'

export const peoplePath = '/operatori/persone'

export function showPeople(app: App, c: Ctx, more: Record<string, unknown> = {}) {
  const { t } = voiceOf(app, c)
  const places = placesOf(app, c)
  const names = Object.fromEntries([...places.desks, ...places.ambiti, ...places.services].map(({ slug, name }) => [slug, name]))
  const rows = people(app).map(({ id, name, email, role, active, password, oidcSubject, secondFactor, desk, ambito, service }) =>
    ({ id, name, email, role, active, accepted: password !== null || oidcSubject !== null, factor: secondFactor !== null, places: [desk, ambito, service].flatMap((slug) => (slug ? [names[slug] ?? slug] : [])) }))
  const data = { title: t('staff.people.title'), people: rows, roles: Object.keys(roles), ...places, ...more }
  return page(app, c, 'accounts/people', data, more.problem ? 422 : 200)
}

/** Where a member of staff may work. */
export function placesOf(app: App, c: Ctx) {
  const { territory, services } = app.content
  const { text } = voiceOf(app, c)
  return { desks: territory.desks.map(({ slug, name }) => ({ slug, name: text(name) })), ambiti: territory.ambiti.map(({ slug, name }) => ({ slug, name })), services: services.services.filter(({ account }) => account).map(({ slug, name }) => ({ slug, name: text(name) })) }
}

type Typed = { name: string; email: string; role: string; desk: string; ambito: string; service: string }

export async function invitePerson(app: App, c: Ctx) {
  const form = await readForm(c)
  const { t } = voiceOf(app, c)
  const typed: Typed = { name: field(form, 'nome').trim().slice(0, 100), email: tidyEmail(field(form, 'email')).slice(0, 200), role: field(form, 'ruolo'), desk: field(form, 'sportello'), ambito: field(form, 'ambito'), service: field(form, 'servizio') }
  const known = knownPlaces(app, typed)
  const problem = !typed.name ? 'write_name'
    : !isEmail(typed.email) ? 'not_an_email'
    : isTaken(app, typed.email) ? 'email_taken'
    : !Object.hasOwn(roles, typed.role) || !known ? 'role_and_desk' : undefined
  if (problem || !known) return showPeople(app, c, { typed, problem: t(`problems.${problem}`) })
  return showLink(app, c, invite(app, { name: typed.name, email: typed.email, role: typed.role, ...known }, c.get('member')), typed.name)
}

/** The places that the role has, if they exist and suffice for what it sees; what it does not need is not kept. */
export function knownPlaces({ content: { territory, services } }: App, { role, desk, ambito, service }: Pick<Typed, 'role' | 'desk' | 'ambito' | 'service'>) {
  const { takes, enough } = placesFor(role)
  const known = {
    desk: takes.includes('desk') ? (territory.desks.find(({ slug }) => slug === desk)?.slug ?? null) : null,
    ambito: takes.includes('ambito') ? (territory.ambiti.find(({ slug }) => slug === ambito)?.slug ?? null) : null,
    service: takes.includes('service') ? (services.services.find(({ slug, account }) => account && slug === service)?.slug ?? null) : null,
  }
  return enough.length === 0 || enough.some((place) => known[place] !== null) ? known : undefined
}

/** @param follows does this person follow open requests? Then it is asked first to whom they go. */
export async function switchPerson(app: App, c: Ctx, follows: (id: number) => boolean) {
  const person = findPerson(app, Number(c.req.param('id')))
  if (!person) return errorPage(app, c, 404)
  const by = c.get('member')
  const on = field(await readForm(c), 'attiva') === 'si'
  if (!on && person.id !== by.id && follows(person.id)) return c.redirect(`${peoplePath}/${person.id}/spegni`, 303)
  if (person.id !== by.id) setActive(app, person.id, on, by)
  return c.redirect(peoplePath, 303)
}

export function linkAgain(app: App, c: Ctx) {
  const person = findPerson(app, Number(c.req.param('id')))
  return person?.active ? showLink(app, c, inviteAgain(app, person.id, c.get('member')), person.name) : errorPage(app, c, 404)
}

/** For who lost phone and codes. One's own is changed in "I miei accessi", with a code. */
export function forgetFactor(app: App, c: Ctx) {
  const person = findPerson(app, Number(c.req.param('id')))
  if (!person) return errorPage(app, c, 404)
  const by = c.get('member')
  if (person.id !== by.id) resetFactor(app, person.id, by)
  return c.redirect(peoplePath, 303)
}

/** The link is shown once: only its hash is kept. */
const showLink = (app: App, c: Ctx, token: string, invited: string) => showPeople(app, c, { link: `${originOf(app, c)}/operatori/invito/${token}`, invited })

/** What each role may do and see: the table itself. */
export function showRoles(app: App, c: Ctx) {
  const { t } = voiceOf(app, c)
  const breadcrumbs = [{ label: t('staff.people.title'), href: peoplePath }, { label: t('staff.role_table.title') }]
  return page(app, c, 'accounts/roles', { title: t('staff.role_table.title'), breadcrumbs, roles: Object.entries(roles).map(([code, { sees, may }]) => ({ code, sees, may })) })
}
