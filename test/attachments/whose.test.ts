import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { and, eq } from '../../db/drizzle.ts'
import { attachments, audit, events } from '../../db/schema.ts'
import { sweepFiles } from '../../src/attachments/attachments.ts'
import { writeSealed } from '../../src/attachments/files.ts'
import { newKey } from '../../src/vault/vault.ts'
import { testApp, type TestApp } from '../helpers/app.ts'
import { pdf, photo } from '../helpers/files.ts'
import { htmlFaults } from '../helpers/html.ts'
import { addressOf, askFor, everything, follow, onDisk, withFiles } from '../helpers/missing.ts'
import { fileRequest } from '../helpers/requests.ts'

let home: TestApp
beforeAll(async () => {
  home = await testApp()
})
afterAll(() => home.close())

const answers = () => home.app.db.select().from(events).where(eq(events.kind, 'risposta')).all()

describe('whose answer it is', () => {
  test('an item that was not asked for, or does not exist, is not there', async () => {
    const one = await askFor(home, ['telefono'])
    for (const item of ['firma', 'boh', '__proto__', '..%2f..%2fx', 'a'.repeat(2000)]) {
      expect((await one.person.get(addressOf(item))).status).toBe(404)
      expect((await one.person.post(addressOf(item), { modo: 'porto' })).status).toBe(404)
    }
    expect(answers()).toEqual([])
  })

  test('who follows another request does not see it; who follows none is led to the door', async () => {
    await askFor(home, ['telefono'])
    const other = await follow(home, fileRequest(home.app))
    expect((await other.post(addressOf('telefono'), { modo: 'manda', testo: 'Non io' })).status).toBe(404)
    expect((await home.visitor().get(addressOf('telefono'))).location).toBe('/la-mia-richiesta')
    expect(answers()).toEqual([])
  })

  test.each([
    ['who reports', { natura_atto: 'segnalazione', segnalante_tipo: 'vicino_amico' }],
    ['who asks for a relative without a mandate', { o_per_chi: 'familiare', segnalante_tipo: 'familiare_convivente' }],
  ])('%s does not answer for the person', async (_who, said) => {
    const one = await askFor(home, ['telefono'], { answers: said })
    expect((await one.person.get(addressOf('telefono'))).status).toBe(404)
    expect((await one.person.post(addressOf('telefono'), { modo: 'porto' })).status).toBe(404)
    expect((await one.person.get('/la-mia-richiesta')).html).not.toContain('/elementi/')
  })

  test('a file is opened only from its own request, by its own desk; every other try is logged', async () => {
    const [one, other] = [await askFor(home, ['delega']), await askFor(home, ['delega'])]
    await one.person.post(addressOf('delega'), withFiles([['a.pdf', pdf()]]))
    const { id = 0 } = home.app.db.select().from(attachments).where(eq(attachments.dossier, one.request.id)).get() ?? {}
    const altamura = await home.operator('pua-altamura')
    expect((await altamura.get(`${one.sheet}/file/${id}`)).status).toBe(404)
    expect((await one.desk.get(`${other.sheet}/file/${id}`)).status).toBe(404)
    const wrong = ['0', '-1', 'x', '1e9', '..%2f1']
    for (const file of wrong) expect((await one.desk.get(`${one.sheet}/file/${file}`)).status).toBe(404)
    expect((await one.person.get(`${one.sheet}/file/${id}`)).location).toBe('/operatori/accedi')
    const refused = (number: string) => home.app.db.select().from(audit).where(and(eq(audit.outcome, 'refused'), eq(audit.subject, number))).all().map(({ action }) => action)
    expect([refused(other.request.number), refused(one.request.number)]).toEqual([['file'], ['lettura', ...wrong.map(() => 'file')]])
  })

  test('looking for a paper takes time: half an hour from the last page; after it, what was typed is given back', async () => {
    const service = await testApp({ own: true })
    const one = await askFor(service, ['telefono'])
    for (const _ of [1, 2]) {
      service.clock.forward(29)
      expect((await one.person.get(addressOf('telefono'))).status).toBe(200)
    }
    service.clock.forward(31)
    const body = new URLSearchParams({ modo: 'manda', testo: 'Parole scritte con calma' }).toString()
    const late = await service.web.request(`http://localhost${addressOf('telefono')}`, { method: 'POST', body, headers: { Origin: 'http://localhost', 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': String(body.length) } })
    const html = await late.text()
    expect([late.status, html.includes('Parole scritte con calma'), await htmlFaults(html)]).toEqual([409, true, []])
  })
})

describe('on disk', () => {
  test('nothing stands in clear: no word, no name, no byte of a file', async () => {
    const service = await testApp({ own: true })
    const one = await askFor(service, ['curriculum'])
    const paper = pdf({ objects: '% glicine-nel-pdf' })
    await one.person.post(addressOf('curriculum'), withFiles([['biancospino.jpg', await photo()], ['zaffiro.pdf', paper]], { modo: 'manda', testo: 'parole-di-lavanda' }))
    expect(onDisk(service)).toHaveLength(2)
    const all = everything(service)
    for (const secret of ['parole-di-lavanda', 'biancospino', 'zaffiro', 'glicine-nel-pdf', 'SEGRETO-EXIF', '%PDF-1.4', '/MediaBox', '.tmp']) expect(all.includes(secret), secret).toBe(false)
  })

  test('a file without its row goes after an hour; one with its row stays', async () => {
    const service = await testApp({ own: true })
    const one = await askFor(service, ['delega'])
    await one.person.post(addressOf('delega'), withFiles([['a.pdf', pdf()]]))
    writeSealed(service.app, newKey(), Buffer.from('left by a crash'))
    expect([sweepFiles(service.app), onDisk(service).length]).toEqual([0, 2])
    service.clock.forward(61)
    expect([sweepFiles(service.app), onDisk(service).length]).toEqual([1, 1])
    service.app.db.delete(attachments).run()
    expect([sweepFiles(service.app), onDisk(service).length]).toEqual([1, 0])
  })

  test('an answer that cannot be written down leaves no file; the next try is kept', async () => {
    const service = await testApp({ own: true })
    const one = await askFor(service, ['delega'])
    service.app.db.run("create trigger stop before insert on events begin select raise(abort, 'disk'); end")
    const noise = console.error
    console.error = () => undefined
    const failed = await one.person.post(addressOf('delega'), withFiles([['a.pdf', pdf()]]))
    console.error = noise
    expect([failed.status, onDisk(service)]).toEqual([500, []])
    service.app.db.run('drop trigger stop')
    expect((await one.person.post(addressOf('delega'), withFiles([['a.pdf', pdf()]]))).status).toBe(303)
  })
})
