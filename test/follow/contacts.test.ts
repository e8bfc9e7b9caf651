import { describe, expect, test } from 'vitest'
import { findByNumber, openDossier } from '../../src/dossiers/dossiers.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { firstBreak } from '../../src/events/audit.ts'
import { contactsOf } from '../../src/follow/contacts.ts'
import { testApp, type Fields, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { complete, fileRequest, type Filed } from '../helpers/requests.ts'
import { talk, wordsOf } from '../helpers/talk.ts'

const address = '/la-mia-richiesta/contatti'

async function following(service: TestApp, { number, code }: Filed): Promise<Visitor> {
  const person = service.visitor()
  await person.post('/la-mia-richiesta', { numero: number, codice: code })
  return person
}

const openedOf = ({ app }: TestApp, { number }: Filed) => openDossier(app, findByNumber(app.db, number)!)
const contactsNow = (service: TestApp, filed: Filed) => {
  const { filed: snapshot, story } = openedOf(service, filed)
  return contactsOf(service.app.content, snapshot, story)
}
const byPhone = (telefono: string, more: Fields = {}): Fields => ({ 'canale_contatto.risposta': 'telefono', 'telefono.risposta': telefono, 'telefono_sicuro.risposta': 'no_messaggi_chiedi_prima', 'aiuti_comunicazione.risposta': 'lis', ...more })
const byMail = (email: string): Fields => ({ 'canale_contatto.risposta': 'email', 'email.risposta': email })

/** A second request, to its check page: what is known is not asked again. */
async function again(person: Visitor): Promise<string> {
  await person.post('/richiesta/ancora')
  const { asked, page } = await talk(person, '/richiesta', { natura_atto: { risposta: 'richiesta_contatto' }, o_per_chi: { risposta: 'me' }, o_eta: { risposta: '30-64' }, o_comune: { risposta: 'A893' }, o_bisogni: { risposta: 'lavoro' }, presa_visione: { risposta: 'si' } })
  expect(asked).not.toContain('canale_contatto')
  return wordsOf(page)
}

describe('how to reach me has changed', () => {
  test('what is on file is shown so that nobody beside me reads my number', async () => {
    const service = await testApp({ own: true })
    const phone = await following(service, fileRequest(service.app))
    const page = await phone.get('/la-mia-richiesta')
    expect(await htmlFaults(page.html)).toEqual([])
    expect(wordsOf(page)).toContain('Numero che finisce con 100')
    expect(page.html).not.toMatch(/080 555|0805550100/)
    const mail = await following(service, fileRequest(service.app, { answers: { canale_contatto: 'email', email: 'rosa.betulla@example.org' } }))
    const shown = await mail.get('/la-mia-richiesta')
    expect(wordsOf(shown)).toContain('r…@example.org')
    expect(shown.html).not.toContain('betulla@')
  })

  test('I give a new number; the story tells it, staff read it with the date, what I sent stays as it was', async () => {
    const service = await testApp({ own: true })
    const filed = fileRequest(service.app)
    const person = await following(service, filed)
    const form = await person.get(address)
    expect(await htmlFaults(form.html)).toEqual([])
    expect(form.html).toContain('value="080 555 0100"')
    expect(form.headers.get('Cache-Control')).toBe('no-store')
    expect((await person.post(address, byPhone('333 000 0009'))).location).toBe('/la-mia-richiesta?fatto=contatti')
    const after = wordsOf(await person.get('/la-mia-richiesta?fatto=contatti'))
    for (const words of ['Abbiamo salvato i tuoi contatti.', 'Numero che finisce con 009', 'Hai cambiato i contatti']) expect(after).toContain(words)
    const opened = openedOf(service, filed)
    expect(opened.filed.answers.telefono).toBe('080 555 0100')
    expect(opened.dossier).toMatchObject({ status: 'protocollata', revision: 1, waitingSince: '2026-11-23T09:00:00.000Z' })
    const sheet = wordsOf(await (await service.operator('pua-bitonto')).get(`/operatori/richieste/${inAddress(filed.number)}`))
    expect(sheet).toMatch(/333 000 0009\s+Cambiato dalla persona il 23 novembre 2026/)
    expect(sheet).toContain('La persona ha cambiato i contatti')
    expect(sheet).not.toContain('080 555 0100')
    expect(sheet.match(/Cambiato dalla persona/g)).toHaveLength(1)
    expect(firstBreak(service.app.db)).toBeUndefined()
  })

  test('from the phone to an e-mail: the old number is not used any more, by nobody', async () => {
    const service = await testApp({ own: true })
    const filed = fileRequest(service.app)
    const person = await following(service, filed)
    // Without script and style every field is there, and still holds the number.
    await person.post(address, { ...byPhone('080 555 0100'), ...byMail('rosa@example.org') })
    expect(contactsNow(service, filed)).toEqual({ canale_contatto: 'email', email: 'rosa@example.org', aiuti_comunicazione: ['lis'] })
    const second = await again(person)
    expect(second).toContain('rosa@example.org')
    expect(second).not.toContain('080 555')
  })

  test('a second request starts from the contacts of now', async () => {
    const service = await testApp({ own: true })
    const person = await following(service, fileRequest(service.app))
    await person.post(address, byPhone('333 000 0009'))
    expect(await again(person)).toContain('333 000 0009')
  })

  test('saving what is already there writes nothing, however often', async () => {
    const service = await testApp({ own: true })
    const filed = fileRequest(service.app)
    const before = openedOf(service, filed)
    const person = await following(service, filed)
    const same = complete(service.app, { answers: before.filed.answers, chosen: [] }).answers
    const fields = Object.fromEntries(Object.entries(same).map(([id, answer]) => [`${id}.risposta`, answer as string | string[]]))
    await person.post(address, fields)
    await Promise.all([1, 2, 3].map(() => person.post(address, fields)))
    expect(openedOf(service, filed).story.map(({ kind }) => kind)).toEqual(['inviata'])
    const clicks = await Promise.all([1, 2, 3].map(() => person.post(address, byPhone('333 000 0009'))))
    expect(clicks.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(openedOf(service, filed).story.map(({ kind }) => kind)).toEqual(['inviata', 'contatti'])
  })
})

test('at the screen of many no browser offers what others typed', async () => {
  const service = await testApp({ own: true })
  const { number, code } = fileRequest(service.app)
  const kiosk = service.visitor()
  await kiosk.get('/totem')
  await kiosk.post('/la-mia-richiesta', { numero: number, codice: code })
  const { html } = await kiosk.get(address)
  expect(html).toContain('name="telefono.risposta"')
  expect(html).not.toMatch(/autocomplete="(?!off)/)
})

describe('what does not fit', () => {
  test('is said beside its field, all at once, and nothing typed is lost', async () => {
    const service = await testApp({ own: true })
    const filed = fileRequest(service.app)
    const person = await following(service, filed)
    const seen = await person.post(address, { ...byPhone('tre <b>tre'), 'telefono_sicuro.risposta': 'come_vuoi_tu' })
    expect(seen.status).toBe(422)
    expect(await htmlFaults(seen.html)).toEqual([])
    expect(seen.html).toContain('value="tre &lt;b&gt;tre"')
    expect(seen.html).toMatch(/href="#telefono"[\s\S]*href="#telefono_sicuro"/)
    expect(seen.html).toMatch(/id="problemi" tabindex="-1" data-focus/)
    expect(contactsNow(service, filed).telefono).toBe('080 555 0100')
  })

  test('a number too long to be one is looked at twice, then it stands', async () => {
    const service = await testApp({ own: true })
    const filed = fileRequest(service.app)
    const person = await following(service, filed)
    const doubtful = await person.post(address, byPhone('08055501001234'))
    expect(doubtful.html).toContain('name="telefono.conferma" value="08055501001234"')
    await person.post(address, byPhone('08055501001234', { 'telefono.conferma': '08055501001234' }))
    expect(contactsNow(service, filed).telefono).toBe('08055501001234')
  })

  test.each([{}, { 'canale_contatto.risposta': '__proto__' }, { risposta: 'telefono' }, { 'canale_contatto.risposta': ['telefono', 'piccione'] }] as Fields[])('nothing is kept of %j', async (fields) => {
    const service = await testApp({ own: true })
    const filed = fileRequest(service.app)
    const person = await following(service, filed)
    expect((await person.post(address, fields)).status).toBe(422)
    expect(openedOf(service, filed).dossier.revision).toBe(0)
  })

  test('answers that are no contact stay as they were, whatever is posted beside', async () => {
    const service = await testApp({ own: true })
    const filed = fileRequest(service.app)
    const person = await following(service, filed)
    await person.post(address, byPhone('333 000 0009', { 'persona.risposta.nome': 'Altro', 'natura_atto.risposta': 'istanza', '__proto__.risposta': 'x', 'o_bisogni.risposta': 'soldi' }))
    expect(Object.keys(contactsNow(service, filed)).toSorted()).toEqual(['aiuti_comunicazione', 'canale_contatto', 'telefono', 'telefono_sicuro'])
  })
})

describe('who may not', () => {
  test('a request that is closed keeps its contacts, and gives back what was typed', async () => {
    const service = await testApp({ own: true })
    const filed = fileRequest(service.app)
    const person = await following(service, filed)
    await person.post('/la-mia-richiesta/passi', { passo: 'ritira', versione: '0' })
    expect(wordsOf(await person.get('/la-mia-richiesta'))).toContain('Se la riapri, puoi cambiare i contatti.')
    expect((await person.get(address)).status).toBe(409)
    const refused = await person.post(address, byPhone('333 000 0009'))
    expect(refused.status).toBe(409)
    expect(await htmlFaults(refused.html)).toEqual([])
    for (const words of ['Questa richiesta è chiusa', '333 000 0009', '080']) expect(wordsOf(refused)).toContain(words)
    expect(contactsNow(service, filed).telefono).toBe('080 555 0100')
  })

  test('after half an hour, or without number and code, nothing is changed and nothing typed is lost', async () => {
    const service = await testApp({ own: true })
    const filed = fileRequest(service.app)
    const person = await following(service, filed)
    service.clock.forward(31)
    expect((await person.get(address)).location).toBe('/la-mia-richiesta')
    const late = await person.post(address, byPhone('333 000 0009'))
    expect([late.status, wordsOf(late).includes('333 000 0009')]).toEqual([409, true])
    expect((await service.visitor().post(address, byPhone('333 000 0009'))).status).toBe(409)
    expect(contactsNow(service, filed).telefono).toBe('080 555 0100')
  })

  test('a relative without a mandate, and who reports, have no such page', async () => {
    const service = await testApp({ own: true })
    const relative = { o_per_chi: 'familiare', segnalante_tipo: 'familiare_convivente', persona_informata: 'si', persona_d_accordo: 'si', segnalante_nome: { cognome: 'Salice', nome: 'Marta' } }
    for (const filed of [fileRequest(service.app, { answers: relative }), fileRequest(service.app, { answers: { natura_atto: 'segnalazione' } })]) {
      const person = await following(service, filed)
      expect(wordsOf(await person.get('/la-mia-richiesta'))).not.toContain('I tuoi contatti')
      expect((await person.get(address)).location).toBe('/la-mia-richiesta')
      expect((await person.post(address, byPhone('333 000 0009'))).status).toBe(409)
      expect(openedOf(service, filed).dossier.revision).toBe(0)
    }
  })

  test('a request whose key is gone is refused kindly', async () => {
    const service = await testApp({ own: true })
    const filed = fileRequest(service.app)
    const person = await following(service, filed)
    service.app.keys.destroy([filed.id])
    expect((await person.get(address)).location).toBe('/la-mia-richiesta')
    const refused = await person.post(address, byPhone('333 000 0009'))
    expect([refused.status, wordsOf(refused).includes('333 000 0009')]).toEqual([409, true])
  })
})
