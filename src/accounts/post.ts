import { languages } from '../engine/text.ts'
import type { App, Ctx } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { findPerson, givePost, type Person } from './accounts.ts'
import { knownPlaces, peoplePath, placesOf } from './people.ts'
import { roles } from './roles.ts'

/** The languages of the pages, but Italian: those in which somebody may have asked. */
const spoken = languages.filter((code) => code !== 'it')

/** Role, places and languages of one of the people: by the languages a desk may give out what arrives. One's own are changed by another administrator. */
export function showPost(app: App, c: Ctx, more: { problem?: string; typed?: Partial<Person> } = {}) {
  const person = personOf(app, c)
  if (!person) return c.redirect(peoplePath, 303)
  const { t } = voiceOf(app, c)
  const breadcrumbs = [{ label: t('staff.people.title'), href: peoplePath }, { label: person.name }]
  const has = (more.typed?.languages ?? person.languages).split('|')
  const data = { title: t('staff.people.post_title', { name: person.name }), breadcrumbs, person, typed: { ...person, ...more.typed }, roles: Object.keys(roles), ...placesOf(app, c), spoken: spoken.map((code) => ({ code, has: has.includes(code) })), problem: more.problem && t(`problems.${more.problem}`) }
  return page(app, c, 'accounts/post', data, more.problem ? 422 : 200)
}

export async function takePost(app: App, c: Ctx) {
  const person = personOf(app, c)
  if (!person) return errorPage(app, c, 404)
  const form = await readForm(c)
  const said = [form.lingue ?? []].flat()
  const typed = { role: field(form, 'ruolo'), desk: field(form, 'sportello'), ambito: field(form, 'ambito'), service: field(form, 'servizio'), languages: `|${spoken.filter((code) => said.includes(code)).map((code) => `${code}|`).join('')}` }
  const places = Object.hasOwn(roles, typed.role) ? knownPlaces(app, typed) : undefined
  if (!places) return showPost(app, c, { problem: 'role_and_desk', typed })
  givePost(app, person.id, { role: typed.role, languages: typed.languages, ...places }, c.get('member'))
  return c.redirect(peoplePath, 303)
}

const personOf = (app: App, c: Ctx): Person | undefined => {
  const person = findPerson(app, Number(c.req.param('id')))
  return person && person.id !== c.get('member').id ? person : undefined
}
