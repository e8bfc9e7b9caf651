import { describe, expect, test } from 'vitest'
import { audit, drafts } from '../../db/schema.ts'
import { findByNumber, openDossier } from '../../src/dossiers/dossiers.ts'
import { firstBreak } from '../../src/events/audit.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { testApp, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { fileRequest, type Filed } from '../helpers/requests.ts'
import { openQuestion, shortest as said, talk, wordsOf } from '../helpers/talk.ts'

const seen = { identita: 'vista' }
const filed = ({ app }: TestApp, serial = 1) => findByNumber(app.db, `2026/000000${serial}`)
const lines = ({ app }: TestApp, action: string) => app.db.select().from(audit).all().filter((line) => line.action === action)

/** Begins a request at home, answers three questions, keeps it with a code. */
async function kept(service: TestApp) {
  const person = service.visitor()
  await person.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
  for (const id of ['o_per_chi', 'o_eta', 'persona'] as const) await person.post(`/richiesta/${id}`, said[id])
  const { html } = await person.post('/richiesta/salva')
  return { person, codice: /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(html)?.[0] ?? '', cifre: />(\d{6})</.exec(html)?.[1] ?? '' }
}

async function atCounter(service: TestApp, role = 'front_office'): Promise<Visitor & { name: string; email: string }> {
  const operator = await service.operator('pua-bitonto', role)
  const { codice, cifre } = await kept(service)
  expect((await operator.post('/operatori/bozze', { codice, cifre })).location).toBe('/richiesta')
  return operator
}

describe('the person comes to the counter with the code of home', () => {
  test('the operator goes on from the same question, sends with them, and the request says who filled it in and what was seen', async () => {
    const service = await testApp({ own: true })
    const operator = await service.operator('pua-bitonto')
    const { codice, cifre } = await kept(service)
    const door = await operator.get('/operatori/bozze')
    expect(await htmlFaults(door.html)).toEqual([])
    expect(door.html).toContain('href="/operatori/bozze" aria-current="page"')
    await operator.post('/operatori/bozze', { codice: ` ${codice.toLowerCase()} `, cifre })
    const page = await operator.get('/richiesta')
    expect([openQuestion(page), wordsOf(page).includes(`La compila ${operator.name}, con la persona.`)]).toEqual(['o_comune', true])
    const { page: check } = await talk(operator, '/richiesta', said)
    expect(await htmlFaults(check.html)).toEqual([])
    expect(wordsOf(check)).toContain("Ho visto un documento d'identità della persona")
    expect((await operator.post('/richiesta/invia', seen)).location).toBe('/richiesta/inviata')
    expect(filed(service)).toMatchObject({ identification: 'verificata_operatore' })
    const sheet = await operator.get('/operatori/richieste/2026-0000001')
    for (const words of [`Compilata allo sportello da ${operator.name}`, 'Documento visto da un operatore']) expect(wordsOf(sheet)).toContain(words)
    expect(await htmlFaults(sheet.html)).toEqual([])
    expect(lines(service, 'inviata')).toMatchObject([{ role: 'front_office', subject: '2026/0000001' }])
    expect(openDossier(service.app, filed(service)!).story[0]?.operator).toBe(filed(service)?.filledBy)
  })

  test('a document not seen leaves the identity as it was said', async () => {
    const service = await testApp({ own: true })
    const operator = await atCounter(service)
    await talk(operator, '/richiesta', said)
    await operator.post('/richiesta/invia')
    expect(filed(service)).toMatchObject({ identification: 'dichiarata' })
    expect(filed(service)?.filledBy).not.toBeNull()
  })

  test('who has not begun begins with the operator, and nothing of who was at this computer before comes along', async () => {
    const service = await testApp({ own: true })
    const operator = await service.operator('pua-bitonto')
    await operator.post('/orientamento/inizia', { bisogno: 'casa' })
    await operator.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
    await operator.post('/richiesta/o_per_chi', said.o_per_chi)
    expect((await operator.post('/operatori/bozze/nuova')).location).toBe('/richiesta')
    expect(openQuestion(await operator.get('/richiesta'))).toBe('natura_atto')
    const { asked } = await talk(operator, '/richiesta', { ...said, natura_atto: { risposta: 'richiesta_contatto' } })
    expect(asked.slice(0, 2)).toEqual(['natura_atto', 'o_per_chi'])
    await operator.post('/richiesta/invia', seen)
    expect(filed(service)).toMatchObject({ identification: 'verificata_operatore' })
    expect(lines(service, 'bozza_nuova')).toMatchObject([{ outcome: 'ok', subject: null }])
  })

  test('filling it in together counts as being at work: half an hour of answers does not end the session', async () => {
    const service = await testApp({ own: true })
    const operator = await atCounter(service)
    for (let i = 0; i < 4; i++) {
      service.clock.forward(20)
      expect(wordsOf(await operator.get('/richiesta'))).toContain(operator.name)
    }
    expect((await operator.get('/operatori/richieste')).status).toBe(200)
  })

  test('a code that does not fit says so, keeps what was typed, and is in the log; one that fits too', async () => {
    const service = await testApp({ own: true })
    const operator = await service.operator('pua-bitonto')
    const { codice, cifre } = await kept(service)
    const wrong = await operator.post('/operatori/bozze', { codice: 'AAAA-BBBB-<b>', cifre })
    expect([wrong.status, wrong.html.includes('value="AAAA-BBBB-&lt;b&gt;"'), openQuestion(await operator.get('/richiesta'))]).toEqual([422, true, undefined])
    expect(await htmlFaults(wrong.html)).toEqual([])
    await operator.post('/operatori/bozze', { codice, cifre: cifre === '000000' ? '000001' : '000000' })
    await operator.post('/operatori/bozze', { codice, cifre })
    expect(lines(service, 'bozza_aperta').map(({ outcome, subject, role }) => [outcome, subject, role])).toEqual([['refused', null, 'front_office'], ['refused', null, 'front_office'], ['ok', null, 'front_office']])
    expect(JSON.stringify(service.app.db.select().from(audit).all())).not.toContain(codice.slice(0, 4))
    expect(firstBreak(service.app.db)).toBeUndefined()
  })

  test('a guesser at the counter is stopped as at home', async () => {
    const service = await testApp({ own: true, triesPerMinute: 3 })
    const operator = await service.operator('pua-bitonto')
    const tries = []
    for (let i = 0; i < 4; i++) tries.push((await operator.post('/operatori/bozze', { codice: `AAAA-BBBB-CCC${i}`, cifre: '000000' })).status)
    expect(tries).toEqual([422, 422, 422, 429])
  })
})

