import type { Content } from '../content/content.ts'
import { openFiled, type Dossier } from '../dossiers/dossiers.ts'
import type { Filed } from '../dossiers/file.ts'
import { newsOf, type News } from '../events/news.ts'
import { answerTo } from '../reading/languages.ts'
import type { Voice } from '../templates.ts'
import { nextName } from '../triage/action.ts'
import { viewClosedRow, viewRow } from '../triage/sheet.ts'
import { todayInRome, type App } from '../web/context.ts'
import { needsOf } from './filters.ts'
import type { Reason } from './today.ts'

/** The rows of a page: those that do not open stand there by their number. */
export function viewRows(app: App, rows: Dossier[], voice: Voice, names: Map<number, string>) {
  const news = newsOf(app.db, rows)
  return rows.map((dossier) => {
    const filed = tryFiled(app, dossier)
    return filed ? viewQueueRow(app, { dossier, filed, news: news.get(dossier.id) ?? [] }, voice, names) : viewClosedRow(app.content, dossier, voice)
  })
}

function tryFiled(app: App, dossier: Dossier): Filed | undefined {
  try {
    return openFiled(app, dossier)
  } catch {
    return undefined
  }
}

type Row = { dossier: Dossier; filed: Filed; news: News[] }

/** What to see before opening (domain.md 2.14): no name, no health. */
function viewQueueRow(app: App, row: Row, voice: Voice, names: Map<number, string>) {
  const { content } = app
  const { dossier, filed } = row
  const today = todayInRome(app.now())
  return {
    ...viewRow(content, row, voice, app.now(), (id) => (id === null ? undefined : names.get(id))),
    revision: dossier.revision,
    priority: dossier.priority,
    priorityName: dossier.priority && voice.t(`queue.priorities.${dossier.priority}`),
    double: dossier.flags.includes('|doppia|'),
    signals: filed.signals.map((signal) => ({ name: voice.t(`staff.signals.${signal}`), said: saidOf(content, filed, signal, voice) })),
    needs: needsIn(content, dossier, voice),
    ambito: content.territory.ambiti.find(({ slug }) => slug === dossier.ambito)?.name,
    next: dossier.nextOn && { day: voice.day(dossier.nextOn), what: nextName(content, dossier.nextWhat, voice) ?? null, late: dossier.nextOn < today },
  }
}

/** The person's own answers that raised a signal: those of the questions that its rules look at, and the date beside them. */
function saidOf(content: Content, filed: Filed, signal: string, voice: Voice): string {
  const asked = signal === 'pericolo' ? ['o_pericolo'] : content.rules.filter(({ then }) => then.signal === signal).flatMap(({ when }) => Object.keys(when))
  const ids = asked.includes('o_scadenza') ? [...asked, 'scadenza_data'] : asked
  return filed.rows.filter(({ id, unknown }) => ids.includes(id) && !unknown).flatMap(({ id }) => answerTo(content, filed, id, voice)).join(', ')
}

const needsIn = (content: Content, { axes }: Dossier, voice: Voice) =>
  needsOf(content).filter(({ code }) => axes.includes(`|${code}|`)).map(({ label, icon }) => ({ label: voice.text(label), icon }))

/** Why a dossier is on the morning page, as chips. @param least below so many there are none: a heading says the only reason */
export const viewReasons = (why: Reason[] = [], { t }: Voice, least = 2): string[] => (why.length < least ? [] : why.map((reason) => t(`queue.today.reasons.${reason}`)))
