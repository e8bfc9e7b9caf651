import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test, vi } from 'vitest'
import { drizzle, eq, migrate, sql } from '../../db/drizzle.ts'
import { attachments, audit, dossiers, dropOff, events } from '../../db/schema.ts'
import { findById, openDossier, tryOpenDossier } from '../../src/dossiers/dossiers.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { appendAudit, firstBreak } from '../../src/events/audit.ts'
import { openApp } from '../../src/open.ts'
import { count, counted } from '../../src/misread/misread.ts'
import { dueNow, eraseDue } from '../../src/retention/retention.ts'
import { testApp, type TestApp } from '../helpers/app.ts'
import { photo } from '../helpers/files.ts'
import { htmlFaults } from '../helpers/html.ts'
import { addressOf, askFor, onDisk, withFiles } from '../helpers/missing.ts'
import { fileRequest } from '../helpers/requests.ts'
import { wordsOf } from '../helpers/talk.ts'

/** A service that began eleven years ago and is looked at today. */
const elevenYears = 11 * 366 * 24 * 60
const open = () => testApp({ own: true, now: '2026-11-23T09:00:00Z' })

/** Closes a request now, as a person who withdraws it does. */
async function withdraw(service: TestApp, { number, code }: { number: string; code: string }): Promise<void> {
  const person = service.visitor()
  await person.post('/la-mia-richiesta', { numero: number, codice: code })
  const revision = service.app.db.select().from(dossiers).where(eq(dossiers.number, number)).get()?.revision
  await person.post('/la-mia-richiesta/passi', { passo: 'ritira', versione: String(revision), motivo: 'Non mi serve più' })
}

