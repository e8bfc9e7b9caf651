import { desc } from 'drizzle-orm'
import { Hono } from 'hono'
import { audit } from '../../db/schema.ts'
import { staffOnly, withRight } from '../accounts/guards.ts'
import type { App, Env } from '../web/context.ts'
import { page } from '../web/render.ts'
import { firstBreak } from './audit.ts'

const linesShown = 200

/** /operatori/registro: who read or changed what, for the auditor; never a word of a dossier. */
export function auditRoutes(app: App): Hono<Env> {
  return new Hono<Env>().get('/operatori/registro', staffOnly(app), withRight(app, 'audit'), (c) => {
    const { t, day, time } = app.templates.voice(c.get('lang'))
    const lines = app.db.select().from(audit).orderBy(desc(audit.id)).limit(linesShown).all().map((line) => ({ ...line, at: `${day(line.at)}, ${time(line.at)}` }))
    return page(app, c, 'events/audit', { title: t('staff.audit.title'), lines, broken: firstBreak(app.db) })
  })
}
