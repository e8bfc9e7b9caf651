import { desc, eq } from '../../db/drizzle.ts'
import { Hono } from 'hono'
import { audit, staff } from '../../db/schema.ts'
import { staffOnly, withRight } from '../accounts/guards.ts'
import type { App, Env } from '../web/context.ts'
import type { Voice } from '../templates.ts'
import { page } from '../web/render.ts'
import { appendAudit, firstBreak } from './audit.ts'
import { actionName } from './names.ts'

const linesShown = 200

/** /operatori/registro: who read or changed what, for the auditor; never a word of a dossier. */
export function auditRoutes(app: App): Hono<Env> {
  return new Hono<Env>().get('/operatori/registro', staffOnly(app), withRight(app, 'audit'), (c) => {
    const voice = app.templates.voice(c.get('lang'))
    const { id, role } = c.get('member')
    appendAudit(app.db, { at: app.now().toISOString(), operator: id, role, action: 'registro', subject: null, outcome: 'ok' })
    return page(app, c, 'events/audit', { title: voice.t('staff.audit.title'), lines: lastLines(app, voice), broken: firstBreak(app.db), linesShown })
  })
}

function lastLines(app: App, voice: Voice) {
  const { day, time } = voice
  const rows = app.db.select({ line: audit, name: staff.name }).from(audit).leftJoin(staff, eq(staff.id, audit.operator)).orderBy(desc(audit.id)).limit(linesShown).all()
  return rows.map(({ line, name }) => ({ ...line, name, action: actionName(voice, line.action), at: `${day(line.at)}, ${time(line.at)}` }))
}
