import { and, asc, eq, inArray, isNull, sql } from '../../db/drizzle.ts'
import { dossiers, staff } from '../../db/schema.ts'
import type { Content, Desk } from '../content/content.ts'
import { keyOf, tryOpenDossier, type Dossier } from '../dossiers/dossiers.ts'
import { record } from '../events/events.ts'
import type { App } from '../web/context.ts'
import { give } from './assignment.ts'

/** How a desk wants new requests given out; `none`: people take them (territories/*.yaml, desks, assign). */
export type By = Desk['assign']['by']
/** `open`: dossiers that they follow now. `last`: the newest that they follow or followed, null if none. */
export type Candidate = { id: number; open: number; last: number | null; languages: string[] }

/**
 * Who gets a new request: in turn, who has waited longest for one; by load, who follows fewest; by language, who speaks the person's,
 * the least loaded of them. Where nobody speaks it, the least loaded of all: a request waits for no interpreter to be read.
 * @returns the id, or undefined where nobody works at the desk
 */
export function choose(by: By, candidates: Candidate[], lang: string): number | undefined {
  if (by === 'none') return undefined
  const speakers = by === 'language' && lang !== 'it' ? candidates.filter(({ languages }) => languages.includes(lang)) : []
  const able = speakers.length ? speakers : candidates
  const turn = (a: Candidate, b: Candidate) => (a.last ?? 0) - (b.last ?? 0) || a.id - b.id
  return able.toSorted(by === 'turn' ? turn : (a, b) => a.open - b.open || turn(a, b))[0]?.id
}

const arrived = 'protocollata'
const atOnce = 200

/** Chore: gives out what has just arrived, at desks that want it. Nothing else changes: a person still reads it and decides. @returns how many */
export function assignNew(app: App): number {
  const desks = app.content.territory.desks.filter(({ assign }) => assign.by !== 'none')
  return desks.flatMap((desk) => waiting(app, desk.slug).filter((dossier) => giveOut(app, desk, dossier))).length
}

/** Not what somebody gave back: it was given once, and a person said no. */
function waiting(app: App, desk: string): Dossier[] {
  const givenBack = sql`exists (select 1 from events where events.dossier = ${dossiers.id} and events.kind in ('lascia', 'passa_auto'))`
  return app.db.select().from(dossiers).where(and(eq(dossiers.desk, desk), eq(dossiers.status, arrived), isNull(dossiers.operator), isNull(dossiers.erasedAt), sql`not ${givenBack}`))
    .orderBy(asc(dossiers.rank), asc(dossiers.id)).limit(atOnce).all()
}

function giveOut(app: App, desk: Desk, dossier: Dossier): boolean {
  const opened = tryOpenDossier(app, dossier)
  const people = atDesk(app, desk.slug)
  const id = opened && choose(desk.assign.by, people, opened.filed.lang)
  const chosen = people.find((one) => one.id === id)
  if (!chosen) return false
  return app.db.transaction((tx) => {
    if (!give(app, tx, dossier, chosen.id, null)) return false
    const detail = { operatorName: chosen.name, reason: app.templates.voice('it').t(`assignment.by.${desk.assign.by}`) }
    record(tx, keyOf(app, dossier.id), { dossier: dossier.id, number: dossier.number, at: app.now().toISOString(), kind: 'passa_auto', status: dossier.status, operator: null, role: 'sistema', detail })
    return true
  }, { behavior: 'immediate' })
}

/** Who works at the desk and may take what arrives there. */
function atDesk(app: App, desk: string): (Candidate & { name: string })[] {
  const roles = takers(app.content)
  const open = app.content.workflow.statuses.filter((status) => status.open).map(({ code }) => code)
  const here = app.db.select().from(staff).where(and(eq(staff.desk, desk), eq(staff.active, true), inArray(staff.role, roles))).all()
  return here.map(({ id, name, languages }) => {
    const counted = app.db.select({ open: sql<number>`coalesce(sum(${inArray(dossiers.status, open)}), 0)`, last: sql<number | null>`max(${dossiers.id})` }).from(dossiers).where(eq(dossiers.operator, id)).get()
    return { id, name, languages: languages.split('|').filter(Boolean), open: counted?.open ?? 0, last: counted?.last ?? null }
  })
}

const takers = ({ workflow }: Content): string[] => workflow.decisions.filter(({ takes, from }) => takes && from.includes(arrived)).flatMap(({ roles }) => roles)
