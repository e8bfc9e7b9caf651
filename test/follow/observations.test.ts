import { eq } from '../../db/drizzle.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dossiers, suspensions } from '../../db/schema.ts'
import { openDossier } from '../../src/dossiers/dossiers.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { letterOf } from '../../src/paper/letters.ts'
import { standing } from '../../src/terms/terms.ts'
import { addDays } from '../../src/territory/holidays.ts'
import { testApp, type Fields, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { follow, wordsOf } from '../helpers/missing.ts'
import { fileRequest, type Filed, type Wishes } from '../helpers/requests.ts'

let home: TestApp
let signs: Visitor
let works: Visitor
beforeAll(async () => {
  home = await testApp()
  signs = await home.operator('pua-bitonto', 'responsabile_procedimento')
  works = await home.operator('pua-bitonto', 'assistente_sociale')
})
afterAll(() => home.close())

const [page, box] = ['/la-mia-richiesta', '/la-mia-richiesta/osservazioni']
const address = ({ number }: Filed) => `/operatori/richieste/${inAddress(number)}`
const read = ({ id }: Filed) => home.app.db.select().from(dossiers).where(eq(dossiers.id, id)).all()[0] ?? expect.unreachable()
const decide = (who: Visitor, request: Filed, decisione: string, fields: Fields = {}) =>
  who.post(`${address(request)}/decisioni`, { decisione, versione: String(read(request).revision), messaggio: 'Manca la residenza nel territorio.', motivo: 'Regolamento, art. 3', ...fields })
const words = 'La residenza c\'è: <b>Bitonto</b> dal 3 marzo.'

/** A request that got a preavviso at nine in the morning of 23 November 2026, and its person. */
async function warned({ answers = {} }: Wishes = {}) {
  home.clock.now = new Date('2026-11-23T09:00:00Z')
  const request = fileRequest(home.app, { answers: { natura_atto: 'istanza', ...answers } })
  for (const [who, what] of [[works, 'prendi'], [signs, 'preavvisa']] as const) expect((await decide(who, request, what)).status).toBe(303)
  return { request, person: await follow(home, request), due: read(request).dueOn }
}
const later = (days: number) => home.clock.forward(days * 24 * 60)
const staff = async () => { [signs, works] = [await home.operator('pua-bitonto', 'responsabile_procedimento'), await home.operator('pua-bitonto', 'assistente_sociale')] }

describe('before a refusal the person is heard (art. 10-bis)', () => {
  test('they write in a box of the status page; staff find it at the top and read it first, as text and not as marks', async () => {
    const { request, person } = await warned()
    const shown = await person.get(page)
    expect(shown.html).toContain('name="osservazioni"')
    expect(wordsOf(shown)).toContain('Hai tempo fino al 3 dicembre 2026')
    expect(await htmlFaults(shown.html)).toEqual([])
    expect(wordsOf(await works.get(address(request)))).toContain('Non ha ancora scritto niente')
    const sent = await person.post(box, { osservazioni: words })
    expect(sent.location).toBe(`${page}?fatto=osservazioni`)
    const after = wordsOf(await person.get(`${page}?fatto=osservazioni`))
    for (const part of ['Abbiamo ricevuto quello che ci hai scritto', 'Bitonto', 'Ci hai scritto che cosa ne pensi', 'aggiungere']) expect(after).toContain(part)
    expect(read(request)).toMatchObject({ status: 'preavviso', arrivedAt: home.app.now().toISOString(), waitingSince: home.app.now().toISOString() })
    const sheet = await works.get(address(request))
    expect(sheet.html).toContain('&lt;b&gt;Bitonto')
    expect(wordsOf(sheet)).toContain('Osservazioni della persona')
    expect(wordsOf(await works.get('/operatori/richieste?coda=risposte'))).toContain(request.number)
    expect((await person.get('/la-mia-richiesta/dati.json')).html).toContain('dal 3 marzo')
  })

  test('what staff do then takes it down, and the person waits for us all the same', async () => {
    const { request, person } = await warned()
    await person.post(box, { osservazioni: words })
    expect((await decide(works, request, 'annota')).status).toBe(303)
    expect(read(request)).toMatchObject({ arrivedAt: null, status: 'preavviso' })
    expect(read(request).waitingSince).not.toBeNull()
  })

  test('the term runs again ten days after the reply, whenever it is read; a second reply gives no more days', async () => {
    const { request, person, due } = await warned()
    later(4)
    const again = await follow(home, request)
    await again.post(box, { osservazioni: words })
    expect(home.app.db.select().from(suspensions).where(eq(suspensions.dossier, request.id)).all()).toMatchObject([{ kind: 'preavviso', from: '2026-11-23', until: '2026-12-07' }])
    expect(standing(home.app, read(request))).toMatchObject({ due: addDays(due, 14), stopped: { until: '2026-12-07' } })
    expect(wordsOf(await again.get(page))).toContain('Riparte il 7 dicembre 2026')
    later(2)
    await (await follow(home, request)).post(box, { osservazioni: 'Aggiungo il contratto di casa.' })
    expect(read(request).dueOn).toBe(addDays(due, 14))
    later(8)
    expect(standing(home.app, read(request)).stopped).toBeUndefined()
    await staff()
    await decide(signs, request, 'torna_lavorazione')
    expect(read(request).dueOn).toBe(addDays(due, 14))
    expect((await person.get(page)).status).toBe(200)
  })

  test('without a reply ten days are not counted; if the desk goes on before, only those that passed', async () => {
    const [silent, heard] = [await warned(), await warned()]
    await heard.person.post(box, { osservazioni: words })
    later(3)
    await staff()
    await decide(signs, heard.request, 'torna_lavorazione')
    expect(read(heard.request).dueOn).toBe(addDays(heard.due, 3))
    later(20)
    await staff()
    await decide(signs, silent.request, 'torna_lavorazione')
    expect(read(silent.request).dueOn).toBe(addDays(silent.due, 10))
  })

  test('after the ten days it is still read, and moves no term', async () => {
    const { request, due } = await warned()
    later(12)
    const person = await follow(home, request)
    expect(wordsOf(await person.get(page))).toContain('la decisione può arrivare in ogni momento')
    expect((await person.post(box, { osservazioni: words })).status).toBe(303)
    expect(read(request)).toMatchObject({ dueOn: due, arrivedAt: home.app.now().toISOString() })
    expect(standing(home.app, read(request)).due).toBe(addDays(due, 10))
    await staff()
  })
})

describe('a refusal answers what the person wrote', () => {
  const boxes = (html: string) => [...html.matchAll(/name="(osservazione_\d+)"/g)].map(([, name = '']) => name)

  test('each observation has its box; without an answer nothing is decided; the answers stand in the decision, in the letter and on the page of the person', async () => {
    const { request, person } = await warned()
    for (const osservazioni of [words, 'Ho anche un contratto: lo porto lunedì.']) await person.post(box, { osservazioni })
    later(15)
    await staff()
    const form = await signs.get(address(request))
    const [first = '', second = ''] = boxes(form.html)
    expect([boxes(form.html).length, await htmlFaults(form.html)]).toEqual([2, []])
    const mute: Fields[] = [{}, { [first]: 'La residenza è di marzo.' }, { [first]: 'La residenza è di marzo.', [second]: '  ' }, { osservazione_999: 'Altro', [second]: 'Il contratto non basta.' }]
    for (const fields of mute) {
      const seen = await decide(signs, request, 'non_accogli', fields)
      expect([seen.status, await htmlFaults(seen.html), read(request).status, wordsOf(seen).includes('Rispondi a ogni osservazione')]).toEqual([422, [], 'preavviso', true])
      if (fields[first]) expect(seen.html).toContain('La residenza è di marzo.')
    }
    const stale = await decide(signs, request, 'non_accogli', { versione: '1', [first]: 'La residenza è di marzo.' })
    expect([stale.status, stale.html.includes('La residenza è di marzo.')]).toEqual([409, true])
    expect((await decide(signs, request, 'non_accogli', { [first]: 'Servono <i>due</i> anni di residenza.', [second]: 'Il contratto non basta.' })).status).toBe(303)
    const seen = await (await follow(home, request)).get(page)
    for (const said of ['Manca la residenza nel territorio.', 'Il 23 novembre 2026 ci hai scritto: «La residenza', 'Rispondiamo: Servono', 'Rispondiamo: Il contratto non basta.']) expect(wordsOf(seen)).toContain(said)
    expect([seen.html.includes('<i>due'), await htmlFaults(seen.html)]).toEqual([false, []])
    const letter = letterOf(home.app, openDossier(home.app, read(request)), 'chiusura', home.app.templates.voice('it'))
    expect(letter.words.join(' ')).toMatch(/Manca la residenza .*ho anche un contratto.*Rispondiamo: Il contratto non basta\./i)
  })

  test('who wrote nothing is refused without boxes', async () => {
    const { request } = await warned()
    later(15)
    await staff()
    expect(boxes((await signs.get(address(request))).html)).toEqual([])
    expect((await decide(signs, request, 'non_accogli')).status).toBe(303)
  })
})

describe('hostile', () => {
  test('too short, too long, too often: the words stay in the box; the same twice, even at once, is one', async () => {
    const { request, person } = await warned()
    for (const osservazioni of ['no', 'a'.repeat(4001)]) {
      const back = await person.post(box, { osservazioni })
      expect([back.status, back.html.includes(osservazioni), read(request).arrivedAt]).toEqual([422, true, null])
      expect(await htmlFaults(back.html)).toEqual([])
    }
    const { revision } = read(request)
    await Promise.all([1, 2, 3].map(() => person.post(box, { osservazioni: words })))
    expect(read(request).revision).toBe(revision + 1)
    for (const n of [2, 3, 4, 5]) await person.post(box, { osservazioni: `Altra cosa numero ${n}` })
    const full = await person.post(box, { osservazioni: 'La sesta cosa che scrivo' })
    expect([full.status, full.html.includes('La sesta cosa che scrivo'), read(request).revision]).toEqual([422, true, revision + 5])
  })

  test('without the code, from elsewhere, after the half hour, or once it is decided nothing is written and nothing typed is lost', async () => {
    const { request, person } = await warned()
    const before = read(request).revision
    const stranger = await home.visitor().post(box, { osservazioni: words })
    expect([stranger.status, stranger.html.includes('dal 3 marzo')]).toEqual([409, true])
    expect((await home.web.request(`http://localhost${box}`, { method: 'POST', body: new URLSearchParams({ osservazioni: words }), headers: { Origin: 'https://altrove.example' } })).status).toBe(403)
    await decide(signs, request, 'torna_lavorazione')
    const late = await person.post(box, { osservazioni: words })
    expect([late.status, late.html.includes('dal 3 marzo'), read(request).revision]).toEqual([409, true, before + 1])
    expect((await person.get(page)).html).not.toContain('name="osservazioni"')
  })

  test('who reported for somebody else sees no box and writes nothing', async () => {
    const { request, person } = await warned({ answers: { natura_atto: 'segnalazione', segnalante_tipo: 'vicino_amico' } })
    expect((await person.get(page)).html).not.toContain('name="osservazioni"')
    expect((await person.post(box, { osservazioni: words })).status).toBe(409)
    expect(read(request).arrivedAt).toBeNull()
  })
})