describe('the mark of the operator', () => {
  test('is nobody else\'s: a citizen who posts the field changes nothing, and is not asked', async () => {
    const service = await testApp({ own: true })
    const person = service.visitor()
    await person.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
    const { page } = await talk(person, '/richiesta', said)
    expect(wordsOf(page)).not.toMatch(/documento d'identità|La compila/)
    await person.post('/richiesta/invia', { ...seen, identification: 'verificata_operatore', filledBy: '1' })
    expect(filed(service)).toMatchObject({ identification: 'dichiarata', filledBy: null })
    expect(lines(service, 'inviata')).toMatchObject([{ role: 'cittadino', operator: null }])
  })

  test('does not come from being signed in: an operator who asks for themselves is a person', async () => {
    const service = await testApp({ own: true })
    const operator = await service.operator('pua-bitonto')
    await operator.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
    await talk(operator, '/richiesta', said)
    await operator.post('/richiesta/invia', seen)
    expect(filed(service)).toMatchObject({ identification: 'dichiarata', filledBy: null })
  })

  test('holds for one draft: sent, it is gone, and the next request in this browser is a person\'s', async () => {
    const service = await testApp({ own: true })
    const operator = await atCounter(service)
    await talk(operator, '/richiesta', said)
    await operator.post('/richiesta/invia', seen)
    await operator.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
    expect(wordsOf((await talk(operator, '/richiesta', said)).page)).not.toContain('La compila')
    await operator.post('/richiesta/invia', seen)
    expect(filed(service, 2)).toMatchObject({ identification: 'dichiarata', filledBy: null })
  })

  test('does not follow another draft taken up meanwhile, nor one that was cancelled', async () => {
    const service = await testApp({ own: true })
    const operator = await atCounter(service)
    const other = await kept(service)
    await operator.post('/riprendi', { codice: other.codice, cifre: other.cifre })
    expect(wordsOf(await operator.get('/richiesta'))).not.toContain('La compila')
    await talk(operator, '/richiesta', said)
    await operator.post('/richiesta/invia', seen)
    expect(filed(service)).toMatchObject({ identification: 'dichiarata', filledBy: null })
    const again = await atCounter(service)
    await again.post('/richiesta/cancella')
    expect(openQuestion(await again.get('/richiesta'))).toBeUndefined()
  })

  test('goes when the operator signs out, and the draft leaves this computer but stays the person\'s', async () => {
    const service = await testApp({ own: true })
    const operator = await service.operator('pua-bitonto')
    const { person, codice, cifre } = await kept(service)
    await operator.post('/operatori/bozze', { codice, cifre })
    await operator.post('/operatori/esci')
    expect(openQuestion(await operator.get('/richiesta'))).toBeUndefined()
    expect(service.app.db.select().from(drafts).all()).toHaveLength(1)
    expect(openQuestion(await person.get('/richiesta'))).toBe('o_comune')
  })

  test('means nothing once the session is over: the page says so, and the person can still send', async () => {
    const service = await testApp({ own: true })
    const operator = await atCounter(service)
    await talk(operator, '/richiesta', said)
    service.clock.forward(31)
    const page = await operator.get('/richiesta')
    expect(wordsOf(page)).toContain("L'accesso dell'operatore è finito.")
    expect(wordsOf(page)).not.toContain("documento d'identità")
    await operator.post('/richiesta/invia', seen)
    expect(filed(service)).toMatchObject({ identification: 'dichiarata', filledBy: null })
  })

  test('says nothing of a report: who reports is not who needs help', async () => {
    const service = await testApp({ own: true })
    const operator = await service.operator('pua-bitonto')
    await operator.post('/operatori/bozze/nuova')
    const one = (risposta: string) => ({ risposta })
    const { page } = await talk(operator, '/richiesta', { ...said, natura_atto: one('segnalazione'), persona_riferimento: one('Il portone azzurro'), o_pericolo: one('no'), segnalante_tipo: one('vicino_amico'), persona_informata: one('no'), persona_d_accordo: one('no'), segnalante_nome: { 'risposta.nome': 'Rosa', 'risposta.cognome': 'Betulla' }, segnalante_telefono: one('080 555 0102'), telefono_sicuro: one('solo_chiamare') })
    expect(wordsOf(page)).not.toContain("documento d'identità")
    await operator.post('/richiesta/invia', seen)
    expect(filed(service)).toMatchObject({ act: 'segnalazione', identification: 'dichiarata' })
    expect(filed(service)?.filledBy).not.toBeNull()
  })

  test.each(['amministratore_sistema', 'dpo_auditor'])('%s cannot open a draft, not even with its code', async (role) => {
    const service = await testApp({ own: true })
    const member = await service.operator(null, role)
    const { codice, cifre } = await kept(service)
    expect((await member.post('/operatori/bozze', { codice, cifre })).status).toBe(404)
    expect((await member.post('/operatori/bozze/nuova')).status).toBe(404)
    expect(openQuestion(await member.get('/richiesta'))).toBeUndefined()
    expect(lines(service, 'bozza_aperta')).toEqual([])
  })

  test('of somebody switched off in the middle counts no more', async () => {
    const service = await testApp({ own: true })
    const operator = await atCounter(service)
    await talk(operator, '/richiesta', said)
    const administrator = await service.operator(null, 'amministratore_sistema')
    await administrator.post('/operatori/persone/1/attiva', { attiva: 'no' })
    await operator.post('/richiesta/invia', seen)
    expect(filed(service)).toMatchObject({ identification: 'dichiarata', filledBy: null })
  })
})

test('of a request sent from home the document is seen later, at the counter: once, by the desk that has it, and never of who reports', async () => {
  const service = await testApp({ own: true })
  const [desk, other] = [await service.operator('pua-bitonto'), await service.operator('pua-altamura')]
  const [home, report] = [fileRequest(service.app), fileRequest(service.app, { answers: { natura_atto: 'segnalazione' } })]
  const sheet = ({ number }: Filed) => `/operatori/richieste/${inAddress(number)}`
  const now = ({ number }: Filed) => findByNumber(service.app.db, number)
  const page = await desk.get(sheet(home))
  expect([await htmlFaults(page.html), page.html.includes('/identita"'), (await desk.get(sheet(report))).html.includes('/identita"')]).toEqual([[], true, false])
  expect((await other.post(`${sheet(home)}/identita`, { versione: '0', vista: 'si' })).status).toBe(404)
  for (const fields of [{ versione: '0', vista: '' }, { versione: '9', vista: 'si' }, { versione: 'x', vista: 'si' }]) await desk.post(`${sheet(home)}/identita`, fields)
  await desk.post(`${sheet(report)}/identita`, { versione: '0', vista: 'si' })
  expect([now(home), now(report)]).toMatchObject([{ identification: 'dichiarata', revision: 0 }, { identification: 'dichiarata', revision: 0 }])
  expect((await desk.post(`${sheet(home)}/identita`, { versione: '0', vista: 'si' })).location).toBe(`${sheet(home)}?fatto=identita_vista`)
  expect([now(home)?.identification, openDossier(service.app, now(home) ?? expect.unreachable()).story.at(-1)?.kind]).toEqual(['verificata_operatore', 'identita_vista'])
  const after = await desk.get(`${sheet(home)}?fatto=identita_vista`)
  expect([await htmlFaults(after.html), wordsOf(after).includes("Visto un documento d'identità"), after.html.includes('/identita"'), firstBreak(service.app.db)]).toEqual([[], true, false, undefined])
})
