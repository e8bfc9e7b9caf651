import { and, eq } from '../../db/drizzle.ts'
import { expect, test } from 'vitest'
import { attempts, audit, dossiers, slots } from '../../db/schema.ts'
import { openDossier } from '../../src/dossiers/dossiers.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { letterOf, type About } from '../../src/paper/letters.ts'
import { letterPdf } from '../../src/paper/print.ts'
import type { Fields } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { follow } from '../helpers/missing.ts'
import { readPdf } from '../helpers/pdf.ts'
import { fileRequest, type Filed } from '../helpers/requests.ts'
import { wordsOf } from '../helpers/talk.ts'
import { serviceWith } from '../helpers/people.ts'

const { home, desk, responsible } = await serviceWith({ desk: ['pua-bitonto', 'assistente_sociale'], responsible: ['pua-bitonto', 'responsabile_procedimento'] })

/** Rosa Betulla has no e-mail: she gave the address of a friend for letters, and says that a service follows her. */
const byPost = { canale_contatto: 'lettera', indirizzo_lettera: { via: 'Via dei Pini 3' }, o_seguito: 'si' }
const sheet = ({ number }: Filed) => `/operatori/richieste/${inAddress(number)}`
const read = ({ id }: Filed) => home.app.db.select().from(dossiers).where(eq(dossiers.id, id)).get() ?? expect.unreachable()
const decide = (request: Filed, decisione: string, fields: Fields = {}, who = desk) => who.post(`${sheet(request)}/decisioni`, { decisione, versione: String(read(request).revision), motivo: 'Si è visto', ...fields })
const posted = (request: Filed, about: string, fields: Fields = {}) => desk.post(`${sheet(request)}/lettera/${about}`, { versione: String(read(request).revision), giorno: '2026-11-23', ...fields })

async function taken(answers: NonNullable<Parameters<typeof fileRequest>[1]>['answers'] = byPost): Promise<Filed> {
  const request = fileRequest(home.app, { answers: { ...answers } })
  await decide(request, 'prendi')
  return request
}

/** The letter as it comes out of the printer. */
async function printed(request: Filed, about: About) {
  const { status, headers } = await desk.get(`${sheet(request)}/lettera/${about}`)
  expect([status, headers.get('Content-Type'), headers.get('Cache-Control')]).toEqual([200, 'application/pdf', 'no-store'])
  const voice = home.app.templates.voice('it')
  return readPdf(await letterPdf(letterOf(home.app, openDossier(home.app, read(request)), about, voice), voice))
}

