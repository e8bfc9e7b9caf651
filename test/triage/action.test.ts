import { and, eq } from '../../db/drizzle.ts'
import { describe, expect, test } from 'vitest'
import { attachments, attempts, audit, dossiers, letters, staff, suspensions } from '../../db/schema.ts'
import { openFile, sweepFiles } from '../../src/attachments/attachments.ts'
import { readSealed } from '../../src/attachments/files.ts'
import { keyOf } from '../../src/dossiers/dossiers.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { addDays } from '../../src/territory/holidays.ts'
import { claimLetter, openLetter } from '../../src/outbox/outbox.ts'
import { messageFor } from '../../src/triage/decisions.ts'
import { testApp, type Fields, type Visitor } from '../helpers/app.ts'
import { pdf } from '../helpers/files.ts'
import { htmlFaults } from '../helpers/html.ts'
import { addressOf, askFor, follow, onDisk, withFiles, wordsOf, type Case } from '../helpers/missing.ts'
import { fileRequest, type Filed, type Wishes } from '../helpers/requests.ts'
import { serviceWith, withMail } from '../helpers/people.ts'

const { home, desk, altamura, responsible } = await serviceWith({ desk: ['pua-bitonto', 'assistente_sociale'], altamura: ['pua-altamura'], responsible: ['pua-bitonto', 'responsabile_procedimento'] }, { settings: withMail })

const address = ({ number }: Pick<Filed, 'number'>) => `/operatori/richieste/${inAddress(number)}`
const read = ({ id }: Pick<Filed, 'id'>) => home.app.db.select().from(dossiers).where(eq(dossiers.id, id)).all()[0] ?? expect.unreachable()
const decide = (request: Filed, decisione: string, fields: Fields = {}, who: Visitor = desk) => who.post(`${address(request)}/decisioni`, { decisione, versione: String(read(request).revision), ...fields })
const person = async (request: Filed) => wordsOf(await (await follow(home, request)).get('/la-mia-richiesta'))

async function taken(wishes?: Wishes): Promise<Filed> {
  const request = fileRequest(home.app, wishes)
  expect((await decide(request, 'prendi')).status).toBe(303)
  return request
}

describe('one form', () => {
  test('does status, message, note, next date and priority in one go; what is for staff stays with staff', async () => {
    const request = await taken()
    const done = await decide(request, 'cerca', { messaggio: 'Ti abbiamo cercata due volte.', motivo: 'Telefono sempre spento', prossima: '2026-12-01', cosa: 'richiamare', priorita: 'U2', priorita_motivo: 'Sfratto tra venti giorni' })
    expect(done.status).toBe(303)
    expect(read(request)).toMatchObject({ status: 'contatto_in_corso', priority: 'U2', nextOn: '2026-12-01', nextWhat: 'richiamare' })
    const sheet = wordsOf(await desk.get(done.location ?? ''))
    for (const words of ['Fatto: Non trovata', 'Prioritaria', 'Sfratto tra venti giorni', 'Telefono sempre spento', 'Prossima data: 1 dicembre 2026, Richiamare la persona', 'Priorità U2']) expect(sheet).toContain(words)
    const seen = await person(request)
    expect(seen).toContain('Ti abbiamo cercata due volte.')
    for (const words of ['Telefono sempre spento', 'Sfratto tra', 'U2', 'Richiamare']) expect(seen).not.toContain(words)
    const log = home.app.db.select().from(audit).where(and(eq(audit.subject, request.number), eq(audit.action, 'priorita'))).all()
    expect(log).toHaveLength(1)
  })

  test('offers only what role and status allow, with the criteria of each priority and no fault in the page', async () => {
    const request = await taken()
    const { html } = await desk.get(address(request))
    const offered = (page: string) => [...page.matchAll(/type="radio" name="decisione" value="(\w+)"/g)].map(([, code]) => code).sort()
    expect(offered(html)).toEqual(['annota', 'cerca', 'chiudi', 'convoca', 'integra', 'trasferisci'])
    expect(html).toContain('persona sola che non riesce a badare a sé')
    expect((await htmlFaults(html)).filter((fault) => !/no-redundant-role/.test(fault))).toEqual([])
    expect(offered((await responsible.get(address(request))).html)).toEqual(['annota', 'preavvisa'])
    expect((await responsible.get(address(request))).html).not.toContain('name="priorita"')
  })

  test.each([
    ['annota', { priorita: 'U1' }, 'priorita_motivo'], ['annota', {}, 'motivo'], ['annota', { prossima: '2026-11-20', cosa: 'richiamare' }, 'prossima'], ['annota', { prossima: '2026-12-01' }, 'cosa'], ['trasferisci', { motivo: 'Vive là' }, 'sportello'], ['convoca', {}, 'motivo'],
  ])('%s with %j is sent back to its field, and nothing is written', async (action, fields, id) => {
    const request = await taken()
    const sent = await decide(request, action, fields)
    expect([sent.status, read(request).revision, read(request).priority]).toEqual([422, 1, null])
    expect(sent.html).toContain(`href="#${id}"`)
    expect(sent.html).toContain(`id="${id}"`)
    expect(sent.html).toMatch(new RegExp(`value="${action}"[^>]*checked`))
  })

  test('who may not give a priority gives none, whatever is posted', async () => {
    const request = await taken()
    expect((await decide(request, 'annota', { priorita: 'U0', priorita_motivo: 'x', motivo: 'Vista' }, responsible)).status).toBe(303)
    expect(read(request).priority).toBeNull()
    expect(await person(request)).not.toContain('Vista')
  })

  test('without words of our own the neutral ones go, in the language of the person with Italian beside', async () => {
    const request = await taken()
    await decide(request, 'chiudi')
    expect(await person(request)).toContain('Puoi parlarne con noi allo sportello')
    expect(messageFor(home.app.content, 'cerca', 'fr', '')).toMatch(/^Nous avons essayé[^]*\n\nAbbiamo provato/)
    expect(messageFor(home.app.content, 'cerca', 'it', '')).toMatch(/^Abbiamo provato/)
  })
})

