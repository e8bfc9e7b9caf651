import { Hono } from 'hono'
import { staffOnly, withRight } from '../accounts/guards.ts'
import { tryOpenDossier, type Dossier } from '../dossiers/dossiers.ts'
import { readNumber } from '../dossiers/number.ts'
import type { Form } from '../engine/question.ts'
import { viewDone } from '../events/since.ts'
import { findMine, refuse } from '../triage/triage.ts'
import type { Voice } from '../templates.ts'
import type { App, Ctx, Env } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { field, readForm } from '../web/form.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'
import { compare } from './compare.ts'
import { doublesOf, keptApart, type Double } from './doubles.ts'
import { join, keepApart, undo } from './joins.ts'
import { mayJoin } from './rules.ts'
import { hrefOf, logReading, tieWords, undoHere } from './views.ts'

const path = '/operatori/richieste/:number/doppie'

/** Requests that may be of one person: seen side by side, joined, kept apart; a join undone (domain.md 2.9, n. 8). */
export function joinRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .use(`${path}/*`, staffOnly(app), withRight(app, 'join'))
    .get(path, (c) => withMine(app, c, (dossier) => showDoubles(app, c, dossier)))
    .post(`${path}/unisci`, (c) => withMine(app, c, (dossier, form) => joinThem(app, c, dossier, form)))
    .post(`${path}/diverse`, (c) => withMine(app, c, (dossier, form) => setThemApart(app, c, dossier, form)))
    .post(`${path}/annulla`, (c) => withMine(app, c, (dossier, form) => undoIt(app, c, dossier, form)))
}

/** The dossier of the address, if the member may see it; what they may not answers like what does not exist, and is logged. */
async function withMine(app: App, c: Ctx, go: (dossier: Dossier, form: Form) => Response | Promise<Response>) {
  const form = c.req.method === 'POST' ? await readForm(c) : {}
  const dossier = findTyped(app, c, c.req.param('number') ?? '')
  return dossier ? go(dossier, form) : errorPage(app, c, 404)
}

function findTyped(app: App, c: Ctx, typed: string): Dossier | undefined {
  const number = readNumber(typed)
  const dossier = number ? findMine(app, c.get('member'), number) : undefined
  if (number && !dossier) refuse(app, c.get('member'), number)
  return dossier
}

type Said = { problem?: string; /** What was decided on, each with the revision of that older page. */ since?: [Dossier, number][]; other?: string; stays?: string; reason?: string; wrong?: boolean; /** A join was to be undone. */ undone?: boolean }

function showDoubles(app: App, c: Ctx, dossier: Dossier, said: Said = {}, status: 200 | 409 | 422 = 200) {
  const voice = voiceOf(app, c)
  const doubles = dossier.closedAt ? [] : doublesOf(app, c.get('member'), dossier)
  const pairs = doubles.flatMap((double) => viewPair(app, c, dossier, double))
  const apart = keptApart(app, c.get('member'), dossier).map(({ number }) => number)
  const breadcrumbs = [{ label: voice.t('staff.queue.title'), href: '/operatori/richieste' }, { label: dossier.number, href: hrefOf(dossier) }, { label: voice.t('joins.crumb') }]
  const problem = said.problem && voice.t(said.problem)
  return page(app, c, 'joins/doubles', { title: voice.t('joins.title'), breadcrumbs, number: dossier.number, href: hrefOf(dossier), pairs, apart, said, kept: said.reason && !pairs.some(({ number, stay }) => number === said.other && stay.length) ? said.reason : '', undo: said.undone ? undoHere(app, dossier, voice) : undefined, problem, meanwhile: (said.since ?? []).flatMap(([one, revision]) => doneTo(app, one, revision, voice)), done: c.req.query('fatto') === 'diverse' }, status)
}

