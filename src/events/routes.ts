import { desc, eq } from '../../db/drizzle.ts'
import { Hono } from 'hono'
import { audit, staff } from '../../db/schema.ts'
import { readNumber } from '../dossiers/number.ts'
import { staffOnly, withRight } from '../accounts/guards.ts'
import type { App, Env } from '../web/context.ts'
import { voiceOf } from '../web/language.ts'
import type { Voice } from '../templates.ts'
import { page } from '../web/render.ts'
import { appendAudit, firstBreak } from './audit.ts'
import { about, readList, speaksOf } from './listed.ts'
import { actionName } from './names.ts'

const linesShown = 200

/** /operatori/registro: who read or changed what, for the auditor, of all or of one request; never a word of a dossier. */
export function auditRoutes(app: App): Hono<Env> {
  return new Hono<Env>().get('/operatori/registro', staffOnly(app), withRight(app, 'audit'), (c) => {
    const voice = voiceOf(app, c)
    const { id, role } = c.get('member')
    const typed = (c.req.query('numero') ?? '').trim().slice(0, 40)
    const number = readNumber(typed)
    appendAudit(app.db, { at: app.now().toISOString(), operator: id, role, action: 'registro', subject: number ?? null, outcome: 'ok' })
    const data = { title: voice.t('staff.audit.title'), lines: lastLines(app, voice, number), broken: firstBreak(app.db), linesShown, typed, number, wrong: typed !== '' && !number }
    return page(app, c, 'events/audit', data, data.wrong ? 422 : 200)
  })
}

/** The last lines of all, or of one request: its own, and those of the lists that it was in. */
function lastLines(app: App, voice: Voice, number?: string) {
  const { day, time } = voice
  const found = app.db.select({ line: audit, name: staff.name }).from(audit).leftJoin(staff, eq(staff.id, audit.operator)).where(number ? about(number) : undefined).orderBy(desc(audit.id))
  const rows = number ? found.all().filter(({ line }) => speaksOf(line.subject, number)).slice(0, linesShown) : found.limit(linesShown).all()
  return rows.map(({ line, name }) => ({ ...line, name, list: viewList(line.subject, voice), action: actionName(voice, line.action), at: `${day(line.at)}, ${time(line.at)}` }))
}

/** A list that went out, in words: filters by their name, a box that was ticked without its value. */
function viewList(subject: string | null, { t }: Voice) {
  const list = readList(subject)
  return list && { ...list, numbers: list.numbers.replaceAll(/[,;]/g, '$& '), filters: list.filters.map(([name, value]) => t(`exports.filters.${name}`) + (value === '1' ? '' : ` ${value.replaceAll('_', ' ')}`)).join(', ') }
}