/** A copy of the database as it is now, as a backup makes it: without the file of the keys. */
function backup({ app }: TestApp): string {
  const dir = mkdtempSync(join(tmpdir(), 'approdo-backup-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  for (const name of ['approdo.db', 'approdo.db-wal', 'approdo.db-shm']) copyFileSync(join(app.config.dataDir, name), join(dir, name))
  return dir
}

test('a mark "maybe the same person" that was made across towns, before marks stopped at the ambito, goes; a true one stays', async () => {
  const service = await open()
  const [one, other, far] = [fileRequest(service.app), fileRequest(service.app), fileRequest(service.app, { answers: { o_comune: 'A225' } })]
  service.app.db.update(dossiers).set({ flags: '|kiosk|doppia|' }).where(eq(dossiers.id, far.id)).run()
  eraseDue(service.app)
  expect([one, other, far].map(({ id }) => findById(service.app.db, id)?.flags)).toEqual(['|doppia|', '|doppia|', '|kiosk|'])
})

test('after the erasing nobody reads that request: not here, not in an old copy of the database put beside today\'s keys; the others open', async () => {
  const service = await open()
  const [gone, kept] = [fileRequest(service.app), fileRequest(service.app)]
  await withdraw(service, gone)
  const wrapped = service.app.keys.find(gone.id) ?? expect.fail('no key')
  const before = backup(service)
  service.clock.forward(elevenYears)
  expect(eraseDue(service.app).dossiers.map(({ number }) => number)).toEqual([gone.number])
  expect([service.app.keys.find(gone.id), tryOpenDossier(service.app, findById(service.app.db, gone.id) ?? expect.fail())]).toEqual([undefined, undefined])
  const bytes = readdirSync(service.app.config.dataDir).filter((name) => /\.db/.test(name)).map((name) => readFileSync(join(service.app.config.dataDir, name)))
  expect(bytes.filter((file) => file.includes(wrapped))).toEqual([])
  for (const name of ['keys.db', 'keys.db-wal', 'keys.db-shm']) copyFileSync(join(service.app.config.dataDir, name), join(before, name))
  const old = openApp({ ...service.app.config, dataDir: before })
  const [goneThen, keptThen] = [gone, kept].map(({ id }) => findById(old.db, id) ?? expect.fail())
  expect(() => openDossier(old, goneThen ?? expect.fail())).toThrow(/destroyed/)
  expect(openDossier(old, keptThen ?? expect.fail()).filed.words).toContain('gatto')
  old.close()
})

test('no word, no file, no name of a file is left; the number, the dates and the office stay, and the log says when', async () => {
  const service = await open()
  const one = await askFor(service, ['delega'])
  await one.person.post(addressOf('delega'), withFiles([['delega-di-rosa.jpg', await photo()]]))
  expect(onDisk(service)).toHaveLength(1)
  await withdraw(service, one.request)
  service.clock.forward(elevenYears)
  eraseDue(service.app)
  const { db } = service.app
  expect([onDisk(service), db.select().from(attachments).all()]).toEqual([[], []])
  expect(db.select().from(events).all().flatMap(({ sealed }) => sealed ?? [])).toEqual([])
  const row = findById(db, one.request.id)
  expect(row).toMatchObject({ number: one.request.number, desk: one.request.desk, comune: one.request.comune, status: 'ritirata', receivedAt: one.request.receivedAt, erasedAt: service.clock.now.toISOString() })
  expect(row?.sealed.length).toBe(0)
  expect(db.select().from(audit).where(eq(audit.action, 'cancellazione')).all().map(({ subject, role }) => [subject, role])).toEqual([[one.request.number, 'sistema']])
  expect(firstBreak(db)).toBeUndefined()
})

test('the dry run lists what would go and changes nothing', async () => {
  const service = await open()
  const gone = fileRequest(service.app)
  await withdraw(service, gone)
  service.clock.forward(elevenYears)
  const rows = () => [dossiers, events, audit].map((table) => service.app.db.select().from(table).all())
  const before = rows()
  expect(dueNow(service.app).dossiers.map(({ number, rule }) => [number, rule.code])).toEqual([[gone.number, 'richiesta']])
  expect(rows()).toEqual(before)
  expect(openDossier(service.app, findById(service.app.db, gone.id) ?? expect.fail()).filed.words).toContain('gatto')
})

test('killed after the key is gone and before the rest, it goes on from there when run again', async () => {
  const service = await open()
  const [one, two] = [fileRequest(service.app), fileRequest(service.app)]
  for (const request of [one, two]) await withdraw(service, request)
  service.clock.forward(elevenYears)
  const killed = vi.spyOn(service.app.db, 'transaction').mockImplementationOnce(() => {
    throw new Error('killed')
  })
  expect(() => eraseDue(service.app)).toThrow('killed')
  killed.mockRestore()
  expect(service.app.keys.kept([one.id, two.id])).toEqual([])
  expect(eraseDue(service.app).dossiers).toHaveLength(2)
  expect(eraseDue(service.app).dossiers).toEqual([])
  expect(service.app.db.select().from(dossiers).all().map(({ sealed, erasedAt }) => [sealed.length, erasedAt !== null])).toEqual([[0, true], [0, true]])
})

test('a request closed before the moment of closing was kept goes by its last change', async () => {
  const service = await open()
  const gone = fileRequest(service.app)
  service.app.db.update(dossiers).set({ status: 'chiusa_orientamento', closedAt: null, updatedAt: '2015-01-01T00:00:00.000Z' }).where(eq(dossiers.id, gone.id)).run()
  expect(dueNow(service.app).dossiers.map(({ number, closedAt }) => [number, closedAt])).toEqual([[gone.number, '2015-01-01T00:00:00.000Z']])
})

test('a key that comes back with an old copy of the keys goes again', async () => {
  const service = await open()
  const gone = fileRequest(service.app)
  await withdraw(service, gone)
  const wrapped = service.app.keys.find(gone.id) ?? expect.fail()
  service.clock.forward(elevenYears)
  eraseDue(service.app)
  service.app.keys.keep(gone.id, wrapped)
  eraseDue(service.app)
  expect(service.app.keys.find(gone.id)).toBeUndefined()
})

test('a database made when the keys still stood in it: they move to their own file, and the request opens', async () => {
  const service = await open()
  const one = fileRequest(service.app)
  const wrapped = service.app.keys.find(one.id) ?? expect.fail()
  const dataDir = oldData(service.app, one.id, wrapped)
  const again = openApp({ ...service.app.config, dataDir })
  expect(openDossier(again, findById(again.db, one.id) ?? expect.fail()).filed.words).toContain('gatto')
  expect(again.db.get(sql`select count(*) as n from sqlite_master where name = 'dossier_keys'`)).toEqual({ n: 0 })
  expect(['approdo.db', 'approdo.db-wal'].filter((name) => existsSync(join(dataDir, name)) && readFileSync(join(dataDir, name)).includes(wrapped))).toEqual([])
  again.close()
})

/** The data as they were before keys had a file of their own: the first migrations alone, one dossier and its key. */
function oldData(app: TestApp['app'], id: number, wrapped: Buffer): string {
  const [dataDir, early] = ['approdo-', 'migrations-'].map((name) => mkdtempSync(join(tmpdir(), name))) as [string, string]
  onTestFinished(() => [dataDir, early].forEach((folder) => rmSync(folder, { recursive: true, force: true })))
  cpSync('db/migrations', early, { recursive: true })
  const journal = JSON.parse(readFileSync(join(early, 'meta/_journal.json'), 'utf8')) as { entries: unknown[] }
  writeFileSync(join(early, 'meta/_journal.json'), JSON.stringify({ ...journal, entries: journal.entries.slice(0, 2) }))
  const file = new Database(join(dataDir, 'approdo.db'))
  migrate(drizzle({ client: file }), { migrationsFolder: early })
  const columns = (file.pragma('table_info(dossiers)') as { name: string }[]).map(({ name }) => name)
  const row = app.db.get<Record<string, unknown>>(sql`select * from dossiers where id = ${id}`)
  file.prepare(`insert into dossiers (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`).run(columns.map((name) => row[name]))
  file.prepare('insert into dossier_keys values (?, ?)').run(id, wrapped)
  file.close()
  return dataDir
}

test('who comes back after that is told calmly, on every page; staff do not find it in the queue, and can decide nothing', async () => {
  const service = await open()
  const gone = fileRequest(service.app)
  await withdraw(service, gone)
  service.clock.forward(elevenYears)
  eraseDue(service.app)
  const person = service.visitor()
  await person.post('/la-mia-richiesta', { numero: gone.number, codice: gone.code })
  const status = await person.get('/la-mia-richiesta')
  expect([status.status, wordsOf(status).includes('sono stati cancellati'), wordsOf(status).includes('Non è colpa tua'), status.html.includes('href="/richiesta"'), await htmlFaults(status.html)]).toEqual([200, true, false, true, []])
  for (const path of ['/la-mia-richiesta/passi', '/richiesta/ancora', addressOf('telefono')]) expect((await person.post(path, { passo: 'riapri_persona', versione: '2', modo: 'porto' })).status, path).toBeLessThan(500)
  const operator = await service.operator(gone.desk)
  expect((await operator.get('/operatori/richieste?coda=chiuse')).html).not.toContain(gone.number)
  const address = `/operatori/richieste/${inAddress(gone.number)}`
  const sheet = await operator.get(address)
  expect([sheet.status, wordsOf(sheet).includes('alla fine del tempo di conservazione'), await htmlFaults(sheet.html)]).toEqual([200, true, []])
  expect((await operator.post(`${address}/decisioni`, { decisione: 'riapri', versione: '2', motivo: 'x' })).status).toBeLessThan(500)
  expect(findById(service.app.db, gone.id)?.status).toBe('ritirata')
})

test('the log is shortened after two years; the chain still shows who altered a line, or cut it shorter by hand', async () => {
  const service = await open()
  const { db } = service.app
  const line = (action: string) => appendAudit(db, { at: service.clock.now.toISOString(), operator: 1, role: 'auditor', action, subject: null, outcome: 'ok' })
  for (const action of ['a', 'b', 'c']) line(action)
  service.clock.forward(25 * 31 * 24 * 60)
  for (const action of ['d', 'e']) line(action)
  expect(eraseDue(service.app).lines).toBe(3)
  expect([db.select().from(audit).all().map(({ action }) => action), firstBreak(db)]).toEqual([['d', 'e', 'registro_ridotto'], undefined])
  const first = db.select().from(audit).all()[0] ?? expect.fail()
  db.update(audit).set({ role: 'nessuno' }).where(eq(audit.id, first.id)).run()
  expect(firstBreak(db)).toBe(first.id)
  db.delete(audit).where(eq(audit.id, first.id)).run()
  expect(firstBreak(db)).toBe(first.id + 1)
})

test('what was counted of sentences not understood, and of where requests stop, goes after five years, month by month', async () => {
  const { app } = await open()
  const shape = { lang: 'it', length: 'breve', axis: 'casa' } as const
  for (const day of ['2021-10-31', '2021-11-30', '2026-11-01']) count(app.db, 'bari', shape, day)
  for (const month of ['2021-10', '2021-11', '2026-11']) app.db.insert(dropOff).values({ month, journey: 'richiesta', question: 'o_comune', answered: 9, left: 1 }).run()
  eraseDue(app)
  expect(counted(app.db).map(({ month }) => month)).toEqual(['2026-11', '2021-11'])
  expect(app.db.select().from(dropOff).all().map(({ month }) => month).toSorted()).toEqual(['2021-11', '2026-11'])
})

test('npm run retention says what would go, and only with --erase destroys it', async () => {
  const service = await open()
  const gone = fileRequest(service.app)
  service.app.db.update(dossiers).set({ status: 'ritirata', closedAt: '2014-01-01T00:00:00.000Z' }).where(eq(dossiers.id, gone.id)).run()
  const run = (...args: string[]) => execFileSync(process.execPath, [join(import.meta.dirname, '../../src/cli/retention.ts'), ...args], { env: { ...process.env, DATA_DIR: service.app.config.dataDir }, encoding: 'utf8' })
  expect(run()).toMatch(new RegExp(`${gone.number}.*ritirata[\\s\\S]*1 requests and 0 lines of the log would be destroyed`))
  expect(service.app.keys.find(gone.id)).toBeDefined()
  expect(run('--erase')).toContain('1 requests and 0 lines of the log were destroyed')
  expect(service.app.keys.find(gone.id)).toBeUndefined()
})