/** What was done to one of them since the page on which it was decided. */
function doneTo(app: App, dossier: Dossier, revision: number, voice: Voice) {
  const opened = tryOpenDossier(app, dossier)
  return opened ? viewDone(app, opened.story, revision, dossier.revision, voice) : []
}

/** One beside the other; reading either is logged. Which may be closed into which, the older one kept unless somebody says otherwise. */
function viewPair(app: App, c: Ctx, dossier: Dossier, { dossier: other, ties }: Double) {
  const voice = voiceOf(app, c)
  const [a, b] = [tryOpenDossier(app, dossier), tryOpenDossier(app, other)]
  if (!a || !b) return []
  for (const one of [dossier, other]) logReading(app, c.get('member'), one)
  const may = (closes: Dossier, stays: Dossier) => mayJoin(app.content, c.get('member').role, closes, stays)
  const stay = [dossier, other].toSorted((x, y) => x.id - y.id).filter((stays) => may(stays.id === dossier.id ? other : dossier, stays)).map(({ number }) => number)
  return [{ number: other.number, href: hrefOf(other), ties: tieWords(ties, voice), rows: compare({ content: app.content, voice, now: app.now() }, a, b), stay, revision: dossier.revision, otherRevision: other.revision }]
}

const revisionOf = (form: Form, name: string) => Number.parseInt(field(form, name), 10)

function joinThem(app: App, c: Ctx, dossier: Dossier, form: Form) {
  const other = findTyped(app, c, field(form, 'altra'))
  if (!other) return errorPage(app, c, 404)
  const typed = { other: other.number, stays: readNumber(field(form, 'resta')) ?? '', reason: field(form, 'motivo').trim().slice(0, 500) }
  const seen = { here: revisionOf(form, 'versione'), there: revisionOf(form, 'versione_altra') }
  const since: Said['since'] = [[dossier, seen.here], [other, seen.there]]
  const stays = [dossier, other].find(({ number }) => number === typed.stays)
  if (!stays) return showDoubles(app, c, dossier, { ...typed, since, problem: 'joins.problems.choose' }, 422)
  if (!typed.reason) return showDoubles(app, c, dossier, { ...typed, since, problem: 'problems.write_reason', wrong: true }, 422)
  const pair = stays === dossier ? { closes: other, stays, seen: { closes: seen.there, stays: seen.here } } : { closes: dossier, stays, seen: { closes: seen.here, stays: seen.there } }
  const outcome = join(app, c.get('member'), pair, typed.reason)
  if (outcome === 'done') return c.redirect(`${hrefOf(stays)}?fatto=unita_qui`, 303)
  return showDoubles(app, c, findTyped(app, c, dossier.number) ?? dossier, { ...typed, since, problem: problems[outcome] }, 409)
}

const problems = { changed: 'problems.changed_meanwhile', not_allowed: 'problems.not_allowed', appointment: 'joins.problems.appointment' }

function setThemApart(app: App, c: Ctx, dossier: Dossier, form: Form) {
  const other = findTyped(app, c, field(form, 'altra'))
  if (!other || other.id === dossier.id) return errorPage(app, c, 404)
  keepApart(app, c.get('member'), [dossier, other], field(form, 'diverse') !== 'no')
  return c.redirect(`${hrefOf(dossier)}/doppie?fatto=diverse`, 303)
}

function undoIt(app: App, c: Ctx, dossier: Dossier, form: Form) {
  const reason = field(form, 'motivo').trim().slice(0, 500)
  const outcome = reason ? undo(app, c.get('member'), dossier, revisionOf(form, 'versione'), reason) : 'no_reason'
  if (outcome === 'done') return c.redirect(`${hrefOf(dossier)}?fatto=separata`, 303)
  const why = { ...problems, no_reason: 'problems.write_reason', not_allowed: 'joins.problems.too_late' }
  return showDoubles(app, c, dossier, { problem: why[outcome], reason, undone: true, since: [[dossier, revisionOf(form, 'versione')]] }, outcome === 'no_reason' ? 422 : 409)
}
