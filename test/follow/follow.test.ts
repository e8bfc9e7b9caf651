import { describe, expect, test } from 'vitest'
import { findByNumber, openDossier } from '../../src/dossiers/dossiers.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { firstBreak } from '../../src/events/audit.ts'
import { password, testApp, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { fileRequest, type Filed } from '../helpers/requests.ts'
import { wordsOf } from '../helpers/talk.ts'

async function following(service: TestApp, { number, code }: Filed): Promise<Visitor> {
  const person = service.visitor()
  await person.post('/la-mia-richiesta', { numero: number, codice: code })
  return person
}

const statusOf = ({ app }: TestApp, { number }: Filed) => findByNumber(app.db, number)
const step = (passo: string, versione: number, motivo = '') => ({ passo, versione: String(versione), motivo })

describe('a person withdraws and reopens', () => {
  test('a request of theirs, with a reason if they want; staff see it, nothing is lost', async () => {
    const service = await testApp({ own: true })
    const filed = fileRequest(service.app)
    const person = await following(service, filed)
    const page = await person.get('/la-mia-richiesta')
    expect(await htmlFaults(page.html)).toEqual([])
    expect(wordsOf(page)).toContain('Ritira la richiesta')
    expect((await person.post('/la-mia-richiesta/passi', step('ritira', 0, 'Ho trovato casa. <b>Grazie</b>'))).location).toBe('/la-mia-richiesta?fatto=ritira')
    expect(statusOf(service, filed)).toMatchObject({ status: 'ritirata', waitingSince: null, closedAt: '2026-11-23T09:00:00.000Z', revision: 1 })
    expect(wordsOf(await person.get('/la-mia-richiesta?fatto=ritira'))).toContain('Hai ritirato la richiesta.')
    const desk = await service.operator('pua-bitonto')
    const sheet = await desk.get(`/operatori/richieste/${inAddress(filed.number)}`)
    expect(wordsOf(sheet)).toContain('Ho trovato casa.')
    expect(sheet.html).not.toContain('<b>Grazie')
    service.clock.forward(59 * 24 * 60)
    const back = await following(service, filed)
    expect((await back.post('/la-mia-richiesta/passi', step('riapri_persona', 1))).status).toBe(303)
    expect(statusOf(service, filed)).toMatchObject({ status: 'in_pre_valutazione', closedAt: null, revision: 2 })
    expect(statusOf(service, filed)?.waitingSince).not.toBeNull()
    // Thirty days from 21 January: the term of December has passed long ago (L. 241/1990, art. 2).
    expect([filed.dueOn, statusOf(service, filed)?.dueOn, openDossier(service.app, statusOf(service, filed) ?? filed).story.at(-1)?.detail.due]).toEqual(['2026-12-23', '2027-02-20', '2027-02-20'])
    expect(wordsOf(await back.get('/la-mia-richiesta'))).toMatch(/La stiamo leggendo Rispondiamo entro il 20 febbraio 2027/)
    await desk.post('/operatori/accedi', { email: desk.email, password })
    expect(wordsOf(await desk.get(`/operatori/richieste/${inAddress(filed.number)}`))).toMatch(/Riaperta dalla persona Nuovo termine: risposta entro il 20 febbraio 2027 \(L\. 241\/1990, art\. 2/)
    expect(firstBreak(service.app.db)).toBeUndefined()
  })

  test('after sixty days what was withdrawn is no more reopened alone', async () => {
    const service = await testApp({ own: true })
    const filed = fileRequest(service.app)
    await (await following(service, filed)).post('/la-mia-richiesta/passi', step('ritira', 0))
    service.clock.forward(61 * 24 * 60)
    const person = await following(service, filed)
    expect(wordsOf(await person.get('/la-mia-richiesta'))).not.toContain('Riapri la richiesta')
    expect((await person.post('/la-mia-richiesta/passi', step('riapri_persona', 1))).status).toBe(409)
    expect(statusOf(service, filed)?.status).toBe('ritirata')
  })

  test('only once: a double click, an old page, or a decision of staff in between changes nothing more', async () => {
    const service = await testApp({ own: true })
    const filed = fileRequest(service.app)
    const person = await following(service, filed)
    const desk = await service.operator('pua-bitonto')
    await desk.post(`/operatori/richieste/${inAddress(filed.number)}/decisioni`, { decisione: 'prendi', versione: '0' })
    const stale = await person.post('/la-mia-richiesta/passi', step('ritira', 0))
    expect([stale.status, wordsOf(stale).includes('Intanto qualcosa è cambiato')]).toEqual([409, true])
    expect(statusOf(service, filed)?.status).toBe('in_pre_valutazione')
    const clicks = await Promise.all([1, 2].map(() => person.post('/la-mia-richiesta/passi', step('ritira', 1))))
    expect(clicks.map(({ status }) => status).sort()).toEqual([303, 409])
    expect(openDossier(service.app, statusOf(service, filed)!).story.filter(({ kind }) => kind === 'ritira')).toHaveLength(1)
  })

  test.each(['non_accolta', 'prendi', '__proto__', ''])('nothing else, whatever is posted: «%s»', async (passo) => {
    const service = await testApp({ own: true })
    const filed = fileRequest(service.app)
    const person = await following(service, filed)
    expect((await person.post('/la-mia-richiesta/passi', step(passo, 0))).status).toBe(409)
    expect((await person.post('/la-mia-richiesta/passi', { passo: 'ritira', versione: 'NaN' })).status).toBe(409)
    expect((await service.visitor().post('/la-mia-richiesta/passi', step('ritira', 0))).location).toBe('/la-mia-richiesta')
    expect(statusOf(service, filed)).toMatchObject({ status: 'protocollata', revision: 0 })
  })
})

describe('who sees what', () => {
  const aboutMother = { o_per_chi: 'familiare', segnalante_tipo: 'familiare_convivente', persona_informata: 'si', persona_d_accordo: 'si', segnalante_nome: { cognome: 'Salice', nome: 'Marta' } }

  test('a relative without a mandate sees where it is and the desk, not the story, and cannot withdraw it', async () => {
    const service = await testApp({ own: true })
    const filed = fileRequest(service.app, { answers: aboutMother })
    const relative = await following(service, filed)
    const words = wordsOf(await relative.get('/la-mia-richiesta'))
    expect(words).toContain('Ricevuta')
    expect(words).not.toMatch(/La storia|Ritira|Fai un'altra richiesta|Chi ha aperto/)
    expect((await relative.post('/la-mia-richiesta/passi', step('ritira', 0))).location).toBe('/la-mia-richiesta')
    expect((await relative.get('/la-mia-richiesta/ricevuta.pdf')).location).toBe('/la-mia-richiesta')
    expect(statusOf(service, filed)?.status).toBe('protocollata')
  })

  test('a professional sees only that it arrived', async () => {
    const service = await testApp({ own: true })
    const filed = fileRequest(service.app, { answers: { ...aboutMother, o_per_chi: 'operatore', segnalante_tipo: 'ospedale', segnalante_ente: 'Ospedale degli Alberi' } })
    const words = wordsOf(await (await following(service, filed)).get('/la-mia-richiesta'))
    expect(words).toContain(filed.number)
    expect(words).not.toMatch(/Un operatore la leggerà|Ritira/)
  })

  test('the person sees which office opened the request and when, never who', async () => {
    const service = await testApp({ own: true })
    const filed = fileRequest(service.app)
    const desk = await service.operator('pua-bitonto')
    for (let i = 0; i < 3; i++) await desk.get(`/operatori/richieste/${inAddress(filed.number)}`)
    const elsewhere = await service.operator('pua-altamura')
    await elsewhere.get(`/operatori/richieste/${inAddress(filed.number)}`)
    const person = await following(service, filed)
    await person.get('/la-mia-richiesta')
    const words = wordsOf(await person.get('/la-mia-richiesta'))
    expect(words).toMatch(/23 novembre 2026: [^(]*Bitonto[^(]*\(3 volte\)/)
    expect(words).not.toMatch(/Altamura|Quercia/)
  })
})