describe('what is missing', () => {
  const byMail = { answers: { canale_contatto: 'email', email: 'rosa@example.org' } }
  const due = () => home.app.db.select().from(letters).where(eq(letters.state, 'da_inviare')).all()

  test('one date, one reminder halfway, none once the person has answered; the answer brings it to the top', async () => {
    home.app.db.delete(letters).run()
    const one = await askFor(home, ['firma', 'telefono'], byMail, desk)
    expect(read(one.request)).toMatchObject({ nextOn: '2026-12-20', nextWhat: 'integrazione', waitingSince: null })
    expect(due().map(({ kind, dueAt }) => [kind, dueAt.slice(0, 10)])).toEqual([['novita', '2026-11-23'], ['novita', '2026-11-23'], ['promemoria_integrazione', '2026-12-06']])
    const first = claimLetter(home.app) ?? expect.unreachable()
    expect(openLetter(home.app, first)).toMatchObject({ to: 'rosa@example.org', subject: "C'è una novità sulla tua richiesta" })
    expect(openLetter(home.app, first).text).not.toMatch(/Betulla|casa|firma|2026\//)
    await one.person.post(addressOf('telefono'), { modo: 'porto' })
    expect(due().map(({ kind }) => kind)).toEqual(['novita'])
    expect(read(one.request).arrivedAt).not.toBeNull()
    await decide(one.request, 'arrivata', { motivo: 'Lo porta domani' })
    expect(read(one.request)).toMatchObject({ arrivedAt: null, nextOn: null, status: 'in_pre_valutazione' })
  })

  test.each([
    ['a decision', (one: Case) => decide(one.request, 'arrivata', { motivo: 'Ha risposto' }, one.desk), true],
    ['a note of the form', (one: Case) => decide(one.request, 'annota', { motivo: 'Letta, manca ancora la firma' }, one.desk), false],
    ['a priority', (one: Case) => decide(one.request, 'annota', { priorita: 'U2', priorita_motivo: 'Sfratto vicino' }, one.desk), false],
    ['an attempt to reach the person', (one: Case) => one.desk.post(`${address(one.request)}/agenda/tentativi`, { versione: String(read(one.request).revision), canale: 'telefono', esito: 'parlato' }), false],
  ])('what came to the top goes down after %s; the next answer brings it up again', async (_deed, act, over) => {
    const one = await askFor(home, ['firma', 'telefono'], { answers: { natura_atto: 'istanza' } }, desk)
    const due = read(one.request).dueOn
    await one.person.post(addressOf('telefono'), { modo: 'porto' })
    const top = async () => (await desk.get('/operatori/richieste?coda=risposte')).html.includes(one.request.number)
    expect(await top()).toBe(true)
    expect((await act(one)).status).toBe(303)
    expect([await top(), read(one.request).arrivedAt, read(one.request).dueOn]).toEqual([false, null, due])
    if (over) return
    await one.person.post(addressOf('firma'), { modo: 'porto' })
    expect(await top()).toBe(true)
  })

  test('the days of a suspension end with the answer, not with who reads it', async () => {
    const one = await askFor(home, ['telefono'], { answers: { natura_atto: 'istanza' } }, desk)
    const due = read(one.request).dueOn
    home.clock.forward(4 * 24 * 60)
    await (await follow(home, one.request)).post(addressOf('telefono'), { modo: 'porto' })
    expect(read(one.request).dueOn).toBe(addDays(due, 4))
    home.clock.forward(-4 * 24 * 60)
  })

  test('who chose the phone gets no letter', async () => {
    home.app.db.delete(letters).run()
    await askFor(home, ['firma'], {}, desk)
    expect(due()).toEqual([])
  })
})

test('nobody is archived before three attempts on two channels over thirty days', async () => {
  const request = await taken()
  await decide(request, 'cerca')
  expect(wordsOf(await desk.get(address(request)))).toContain('servono 3 tentativi su 2 canali in 30 giorni. Finora: 0 tentativi')
  expect((await decide(request, 'archivia', { motivo: 'Non risponde' })).status).toBe(409)
  const operator = home.app.db.select().from(staff).all()[0]?.id ?? 0
  for (const [at, channel] of [['2026-10-01', 'telefono'], ['2026-10-20', 'sms'], ['2026-11-10', 'telefono']] as const) home.app.db.insert(attempts).values({ dossier: request.id, at: `${at}T09:00:00.000Z`, operator, channel, outcome: 'non_risponde' }).run()
  expect((await decide(request, 'archivia', { motivo: 'Non risponde' })).status).toBe(303)
  expect(await person(request)).toContain('Puoi riaprirla quando vuoi')
})

test('a request passes to another ambito: new number there, same code, words, story and files; here it says where it went', async () => {
  const one = await askFor(home, ['delega'], {}, desk)
  await decide(one.request, 'arrivata', { motivo: 'Consegnata a mano' })
  expect((await decide(one.request, 'trasferisci', { sportello: 'pua-altamura', motivo: 'Vive ad Altamura' })).status).toBe(303)
  const there = home.app.db.select().from(dossiers).where(eq(dossiers.transferredFrom, one.request.id)).all()[0] ?? expect.unreachable()
  expect(there).toMatchObject({ status: 'protocollata', desk: 'pua-altamura', operator: null, receivedAt: one.request.receivedAt, dueOn: one.request.dueOn })
  expect(there.number).not.toBe(one.request.number)
  const seen = await person(one.request)
  for (const words of ['Passata al territorio giusto', there.number, 'Il codice resta lo stesso']) expect(seen).toContain(words)
  expect(await person({ ...there, code: one.request.code })).toContain('Ricevuta')
  const sheet = wordsOf(await altamura.get(address(there)))
  for (const words of ['Cerco una casa per me e per il mio gatto.', 'Consegnata a mano', `il numero ${one.request.number}`]) expect(sheet).toContain(words)
  expect((await altamura.get(address(one.request))).status).toBe(404)
  expect(wordsOf(await desk.get(address(one.request)))).toContain(there.number)
})

test('the files go with it, sealed with the key of the new dossier: there they open, here they are no more', async () => {
  const far = await home.operator('pua-altamura', 'assistente_sociale')
  const one = await askFor(home, ['isee_esiste', 'delega'], { answers: { natura_atto: 'istanza' } }, desk)
  const bytes = pdf()
  const answered = await one.person.post(addressOf('delega'), withFiles([['delega.pdf', bytes]]))
  expect(answered.location).toContain('fatto=risposta')
  const [old] = home.app.db.select().from(attachments).where(eq(attachments.dossier, one.request.id)).all()
  expect((await desk.get(`${address(one.request)}/file/${old?.id}`)).status).toBe(200)
  await decide(one.request, 'arrivata', { motivo: 'Ha mandato la proposta' })
  expect((await decide(one.request, 'trasferisci', { sportello: 'pua-altamura', motivo: 'Vive ad Altamura' })).status).toBe(303)
  const there = home.app.db.select().from(dossiers).where(eq(dossiers.transferredFrom, one.request.id)).all()[0] ?? expect.unreachable()
  const [moved] = home.app.db.select().from(attachments).where(eq(attachments.dossier, there.id)).all()
  expect(moved?.file).not.toBe(old?.file)
  const sheet = await far.get(address(there))
  expect(sheet.html).toContain(`${address(there)}/file/${moved?.id}`)
  for (const words of ['delega.pdf', "L'ha passata qui un altro sportello"]) expect(wordsOf(sheet)).toContain(words)
  expect(sheet.html).not.toContain('undefined')
  expect((await far.get(`${address(there)}/file/${moved?.id}`)).headers.get('Content-Type')).toBe('application/pdf')
  expect(openFile(home.app, there, moved?.id ?? 0)?.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect(() => readSealed(home.app, keyOf(home.app, one.request.id), moved?.file ?? '')).toThrow()
  for (const path of [`${address(one.request)}/file/${old?.id}`, `${address(one.request)}/file/${moved?.id}`, `${address(there)}/file/${moved?.id}`]) expect((await desk.get(path)).status).toBe(404)
  expect((await far.get(`${address(one.request)}/file/${moved?.id}`)).status).toBe(404)
  expect(home.app.db.select().from(suspensions).where(eq(suspensions.dossier, there.id)).all()).toMatchObject([{ kind: 'integrazione' }])
  home.clock.forward(90)
  sweepFiles(home.app)
  expect(onDisk(home).includes(old?.file ?? '')).toBe(false)
  expect(onDisk(home).includes(moved?.file ?? '')).toBe(true)
  home.clock.forward(-90)
})

test('what speaks of health is seen to have arrived by all, and read only by who may open the reserved part', async () => {
  const welcome = await home.operator('pua-bitonto')
  const one = await askFor(home, ['proposta_medico', 'autonomia_base', 'telefono'], {}, desk)
  await one.person.post(addressOf('proposta_medico'), withFiles([['SEGRETO.pdf', pdf()]]))
  await one.person.post(addressOf('autonomia_base'), { modo: 'manda', testo: 'Non riesco a lavarmi.' })
  await one.person.post(addressOf('telefono'), { modo: 'manda', testo: 'Il numero di mia zia' })
  const [file] = home.app.db.select().from(attachments).where(eq(attachments.dossier, one.request.id)).all()
  const seen = await welcome.get(address(one.request))
  for (const words of ['La proposta del medico di famiglia', 'solo i ruoli che possono aprire la parte riservata', 'Il numero di mia zia']) expect(wordsOf(seen)).toContain(words)
  expect(seen.html).not.toMatch(/SEGRETO|Non riesco a lavarmi|\/file\//)
  expect((await welcome.get(`${address(one.request)}/file/${file?.id}`)).status).toBe(404)
  expect(home.app.db.select().from(audit).where(and(eq(audit.subject, one.request.number), eq(audit.action, 'file'))).all()).toMatchObject([{ outcome: 'refused' }])
  expect((await welcome.post(`${address(one.request)}/file/${file?.id}`, { motivo: 'preparo la visita a casa' })).status).toBe(404)
  const sheet = await desk.get(address(one.request))
  expect([await htmlFaults(sheet.html), /SEGRETO|Non riesco a lavarmi/.test(sheet.html)]).toEqual([[], false])
  expect(wordsOf(await desk.post(`${address(one.request)}/riservati`, { motivo: 'preparo la visita a casa' }))).toContain('Non riesco a lavarmi.')
})

describe('a file that speaks of health', () => {
  const reason = 'preparo la visita a casa'
  const asked = async (name = 'SEGRETO.pdf', bytes: Buffer = pdf()) => {
    const one = await askFor(home, ['proposta_medico', 'delega'], {}, desk)
    await one.person.post(addressOf('proposta_medico'), withFiles([[name, bytes]]))
    const [file] = home.app.db.select().from(attachments).where(eq(attachments.dossier, one.request.id)).all()
    return { ...one, path: `${address(one.request)}/file/${file?.id}` }
  }
  const lines = ({ request }: Pick<Case, 'request'>, action: string) => home.app.db.select().from(audit).where(and(eq(audit.subject, request.number), eq(audit.action, action))).all()

  test('opens with a typed reason, each time anew; the log has who, the story why, the auditor reads it', async () => {
    const one = await asked()
    const door = await desk.get(one.path)
    expect([door.status, door.headers.get('Content-Type'), await htmlFaults(door.html), lines(one, 'file_delicato').length]).toEqual([200, 'text/html; charset=UTF-8', [], 0])
    expect(wordsOf(door)).toContain('La proposta del medico di famiglia')
    const opened = await desk.post(one.path, { motivo: reason })
    expect([opened.status, opened.html.slice(0, 5), opened.headers.get('Content-Disposition')]).toEqual([200, '%PDF-', expect.stringContaining('attachment')])
    expect(opened.headers.get('Content-Security-Policy')).toContain('sandbox')
    expect(lines(one, 'file_delicato')).toMatchObject([{ role: 'assistente_sociale', outcome: 'ok' }])
    expect((await desk.get(one.path)).html).not.toContain('%PDF-')
    expect(wordsOf(await desk.get(address(one.request)))).toContain(reason)
    const auditor = await home.operator(null, 'dpo_auditor')
    expect(wordsOf(await auditor.get('/operatori/registro'))).toContain('Aprire un file delicato')
    const front = await home.operator('pua-bitonto')
    expect((await front.get(address(one.request))).html).not.toContain(reason)
    expect((await one.person.get('/la-mia-richiesta/dati.json')).html).not.toContain(reason)
  })

  test.each(['', '   ', 'boh', '\u200b\t x'])('stays closed for the reason %j; what was typed stays, nothing is logged as open', async (motivo) => {
    const one = await asked()
    const seen = await desk.post(one.path, { motivo })
    expect([seen.status, seen.html.includes('%PDF-'), await htmlFaults(seen.html), lines(one, 'file_delicato')]).toEqual([422, false, [], []])
  })

  test('a reason of markup, or far too long, is words like any other', async () => {
    const one = await asked()
    expect((await desk.post(one.path, { motivo: `<script>alert(1)</script>${'x'.repeat(5000)}` })).status).toBe(200)
    const { html } = await desk.get(address(one.request))
    expect(html).not.toContain('<script>alert')
    expect(html).not.toContain('x'.repeat(501))
  })

  test('of another place, or one that asks no reason: not there, or simply opened', async () => {
    const one = await asked()
    expect((await altamura.post(one.path, { motivo: reason })).status).toBe(404)
    expect((await desk.post(`${address(one.request)}/file/999999`, { motivo: reason })).status).toBe(404)
    await one.person.post(addressOf('delega'), withFiles([['delega.pdf', pdf()]]))
    const plain = home.app.db.select().from(attachments).where(and(eq(attachments.dossier, one.request.id), eq(attachments.item, 'delega'))).get()
    const path = `${address(one.request)}/file/${plain?.id}`
    expect((await desk.post(path, { motivo: reason })).location).toBe(path)
    expect((await desk.get(path)).html).toContain('%PDF-')
    expect(lines(one, 'file_delicato')).toEqual([])
  })
})

test('before a refusal the person is heard: ten days, the term stands still, and only the responsible person signs', async () => {
  const own = await testApp({ own: true })
  const [signs, works] = [await own.operator('pua-bitonto', 'responsabile_procedimento'), await own.operator('pua-bitonto', 'assistente_sociale')]
  const request = fileRequest(own.app, { answers: { natura_atto: 'istanza' } })
  const post = (who: Visitor, decisione: string, versione: number) => who.post(`${address(request)}/decisioni`, { decisione, versione: String(versione), messaggio: 'Manca la residenza nel territorio.', motivo: 'Regolamento, art. 3' })
  await post(works, 'prendi', 0)
  expect((await post(works, 'preavvisa', 1)).status).toBe(409)
  expect((await post(signs, 'preavvisa', 1)).status).toBe(303)
  const seen = wordsOf(await (await follow(own, request)).get('/la-mia-richiesta'))
  for (const words of ['Prima di decidere vogliamo sentirti', 'Manca la residenza', 'fino al 3 dicembre 2026', 'Il tempo per rispondere è fermo dal 23 novembre 2026']) expect(seen).toContain(words)
  expect((await post(signs, 'non_accogli', 2)).status).toBe(409)
  own.clock.forward(11 * 24 * 60)
  const [back, others] = [await own.operator('pua-bitonto', 'responsabile_procedimento'), await own.operator('pua-bitonto', 'assistente_sociale')]
  expect((await post(others, 'non_accogli', 2)).status).toBe(409)
  expect((await post(back, 'non_accogli', 2)).status).toBe(303)
  expect(wordsOf(await (await follow(own, request)).get('/la-mia-richiesta'))).toContain('Non accolta')
})
