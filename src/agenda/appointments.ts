import { and, desc, eq } from '../../db/drizzle.ts'
import type { Db } from '../../db/open.ts'
import { appointments, dossiers } from '../../db/schema.ts'
import type { Dossier, OpenDossier } from '../dossiers/dossiers.ts'
import { putNotice } from '../dossiers/notice.ts'
import type { Language } from '../engine/text.ts'
import type { Detail } from '../events/events.ts'
import { open, seal } from '../vault/vault.ts'
import { todayInRome, type App } from '../web/context.ts'
import { freeSlot } from './agenda.ts'
import { putAttempt } from './attempts.ts'
import { forgetReminder, putReminder } from './notice.ts'
import { longDay, wallOf } from './time.ts'
import { act, isOpen, thePerson, type By, type Outcome } from './verb.ts'

/** Where, or which number we call, if it is not the usual one; and what to bring. */
export type Sealed = { place: string; bring: string }
export type Appointment = Omit<typeof appointments.$inferSelect, 'sealed'> & Sealed
type Row = typeof appointments.$inferSelect

const purpose = 'appointment'
const nextWhat = 'appuntamento'

/** The appointments of a dossier, newest first. At most one of them is `fissato`. */
export const appointmentsOf = (app: App, { dossier, key }: OpenDossier): Appointment[] =>
  app.db.select().from(appointments).where(eq(appointments.dossier, dossier.id)).orderBy(desc(appointments.id)).all()
    .map(({ sealed, ...row }) => ({ ...row, ...open<Sealed>(key, purpose, sealed) }))

/** What a calendar has of an appointment: its first row tells one from another, every change after it counts. */
export type ForCalendar = { last: Appointment; first: number; sequence: number; cancelled: boolean }

/** The one that is fixed, or was called off; undefined where the last one is over. @param all newest first */
export function forCalendar(all: Appointment[]): ForCalendar | undefined {
  const [last, ...before] = all
  const cancelled = last?.state === 'annullato'
  if (!last || (last.state !== 'fissato' && !cancelled)) return undefined
  const end = before.findIndex(({ state }) => state !== 'spostato')
  const moved = end < 0 ? before : before.slice(0, end)
  return { last, first: (moved.at(-1) ?? last).id, sequence: moved.length + (cancelled ? 1 : 0), cancelled }
}

const fixedIn = (tx: Db, dossier: number): Row | undefined =>
  tx.select().from(appointments).where(and(eq(appointments.dossier, dossier), eq(appointments.state, 'fissato'))).get()

/** Is somebody still to be met, or is how it went still to be written? Such a request is not closed: the person would come for nothing. */
export const isFixed = (db: Db, dossier: number): boolean => fixedIn(db, dossier) !== undefined

/** Gives a slot to a dossier. Two who ask for the same slot: the second is told that it is taken. */
export function book(app: App, by: By, opened: OpenDossier, revision: number, slotId: number, words: Sealed): Outcome {
  const { id } = opened.dossier
  return act(app, by, id, revision, (tx, at, dossier) => {
    if (!isOpen(app, dossier)) return 'closed'
    if (fixedIn(tx, id)) return 'already'
    const slot = freeSlot(app, tx, dossier, slotId, at)
    if (!slot) return 'taken'
    insert(tx, opened, { slot, at, by }, words)
    putNotice(app, tx, opened, 'all')
    putReminder(app, tx, opened, slot.startsAt)
    return { kind: 'appuntamento', detail: told(app, opened, slot, words.bring), change: { nextOn: wallOf(slot.startsAt).day, nextWhat } }
  })
}

type Taken = { slot: { id: number; startsAt: string; minutes: number; mode: string }; at: string; by: By }

function insert(tx: Db, { dossier, key }: OpenDossier, { slot: { id, startsAt, minutes, mode }, at, by }: Taken, words: Sealed): void {
  tx.insert(appointments).values({ dossier: dossier.id, slot: id, startsAt, minutes, mode, state: 'fissato', madeAt: at, operator: by.id, sealed: seal(key, purpose, words) }).run()
}

