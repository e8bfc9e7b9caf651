import { linkSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asc } from '../../db/drizzle.ts'
import { afterAll, describe, expect, it } from 'vitest'
import { openDatabases } from '../../db/open.ts'
import { dossiers, events } from '../../db/schema.ts'
import { firstBreak } from '../../src/events/audit.ts'
import { browse, type Fields, type Visitor } from '../helpers/app.ts'
import { startProcess, type Running } from '../helpers/process.ts'
import { talk } from '../helpers/talk.ts'

/** A few in every run; fifty by `npm run proof -- kills`. */
const kills = Number(process.env.KILLS ?? 2)
const people = 5

const one = (risposta: string): Fields => ({ risposta })
const answers: Record<string, Fields> = {
  o_per_chi: one('me'), persona: { 'risposta.nome': 'Verde', 'risposta.cognome': 'Quercia' }, o_comune: one('A893'), o_bisogni: one('lavoro'), o_scadenza: one('nessuna'),
  canale_contatto: one('passo_io'), presa_visione: one('si'),
}

const dataDir = mkdtempSync(join(tmpdir(), 'approdo-kill-'))
if (process.env.LEARNT) linkSync(join(process.env.LEARNT, 'assistant.bin'), join(dataDir, 'assistant.bin'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

/** A visitor over the network, who keeps cookies and can be pointed at the service started again. */
const visitorOf = (where: { origin: string }): Visitor => browse(async (request) => {
  const body = request.method === 'POST' ? await request.text() : null
  const headers = { ...Object.fromEntries(request.headers), origin: where.origin }
  return fetch(request.url.replace('http://service', where.origin), { method: request.method, headers, body, redirect: 'manual' })
}, 'http://service')

describe('the service killed while requests are being sent', () => {
  it(`loses none that it acknowledged, doubles none, leaves no gap and no draft behind (${kills} kills)`, async () => {
    const where = { origin: '' }
    const acknowledged = new Set<string>()
    let sent = 0
    for (let round = 0; round < kills; round++) {
      const before = await startProcess(dataDir)
      where.origin = before.origin
      const visitors = Array.from({ length: people }, () => visitorOf(where))
      for (const visitor of visitors) {
        await visitor.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
        await talk(visitor, '/richiesta', answers)
      }
      const halfway = visitorOf(where)
      await halfway.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
      await halfway.post('/richiesta/o_per_chi', one('me'))
      const writing = answerUntilKilled(halfway)
      const answered = await sendAndKill(visitors, before, round % people)
      const { acknowledgedLast, triedLast } = await writing
      sent += people
      const after = await startProcess(dataDir)
      where.origin = after.origin
      const kept = /value="([^"]+)"[^>]*checked/.exec((await halfway.get('/richiesta/o_eta')).html)?.[1]
      expect([acknowledgedLast, triedLast], `round ${round}: a draft lost an answer`).toContain(kept)
      await halfway.post('/richiesta/cancella')
      for (const [i, visitor] of visitors.entries()) {
        if (!answered[i]) await visitor.post('/richiesta/invia')
        const number = /\d{4}\/\d{7}/.exec((await visitor.get('/richiesta/inviata')).html)?.[0]
        expect(number, `round ${round}, visitor ${i}, acknowledged ${answered[i]}`).toBeDefined()
        acknowledged.add(number ?? '')
      }
      await after.kill()
    }
    const { db, keys, close } = openDatabases(join(dataDir, 'approdo.db'))
    const kept = db.select().from(dossiers).orderBy(asc(dossiers.serial)).all()
    expect(kept.map(({ number }) => number)).toEqual([...acknowledged].sort())
    expect(kept.map(({ serial }) => serial)).toEqual(Array.from({ length: sent }, (_, i) => i + 1))
    expect([keys.kept(kept.map(({ id }) => id)).length, db.select().from(events).all().length]).toEqual([sent, sent])
    expect(firstBreak(db)).toBeUndefined()
    close()
  }, 60_000 + kills * 20_000)
})

/** Somebody who changes an answer again and again. @returns the last one that the service said it had, and the one after */
async function answerUntilKilled(visitor: Visitor): Promise<{ acknowledgedLast: string | undefined; triedLast: string }> {
  const ages = ['18-29', '30-64', '65+', 'ignoto']
  let acknowledgedLast: string | undefined
  for (let i = 0; ; i++) {
    const triedLast = ages[i % ages.length] ?? ''
    const status = await visitor.post('/richiesta/o_eta', one(triedLast)).then((seen) => seen.status, () => 0)
    if (status !== 303) return { acknowledgedLast, triedLast }
    acknowledgedLast = triedLast
  }
}

/** Everybody presses "Invia" at once; the service is killed when so many have their answer. @returns who was acknowledged */
async function sendAndKill(visitors: Visitor[], service: Running, enough: number): Promise<boolean[]> {
  let done = 0
  const answered = await Promise.all(visitors.map(async (visitor) => {
    const status = await visitor.post('/richiesta/invia').then((seen) => seen.status, () => 0)
    if (++done > enough) void service.kill()
    return status === 303
  }))
  await service.kill()
  return answered
}
