import { eq } from '../../db/drizzle.ts'
import { dossiers, joins, staff } from '../../db/schema.ts'
import { may } from '../accounts/roles.ts'
import { findById, tryOpenDossier, type Dossier, type OpenDossier } from '../dossiers/dossiers.ts'
import { inAddress } from '../dossiers/number.ts'
import { sightOf } from '../dossiers/status.ts'
import { eventName } from '../events/names.ts'
import { appendAudit } from '../events/audit.ts'
import type { Voice } from '../templates.ts'
import type { App, StaffMember } from '../web/context.ts'
import { doublesOf } from './doubles.ts'
import { joinOf, seenBy, type Join } from './joins.ts'
import { undoUntil } from './rules.ts'

/** A chain of joins is never so long. */
const longest = 20

/** What a dossier shows of joins: which may be its doubles, what it was joined into, what was joined into it, with its story. Only what is in scope. */
export function joinsData(app: App, member: StaffMember, { dossier }: OpenDossier, voice: Voice) {
  const mayJoin = may(member.role, 'join')
  const made = joinOf(app.db, dossier)
  const into = made && seenBy(app, app.db, member, made.into)
  return {
    joins: {
      page: mayJoin ? `${hrefOf(dossier)}/doppie` : undefined,
      doubles: dossier.closedAt ? [] : doublesOf(app, member, dossier).map(({ dossier: other, ties }) => ({ number: other.number, ties: tieWords(ties, voice) })),
      into: made && into && { number: into.number, href: hrefOf(into), ...joinView(app, made, voice), undo: mayJoin ? undoOf(app, dossier, made, voice) : undefined },
      here: joinedHere(app, member, dossier).map(({ row, made: one }) => viewHere(app, member, row, one, voice)),
    },
  }
}

export const hrefOf = ({ number }: Dossier): string => `/operatori/richieste/${inAddress(number)}`

export const tieWords = (ties: string[], { t }: Voice): string => ties.map((tie) => t(`joins.ties.${tie}`)).join(', ')

const joinView = (app: App, { at, operator }: Join, voice: Voice) => ({ day: voice.day(at), by: nameOf(app, operator) })

const undoOf = (app: App, closed: Dossier, { at }: Join, voice: Voice) =>
  (undoUntil(at) > app.now().toISOString() ? { action: `${hrefOf(closed)}/doppie/annulla`, revision: closed.revision, until: voice.day(undoUntil(at)) } : undefined)

/** The form that undoes the join by which a request is closed, while it may be. */
export function undoHere(app: App, closed: Dossier, voice: Voice) {
  const made = joinOf(app.db, closed)
  return made && undoOf(app, closed, made, voice)
}

type Here = { row: Dossier; made: Join }

/** What was joined into a dossier, and into those in turn. */
function joinedHere(app: App, member: StaffMember, dossier: Dossier, depth = 0): Here[] {
  if (depth > longest) return []
  const made = app.db.select().from(joins).innerJoin(dossiers, eq(dossiers.id, joins.dossier)).where(eq(dossiers.joinedInto, dossier.id)).all().filter(({ joins: one }) => one.undoneAt === null && one.into === dossier.id)
  return made.flatMap(({ joins: one }) => {
    const row = seenBy(app, app.db, member, one.dossier)
    return row ? [{ row, made: one }, ...joinedHere(app, member, row, depth + 1)] : []
  })
}

/** Its events stay readable from the one that stays; that it was read is logged, as from its own page. */
function viewHere(app: App, member: StaffMember, row: Dossier, made: Join, voice: Voice) {
  logReading(app, member, row)
  const opened = tryOpenDossier(app, row)
  return {
    number: row.number, href: hrefOf(row), received: voice.day(row.receivedAt), ...joinView(app, made, voice), undo: may(member.role, 'join') ? undoOf(app, row, made, voice) : undefined,
    words: opened?.filed.words, lang: opened?.filed.lang, story: opened ? storyOf(app, opened, voice) : [],
  }
}

function storyOf(app: App, { story }: OpenDossier, voice: Voice) {
  const items = (codes: string[] = []) => codes.map((code) => voice.text(app.content.missingItems.find((item) => item.code === code)?.label ?? { it: code }))
  // Why a reserved part was opened may speak of health: it is read where that part is.
  return story.filter(({ kind }) => kind !== 'aperta_parte_riservata').toReversed().map(({ at, kind, operator, detail }) => ({
    at: `${voice.day(at)}, ${voice.time(at)}`, kind: eventName(voice, kind), operator: nameOf(app, operator), reason: detail.reason, message: detail.message, items: items(detail.items),
  }))
}

const nameOf = (app: App, id: number | null): string | undefined =>
  (id === null ? undefined : app.db.select({ name: staff.name }).from(staff).where(eq(staff.id, id)).get()?.name)

/** Logs that a dossier was read. */
export const logReading = (app: App, { id, role }: StaffMember, { number }: Dossier): void =>
  appendAudit(app.db, { at: app.now().toISOString(), operator: id, role, action: 'lettura', subject: number, outcome: 'ok' })

/** The number that the person is to follow instead; undefined where they may not learn it, as who reported somebody else may not (domain.md 2.4). */
export function numberToFollow(app: App, { dossier }: OpenDossier): string | undefined {
  let last = dossier
  for (let step = 0; last.joinedInto !== null && step < longest; step += 1) last = findById(app.db, last.joinedInto) ?? { ...last, joinedInto: null }
  const opened = last.id === dossier.id ? undefined : tryOpenDossier(app, last)
  return opened && sightOf(opened) === 'tutto' ? opened.dossier.number : undefined
}
