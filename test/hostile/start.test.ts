import { spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { contentRoot } from '../../src/content/root.ts'
import { openApp } from '../../src/open.ts'
import { newKey } from '../../src/vault/vault.ts'
import { testApp } from '../helpers/app.ts'
import { fileRequest } from '../helpers/requests.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'approdo-start-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  return made
}

/** What the service says when it cannot start, and how it ends. */
function start(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/server.ts')], { env: { ...process.env, DATA_DIR: folder(), ...env } })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => void (said += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => void (said += chunk.toString()))
    child.once('exit', (code) => resolve({ code, said }))
  })
}

test('a port that is taken, or a key that is none: one plain line, no stack', async () => {
  const taken = createServer().listen(0)
  onTestFinished(() => void taken.close())
  const address = taken.address()
  const port = typeof address === 'object' ? String(address?.port) : ''
  const answers = await Promise.all([start({ PORT: port }), start({ PORT: '0', MASTER_KEY: 'corta' })])
  expect(answers.map(({ code }) => code)).toEqual([1, 1])
  expect(answers[0]?.said).toMatch(/^PORT: .*EADDRINUSE.*\n$/)
  expect(answers[1]?.said).toMatch(/^MASTER_KEY: .*\n$/)
})

test('only its owner reads key and database', async () => {
  const { app } = await testApp({ own: true })
  fileRequest(app)
  const modes = readdirSync(app.config.dataDir).map((file) => [file, (statSync(join(app.config.dataDir, file)).mode & 0o777).toString(8)])
  expect(modes.filter(([, mode]) => mode !== '600')).toEqual([])
  expect(modes.length).toBeGreaterThan(2)
})

test('with another master key the service does not start; with its own it does', async () => {
  const { app } = await testApp({ own: true })
  fileRequest(app)
  expect(() => openApp({ ...app.config, masterKey: newKey() })).toThrow(/the master key, or keys\.db beside it, does not open the requests in .*approdo\.db/)
  openApp(app.config).close()
})

test('without the file of the keys the service does not start, rather than file new requests beside some that nobody can read', async () => {
  const { app } = await testApp({ own: true })
  fileRequest(app)
  const dir = folder()
  copyFileSync(join(app.config.dataDir, 'approdo.db'), join(dir, 'approdo.db'))
  for (const log of ['approdo.db-wal', 'approdo.db-shm']) copyFileSync(join(app.config.dataDir, log), join(dir, log))
  expect(() => openApp({ ...app.config, dataDir: dir })).toThrow(/keys\.db beside it/)
})

test('a territory that points at a desk that is not there is refused at the start, not at the first request', () => {
  const dir = folder()
  const bari = readFileSync(join(contentRoot, 'territories/bari.yaml'), 'utf8')
  writeFileSync(join(dir, 'rotto.yaml'), bari.replace(/catch_all_desk: .*/, 'catch_all_desk: nessuno'))
  const territory = relative(join(contentRoot, 'territories'), join(dir, 'rotto'))
  expect(() => openApp(readConfig({ DATA_DIR: dir, TERRITORY: territory }))).toThrow('territory: no desk "nessuno"')
})

test('an empty PORT is the usual one', () => {
  expect(readConfig({ DATA_DIR: folder(), PORT: '' }).port).toBe(3000)
})

test('behind HTTPS cookies are bound to the host, and posts must come from the public address', async () => {
  const { app } = await testApp({ own: true })
  const web = createApp({ ...app, config: { ...app.config, publicOrigin: 'https://sportello.example.org' } })
  const post = (Origin: string) => web.request('http://127.0.0.1:3000/richiesta/inizia', { method: 'POST', headers: { Origin }, body: new URLSearchParams({ atto: 'istanza' }) })
  expect((await post('http://127.0.0.1:3000')).status).toBe(403)
  const answer = await post('https://sportello.example.org')
  expect(answer.headers.get('Strict-Transport-Security')).toMatch(/max-age=\d{8}/)
  expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-approdo_richiesta=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
})
