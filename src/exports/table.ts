import type { Dossier } from '../dossiers/dossiers.ts'
import { namesOf } from '../queue/queue.ts'
import { viewRows } from '../queue/rows.ts'
import type { Voice } from '../templates.ts'
import { todayInRome, type App } from '../web/context.ts'

/** A day stands apart from words: each format writes it in the way that is not taken for something else. */
export type Cell = string | number | { day: string } | null
/** `keys` are the names in JSON and stay; `labels` are what people read. */
export type Table = { keys: string[]; labels: string[]; rows: Cell[][] }

/** The columns of the queue (domain.md 2.14): no name of the person, no special category, no note. */
export function tableOf(app: App, dossiers: Dossier[], voice: Voice): Table {
  const keys = ['numero', 'arrivata', 'entro', 'attesa', 'priorita', 'segnali', 'comune', 'ambito', 'eta', 'bisogni', 'atto', 'mancano', 'stato', 'segue', 'prossima', 'prossima_cosa', 'forse_doppia']
  const views = viewRows(app, dossiers, voice, namesOf(app))
  return { keys, labels: keys.map((key) => voice.t(`exports.columns.${key}`)), rows: dossiers.map((dossier, at) => rowOf(dossier, views[at], voice)) }
}

type View = ReturnType<typeof viewRows>[number]

function rowOf(dossier: Dossier, view: View | undefined, { t }: Voice): Cell[] {
  const arrived = { day: todayInRome(new Date(dossier.receivedAt)) }
  // What was erased, or does not open, leaves its number and dates.
  if (!view || 'closed' in view) return [dossier.number, arrived, { day: dossier.dueOn }, null, null, null, null, null, null, null, view?.act ?? null, null, view?.status ?? null, null, null, null, null]
  return [
    dossier.number, arrived, { day: dossier.dueOn }, view.days ?? null, view.priority ? `${view.priority} ${view.priorityName}` : null,
    view.signals.map(({ name }) => name).join(', '), view.comune ?? null, view.ambito ?? null, view.age ?? null, view.needs.map(({ label }) => label).join(', '),
    view.act, view.gaps, view.status, view.operator ?? null, dossier.nextOn ? { day: dossier.nextOn } : null, view.next ? view.next.what : null, t(view.double ? 'exports.yes' : 'exports.no'),
  ]
}
