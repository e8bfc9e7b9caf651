import { Hono } from 'hono'
import { staffOnly, withRight } from '../accounts/guards.ts'
import { may } from '../accounts/roles.ts'
import { inAddress } from '../dossiers/number.ts'
import type { Form } from '../engine/question.ts'
import { appendAudit } from '../events/audit.ts'
import { viewDone } from '../events/since.ts'
import { findMine, operatorName, read, refuse } from '../triage/triage.ts'
import { viewSheet } from '../triage/sheet.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { colleaguesFor, each, giveTo, messages, tell, type Report } from './bulk.ts'
import { mostChosen, readChosen, type Chosen } from './chosen.ts'

/** /operatori/richieste/insieme: the same small step on the requests ticked in a list: print, give to a colleague, write (issue 5, n. 10). Never a status. */
export function bulkRoutes(app: App): Hono<Env> {
  const guards = [staffOnly(app), withRight(app, 'dossiers')] as const
  return new Hono<Env>().post('/operatori/richieste/insieme', ...guards, async (c) => {
    const form = await readForm(c)
    const chosen = readChosen([form.scelte ?? []].flat().slice(0, mostChosen * 2))
    const steps: Record<string, (app: App, c: Ctx, chosen: Chosen[], form: Form) => Response | Promise<Response>> = { stampa: print, assegna: assign, messaggio: write }
    const step = Object.hasOwn(steps, field(form, 'fare')) ? steps[field(form, 'fare')] : undefined
    if (!step || !chosen.length || chosen.length > mostChosen) return show(app, c, 'bulk/nothing', { problem: chosen.length ? 'many' : 'none', most: mostChosen }, 422)
    return step(app, c, chosen, form)
  })
}

type Status = 200 | 422

/** A page of this room; the way back is the list. */
function show(app: App, c: Ctx, view: 'bulk/nothing' | 'bulk/assign' | 'bulk/message' | 'bulk/report' | 'bulk/print', data: Record<string, unknown>, status: Status = 200) {
  const voice = voiceOf(app, c)
  const breadcrumbs = [{ label: voice.t('staff.queue.title'), href: '/operatori/richieste' }, { label: voice.t('bulk.title') }]
  return page(app, c, view, { title: voice.t('bulk.title'), breadcrumbs, ...data }, status)
}

const boxes = (chosen: Chosen[]) => chosen.map(({ number, revision }) => ({ number, value: `${inAddress(number)}.${revision}` }))

/** Gives them to a colleague: first who, then what came of it. */
function assign(app: App, c: Ctx, chosen: Chosen[], form: Form) {
  const member = c.get('member')
  if (!may(member.role, 'assign')) {
    appendAudit(app.db, { at: app.now().toISOString(), operator: member.id, role: member.role, action: 'assign', subject: null, outcome: 'refused' })
    return errorPage(app, c, 404)
  }
  const desks = chosen.flatMap(({ number }) => findMine(app, member, number)?.desk ?? [])
  const colleagues = colleaguesFor(app, desks)
  const reason = field(form, 'motivo').trim().slice(0, 500)
  const colleague = colleagues.find(({ id }) => String(id) === field(form, 'operatore'))
  const asked = form.operatore !== undefined
  if (!colleague) return show(app, c, 'bulk/assign', { chosen: boxes(chosen), colleagues: colleagues.map(({ id, name }) => ({ id, name })), reason, problem: asked }, asked ? 422 : 200)
  return report(app, c, 'assign', each(app, member, chosen, (dossier) => giveTo(app, member, dossier, colleague, reason)), { chosen, name: colleague.name, reason })
}

/** Sends a ready message: first which, with its words, then what came of it. */
function write(app: App, c: Ctx, chosen: Chosen[], form: Form) {
  const member = c.get('member')
  const message = messages.find((code) => code === field(form, 'testo'))
  const asked = form.testo !== undefined || form.conferma !== undefined
  if (!message) return show(app, c, 'bulk/message', { chosen: boxes(chosen), messages, problem: asked }, asked ? 422 : 200)
  return report(app, c, 'message', each(app, member, chosen, (dossier) => tell(app, member, dossier, message)), { chosen })
}

type Told = { chosen: Chosen[]; name?: string; reason?: string }

/** What came of it. Of those that somebody overtook, what was done meanwhile; where some were left out, the reason typed for them is given back. */
function report(app: App, c: Ctx, what: 'assign' | 'message', { done, skipped }: Report, { chosen, name, reason }: Told) {
  const { t } = voiceOf(app, c)
  const href = (number: string) => `/operatori/richieste/${inAddress(number)}`
  const meanwhile = (number: string) => doneTo(app, c, number, chosen.find((one) => one.number === number)?.revision ?? 0)
  return show(app, c, 'bulk/report', {
    heading: t(`bulk.${what}.done`, { count: done.length, name }), done: done.map((number) => ({ number, href: href(number) })), typed: skipped.length ? reason : '',
    skipped: skipped.map(({ number, why }) => ({ number, href: why === 'gone' ? undefined : href(number), why: t(`bulk.why.${why}`), meanwhile: why === 'changed' ? meanwhile(number) : [] })),
  })
}

function doneTo(app: App, c: Ctx, number: string, revision: number) {
  const dossier = findMine(app, c.get('member'), number)
  const opened = dossier && read(app, c.get('member'), dossier)
  return opened ? viewDone(app, opened.story, revision, opened.dossier.revision, voiceOf(app, c)) : []
}

/** The sheets of all of them, each on a page of its own. That each was read and printed is logged. Nothing of special categories. */
function print(app: App, c: Ctx, chosen: Chosen[]) {
  const member = c.get('member')
  const voice = voiceOf(app, c)
  const sheets = chosen.flatMap(({ number }) => {
    const dossier = findMine(app, member, number)
    if (!dossier) refuse(app, member, number)
    const opened = dossier && read(app, member, dossier)
    if (!opened) return []
    appendAudit(app.db, { at: app.now().toISOString(), operator: member.id, role: member.role, action: 'stampa', subject: number, outcome: 'ok' })
    return [viewSheet(app.content, opened, voice, app.now(), (id) => operatorName(app, id))]
  })
  const printed = new Set(sheets.map(({ number }) => number))
  return show(app, c, 'bulk/print', { sheets, left: chosen.filter(({ number }) => !printed.has(number)).map(({ number }) => number), at: `${voice.day(app.now().toISOString())}, ${voice.time(app.now().toISOString())}` })
}