test('what is missing, item by item, on one sheet of paper; nothing that she told of herself is in it', async () => {
  const request = await taken()
  await decide(request, 'integra', { elementi: ['documento_identita', 'firma', 'delega'], entro: '2026-12-20' })
  const page = await desk.get(sheet(request))
  expect([await htmlFaults(page.html), wordsOf(page).includes('La persona ha scelto la lettera: stampala e spediscila.')]).toEqual([[], true])
  const { words, pages, tags } = await printed(request, 'integrazione')
  for (const said of ['Rosa Betulla', 'Via dei Pini 3', request.number, 'Ci manca qualcosa', '20 dicembre 2026', 'Orari']) expect(words).toContain(said)
  expect(words).not.toMatch(/gatto|segu(e|ito) già|paper\.|\{\{|\?\?/)
  expect([pages, tags.includes('"LI"')]).toEqual([1, true])
  expect(home.app.db.select().from(audit).where(and(eq(audit.subject, request.number), eq(audit.action, 'lettera_stampata'))).all().length).toBeGreaterThan(0)
})

test('that it was posted stands in the story, with the day, for staff and for the person', async () => {
  const request = await taken()
  await decide(request, 'integra', { elementi: ['firma'], entro: '2026-12-20' })
  const { location } = await posted(request, 'integrazione')
  expect(location).toBe(`${sheet(request)}?fatto=lettera_spedita`)
  const page = await desk.get(location ?? '')
  expect([await htmlFaults(page.html), wordsOf(page).includes('Lettera «Ci manca qualcosa», spedita il 23 novembre 2026.')]).toEqual([[], true])
  const person = wordsOf(await (await follow(home, request)).get('/la-mia-richiesta'))
  for (const said of ['Ti abbiamo spedito una lettera', 'spedita il 23 novembre 2026']) expect(person).toContain(said)
})

test('an appointment: when, where, what to bring; it cannot be printed once it is cancelled', async () => {
  const request = await taken()
  await desk.post('/operatori/agenda/posti', { giorni: ['1'], dalle: '09:00', alle: '09:30', minuti: '30', modo: 'sportello', dal: '2026-11-24', settimane: '1', per: 'tutti', sportello: 'pua-bitonto' })
  const slot = home.app.db.select().from(slots).get()
  await desk.post(`${sheet(request)}/agenda/appuntamenti`, { versione: String(read(request).revision), posto: String(slot?.id), portare: 'Un documento' })
  const { words } = await printed(request, 'appuntamento')
  for (const said of ['lunedì 30 novembre 2026, alle 09:00', 'Da portare: Un documento']) expect(words).toContain(said)
  await desk.post(`${sheet(request)}/agenda/appuntamenti/1/annulla`, { versione: String(read(request).revision) })
  expect((await desk.get(`${sheet(request)}/lettera/appuntamento`)).status).toBe(404)
})

test('before a refusal: the words of the responsible person, the law, until when to reply, still on one sheet', async () => {
  const request = await taken({ ...byPost, natura_atto: 'istanza' })
  await decide(request, 'preavvisa', { messaggio: 'Serve la residenza nel territorio. '.repeat(57) }, responsible)
  const { words, pages } = await printed(request, 'preavviso')
  for (const said of ['Serve la residenza', 'articolo 10-bis della legge 241 del 1990', 'Puoi risponderci fino al 3 dicembre 2026']) expect(words).toContain(said)
  expect(pages).toBe(1)
})

test('the answer, and a letter to who is not found, which counts as an attempt; what happened since does not change its words', async () => {
  const [closed, lost] = [await taken(), await taken({})]
  await decide(closed, 'chiudi', { messaggio: 'Vieni martedì per il modulo.' })
  await posted(closed, 'chiusura')
  expect((await printed(closed, 'chiusura')).words).toMatch(/La risposta alla tua richiesta .*Vieni martedì per il modulo\./)
  await decide(lost, 'cerca')
  const page = await desk.get(sheet(lost))
  expect([await htmlFaults(page.html), wordsOf(page).includes("L'indirizzo non c'è")]).toEqual([[], true])
  const { words } = await printed(lost, 'contatto')
  expect([words.includes('Abbiamo provato a parlarti'), words.includes('Chiamaci, scrivici o vieni')]).toEqual([true, true])
  await posted(lost, 'contatto')
  expect(home.app.db.select().from(attempts).where(eq(attempts.dossier, lost.id)).all()).toMatchObject([{ channel: 'lettera', outcome: 'messaggio_lasciato' }])
})

test('who only reported, or may see only where it is, gets no letter; another desk prints none', async () => {
  const aboutMother = { o_per_chi: 'familiare', segnalante_tipo: 'familiare_convivente', persona_informata: 'si', persona_d_accordo: 'si', segnalante_nome: { cognome: 'Salice', nome: 'Marta' } }
  const [own, relative, report] = [await taken(), await taken(aboutMother), await taken({ natura_atto: 'segnalazione' })]
  for (const request of [own, relative, report]) await decide(request, 'integra', { elementi: ['firma'], entro: '2026-12-20' })
  expect((await desk.get(`${sheet(own)}/lettera/integrazione`)).status).toBe(200)
  for (const request of [relative, report]) expect((await desk.get(`${sheet(request)}/lettera/integrazione`)).status).toBe(404)
  const altamura = await home.operator('pua-altamura')
  expect([(await altamura.get(`${sheet(own)}/lettera/integrazione`)).status, (await altamura.post(`${sheet(own)}/lettera/integrazione`, { versione: '2', giorno: '2026-11-23' })).status]).toEqual([404, 404])
  for (const about of ['chiusura', '__proto__', '..%2F', 'INTEGRAZIONE']) expect((await desk.get(`${sheet(own)}/lettera/${about}`)).status, about).toBe(404)
})

test('a day that is none, to come, or before the request; an old page: nothing is written, and the page says why', async () => {
  const request = await taken()
  await decide(request, 'integra', { elementi: ['firma'], entro: '2026-12-20' })
  const { revision } = read(request)
  for (const giorno of ['', '2026-11-24', '2026-11-22', '2026-02-30', '23/11/2026']) expect((await posted(request, 'integrazione', { giorno })).status, giorno).toBe(422)
  expect(read(request).revision).toBe(revision)
})

test('two at once: the second who says that a letter was posted sees what the first did, with the day kept, also where no letter is due any more', async () => {
  const request = await taken()
  await decide(request, 'integra', { elementi: ['firma'], entro: '2026-12-20' })
  const versione = String(read(request).revision)
  await posted(request, 'integrazione')
  const old = await posted(request, 'integrazione', { versione })
  expect([old.status, await htmlFaults(old.html), old.html.includes('value="2026-11-23"')]).toEqual([409, [], true])
  expect(wordsOf(old)).toMatch(/Intanto è successo questo Spedita una lettera\s?, Quercia \d+/)
  await decide(request, 'arrivata')
  const over = await posted(request, 'integrazione', { versione })
  expect([over.status, await htmlFaults(over.html), wordsOf(over).includes('Il giorno che avevi scritto è 23 novembre 2026')]).toEqual([409, [], true])
})