/** The person takes another free slot of the same desk and mode, until the day before; after that they phone. */
export function move(app: App, opened: OpenDossier, revision: number, appointment: number, slotId: number): Outcome {
  const { id } = opened.dossier
  return act(app, thePerson, id, revision, (tx, at, dossier) => {
    const fixed = fixedIn(tx, id)
    if (fixed?.id !== appointment) return 'changed'
    if (!mayChange(fixed, app.now())) return 'late'
    const slot = freeSlot(app, tx, dossier, slotId, at)
    if (!slot || slot.mode !== fixed.mode || wallOf(slot.startsAt).day <= todayInRome(app.now())) return 'taken'
    const words = open<Sealed>(opened.key, purpose, fixed.sealed)
    end(tx, fixed.id, 'spostato')
    insert(tx, opened, { slot, at, by: thePerson }, words)
    putReminder(app, tx, opened, slot.startsAt)
    return { kind: 'appuntamento_spostato', detail: told(app, opened, slot, words.bring), change: { nextOn: wallOf(slot.startsAt).day, nextWhat, arrivedAt: dossier.arrivedAt ?? at } }
  })
}

/** Takes an appointment back; the slot is free again. The person may until the day before, and staff see it at the top; of what staff take back the person is told. */
export function cancel(app: App, by: By, opened: OpenDossier, revision: number, appointment: number): Outcome {
  return act(app, by, opened.dossier.id, revision, (tx, at, dossier) => {
    const fixed = fixedIn(tx, dossier.id)
    const person = by.id === null
    if (fixed?.id !== appointment) return 'changed'
    if (person && !mayChange(fixed, app.now())) return 'late'
    end(tx, fixed.id, 'annullato')
    forgetReminder(tx, dossier.id)
    if (!person) putNotice(app, tx, opened, 'all')
    return { kind: person ? 'appuntamento_disdetto' : 'appuntamento_annullato', detail: told(app, opened, fixed, ''), change: { ...noNext(dossier), ...(person ? { arrivedAt: dossier.arrivedAt ?? at } : {}) } }
  })
}

/** The person withdrew the request: nobody waits for them, and the slot is free. Inside the caller's transaction. */
export function dropFixed(tx: Db, dossier: Dossier): void {
  const fixed = fixedIn(tx, dossier.id)
  if (!fixed) return
  end(tx, fixed.id, 'annullato')
  forgetReminder(tx, dossier.id)
  tx.update(dossiers).set(noNext(dossier)).where(and(eq(dossiers.id, dossier.id), eq(dossiers.nextWhat, nextWhat))).run()
}

export type Ending = { state: 'fatto' | 'mancato'; spoke: boolean }

/** How it went: done, on its day at the earliest, or missed, once it has begun. Who spoke with the person has reached them. */
export function settle(app: App, by: By & { id: number }, opened: OpenDossier, revision: number, appointment: number, { state, spoke }: Ending): Outcome {
  const { key } = opened
  return act(app, by, opened.dossier.id, revision, (tx, at, dossier) => {
    const fixed = fixedIn(tx, dossier.id)
    if (fixed?.id !== appointment) return 'changed'
    if (state === 'fatto' ? wallOf(fixed.startsAt).day > todayInRome(app.now()) : fixed.startsAt > at) return 'early'
    tx.update(appointments).set({ state }).where(eq(appointments.id, fixed.id)).run()
    forgetReminder(tx, dossier.id)
    const spoken = state === 'fatto' && spoke
    if (spoken) putAttempt(tx, key, { dossier: dossier.id, at, operator: by.id }, { channel: fixed.mode === 'telefono' ? 'telefono' : 'di_persona', outcome: 'parlato', note: '' })
    return { kind: `appuntamento_${state}`, detail: {}, change: { ...noNext(dossier), ...(spoken ? { contactedAt: dossier.contactedAt ?? at } : {}) } }
  })
}

/** Until the day before the person may change it alone. */
export const mayChange = ({ startsAt }: Pick<Row, 'startsAt'>, now: Date): boolean => wallOf(startsAt).day > todayInRome(now)

const end = (tx: Db, id: number, state: string): void => void tx.update(appointments).set({ state, slot: null }).where(eq(appointments.id, id)).run()

/** Another next thing to do, set meanwhile, stays. */
const noNext = (dossier: Pick<Dossier, 'nextWhat'>) => (dossier.nextWhat === nextWhat ? { nextOn: null, nextWhat: null } : {})

/** What the story tells to the person and to staff, in the language of the request. */
function told(app: App, { filed }: OpenDossier, { startsAt, mode }: Pick<Row, 'startsAt' | 'mode'>, bring: string): Detail {
  const { t } = app.templates.voice(filed.lang as Language)
  const { day, time } = wallOf(startsAt)
  const when = t(`agenda.when.${mode}`, { day: longDay(filed.lang, day), time })
  return { message: bring ? `${when}\n${t('agenda.bring')}: ${bring}` : when }
}
