import { join } from 'node:path'
import Database from 'better-sqlite3'
import { keysName } from '../../db/open.ts'
import { getTableColumns } from '../../db/drizzle.ts'
import { dossiers } from '../../db/schema.ts'
import { databaseName } from '../config.ts'
import { contentRoot } from '../content/root.ts'
import { openFiles } from '../content/yaml.ts'
import { chanceOf, type Chance } from '../chance.ts'
import { liveYear } from '../demo/demo.ts'
import * as schemas from '../demo/schemas.ts'
import type { Dossier } from '../dossiers/dossiers.ts'
import { openFiled } from '../dossiers/dossiers.ts'
import type { Filed } from '../dossiers/file.ts'
import { formatNumber } from '../dossiers/number.ts'
import { marksOf } from '../dossiers/marks.ts'
import { tracesOf } from '../dossiers/traces.ts'
import { derive, newKey, newToken, seal } from '../vault/vault.ts'
import type { App } from '../web/context.ts'

/** The desk that holds them all: the harshest case for a list. */
export const crowded = 'pua-bari'
const open = ['protocollata', 'in_pre_valutazione', 'contatto_in_corso', 'integrazione_richiesta', 'assegnata', 'in_lavorazione']
const batch = 1000
type Model = { dossier: Dossier; filed: Filed }
type Make = { app: App; names: schemas.Year['names']; models: Model[]; chance: Chance; keep: (id: number, wrapped: Buffer) => void; put: ReturnType<typeof statementsOf> }

/**
 * Fills a database with invented dossiers: some are walked and sent by the demo, the others are made from those straight in SQLite, each with
 * its own key, seal, event, traces and marks. Four in ten are open, all at one desk.
 */
export async function fillWith(app: App, n: number): Promise<void> {
  await liveYear(app, Math.min(n, 150))
  const models = app.db.select().from(dossiers).all().map((dossier) => ({ dossier, filed: openFiled(app, dossier) }))
  const { names } = openFiles(contentRoot).one('demo/year.yaml', () => schemas.year)
  const keys = new Database(join(app.config.dataDir, keysName))
  keys.pragma('synchronous = OFF')
  const client = new Database(join(app.config.dataDir, databaseName))
  client.pragma('synchronous = OFF')
  const keep = keys.prepare('insert into dossier_keys (dossier, wrapped) values (?, ?)')
  const make: Make = { app, names, models, chance: chanceOf(n), keep: (id, wrapped) => void keep.run(id, wrapped), put: statementsOf(client) }
  for (let from = models.length + 1; from <= n; from += batch) {
    keys.transaction(() => client.transaction(() => { for (let i = from; i < Math.min(n + 1, from + batch); i += 1) insertOne(make, i) })())()
  }
  keys.close()
  client.close()
  app.db.update(dossiers).set({ desk: crowded }).run()
}

/** By prepared statements: a hundred thousand through the query builder would take a quarter of an hour. */
function statementsOf(client: Database.Database) {
  const columns = Object.values(getTableColumns(dossiers)).map(({ name }) => name).filter((name) => name !== 'id')
  return {
    dossier: client.prepare(`insert into dossiers (${columns.join(', ')}) values (${columns.map((name) => `@${name}`).join(', ')})`),
    event: client.prepare("insert into events (dossier, at, kind, status, sealed) values (?, ?, 'inviata', 'protocollata', ?)"),
    trace: client.prepare('insert or ignore into traces (dossier, kind, value) values (?, ?, ?)'),
  }
}

function insertOne({ app, names, models, chance, keep, put }: Make, serial: number): void {
  const { dossier: { id: _id, ...model }, filed } = chance.pick(models)
  const key = newKey()
  const answers = { ...filed.answers, persona: { nome: chance.pick(names.given), cognome: chance.pick(names.family) }, telefono: `080 ${chance.between(200, 999)} ${chance.between(1000, 9999)}`, ...(chance.happens(12) ? { lingua: 'sq' } : {}), ...(chance.happens(30) ? { f_minori: 'si' } : {}) }
  const own = { ...filed, answers, birth: dayBefore(app, chance.between(7000, 30_000)) }
  const state = stateOf(app, chance)
  const marks = marksOf(app.content, own, answers, { comune: model.comune, channel: state.channel })
  const row = { ...model, ...state, ...marks, flags: chance.happens(10) ? `${marks.flags}doppia|` : marks.flags, desk: crowded, draft: newToken(), number: formatNumber(2020, serial), year: 2020, serial, sealed: seal(key, 'dossier', own) }
  const id = Number(put.dossier.run(Object.fromEntries(Object.entries(getTableColumns(dossiers)).map(([field, { name }]) => [name, (row as Record<string, unknown>)[field] ?? null]))).lastInsertRowid)
  keep(id, seal(derive(app.config.masterKey, 'wrap'), `key ${id}`, key.toString('base64')))
  put.event.run(id, state.receivedAt, seal(key, 'event', {}))
  for (const { kind, value } of tracesOf(app, answers, own.birth)) put.trace.run(id, kind, value)
}

function stateOf(app: App, chance: Chance) {
  const receivedAt = new Date(app.now().getTime() - chance.between(1, 100) * 86_400_000).toISOString()
  const isOpen = chance.happens(40)
  const status = isOpen ? chance.pick(open) : 'chiusa_orientamento'
  return {
    status, receivedAt, updatedAt: receivedAt, closedAt: isOpen ? null : receivedAt, waitingSince: isOpen && status !== 'integrazione_richiesta' ? receivedAt : null,
    dueOn: dayBefore(app, chance.between(-30, 30)), rank: chance.happens(5) ? 0 : chance.happens(30) ? 1 : 2, channel: chance.happens(15) ? 'kiosk' : 'home',
    operator: chance.happens(50) ? 1 + chance.between(0, 4) : null, priority: chance.happens(60) ? `U${chance.between(1, 4)}` : null, arrivedAt: isOpen && chance.happens(10) ? receivedAt : null,
  }
}

const dayBefore = (app: App, days: number) => new Date(app.now().getTime() - days * 86_400_000).toISOString().slice(0, 10)
