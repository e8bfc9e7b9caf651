import { findPerson, type Person } from '../accounts/accounts.ts'
import { peoplePath } from '../accounts/people.ts'
import type { Form } from '../engine/question.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import type { App, Ctx } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { groupsOf, queue, switchOff } from './handover.ts'

/** One of the others who works here; nobody switches themselves off. */
function personOf(app: App, c: Ctx): Person | undefined {
  const person = findPerson(app, Number(c.req.param('id')))
  return person?.active && person.id !== c.get('member').id ? person : undefined
}

/** Before somebody is switched off: how many open requests are in their name, and to whom they go. */
export function showOff(app: App, c: Ctx, { form = {}, missing = [] }: { form?: Form; missing?: string[] } = {}) {
  const person = personOf(app, c)
  if (!person) return c.redirect(peoplePath, 303)
  const voice = voiceOf(app, c)
  const groups = groupsOf(app, person.id).map((group) => {
    const desk = deskOrWelcome(app.content, group.desk)
    return { ...group, id: group.key.replace('.', '-'), place: desk ? voice.text(desk.name) : group.desk, chosen: field(form, group.key), wrong: missing.includes(group.key) }
  })
  const title = voice.t('assignment.off.title', { name: person.name })
  const errors = groups.filter(({ wrong }) => wrong).map(({ id, place }) => ({ words: voice.t('assignment.off.choose_for', { place }), href: `#${id}` }))
  const breadcrumbs = [{ label: voice.t('staff.people.title'), href: peoplePath }, { label: title }]
  return page(app, c, 'assignment/off', { title, breadcrumbs, name: person.name, action: `${peoplePath}/${person.id}/spegni`, people: peoplePath, groups, count: groups.reduce((sum, one) => sum + one.count, 0), queue, errors }, errors.length ? 422 : 200)
}

export async function takeOff(app: App, c: Ctx) {
  const form = await readForm(c)
  const person = personOf(app, c)
  if (!person) return errorPage(app, c, 404)
  const missing = switchOff(app, person, c.get('member'), Object.fromEntries(Object.keys(form).map((name) => [name, field(form, name)])))
  return missing.length ? showOff(app, c, { form, missing }) : c.redirect(peoplePath, 303)
}
