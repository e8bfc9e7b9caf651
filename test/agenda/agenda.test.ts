import { eq } from '../../db/drizzle.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appointments, attempts, dossiers, events, letters, slots } from '../../db/schema.ts'
import { attempted } from '../../src/agenda/attempted.ts'
import { openDossier } from '../../src/dossiers/dossiers.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { firstBreak } from '../../src/events/audit.ts'
import { claimLetter, openLetter } from '../../src/outbox/outbox.ts'
import { password, testApp, type Fields, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { fileRequest, type Filed, type Wishes } from '../helpers/requests.ts'
import { wordsOf } from '../helpers/talk.ts'

const day = 24 * 60
const verde = 'verde.quercia@example.org'
const byMail = { canale_contatto: 'email', email: verde }
/** Three slots on the Monday after, 30 November: nine, half past nine, ten. */
const plan = { giorni: ['1'], dalle: '09:00', alle: '10:30', minuti: '30', modo: 'sportello', dal: '2026-11-24', settimane: '1', per: 'tutti', sportello: 'pua-bitonto' }
const settings = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'Sportello <non-rispondere@example.org>', PUBLIC_ORIGIN: 'http://localhost' }

async function desk({ wishes = {}, more = {} }: { wishes?: Wishes; more?: Fields } = {}) {
  const service = await testApp({ own: true, settings })
  const staff = await service.operator('pua-bitonto')
  await staff.post('/operatori/agenda/posti', { ...plan, ...more })
  return { service, staff, filed: fileRequest(service.app, wishes), all: service.app.db.select().from(slots).all() }
}

const sheet = ({ number }: Filed) => `/operatori/richieste/${inAddress(number)}`
const now = ({ app }: TestApp, { id }: Filed) => app.db.select().from(dossiers).where(eq(dossiers.id, id)).get() ?? expect.fail('no dossier')
const fixedOf = ({ app }: TestApp, { id }: Filed) => app.db.select().from(appointments).where(eq(appointments.dossier, id)).all()
const versione = (service: TestApp, filed: Filed) => String(now(service, filed).revision)
const book = (service: TestApp, who: Visitor, filed: Filed, posto: number | undefined, more: Fields = {}) =>
  who.post(`${sheet(filed)}/agenda/appuntamenti`, { versione: versione(service, filed), posto: String(posto), ...more })

async function following(service: TestApp, { number, code }: Filed): Promise<Visitor> {
  const person = service.visitor()
  await person.post('/la-mia-richiesta', { numero: number, codice: code })
  return person
}

const change = (service: TestApp, person: Visitor, filed: Filed, what: 'sposta' | 'annulla', fields: Fields = {}) =>
  person.post(`/la-mia-richiesta/appuntamento/${what}`, { versione: versione(service, filed), appuntamento: String(fixedOf(service, filed).at(-1)?.id), ...fields })

const waiting = ({ app }: TestApp) => app.db.select().from(letters).all().filter(({ state }) => state === 'da_inviare').map(({ kind, dueAt }) => [kind, dueAt])

describe('the calendar of a desk', () => {
  test('slots are made once however often the form is posted; holidays are left out, and said', async () => {
    const { service, staff } = await desk()
    const again = await staff.post('/operatori/agenda/posti', { ...plan, settimane: '3', giorni: ['1', '2'] })
    expect([again.status, await htmlFaults(again.html)]).toEqual([200, []])
    expect(wordsOf(again)).toMatch(/Creati 12 posti.*3 posti cadevano sopra.*saltati: martedì 8 dicembre 2026/)
    expect(service.app.db.select().from(slots).all()).toHaveLength(15)
    const week = await staff.get('/operatori/agenda?dal=2026-12-02')
    expect(await htmlFaults(week.html)).toEqual([])
    expect(wordsOf(week)).toMatch(/lunedì 30 novembre 2026 .*09:00–09:30 allo sportello Libero/)
  })

  test('where nobody has written the day of the patron saint, the page says so; where it is written, it is left out', async () => {
    const { service, staff } = await desk()
    expect(wordsOf(await staff.get('/operatori/agenda'))).toContain('La festa del patrono di Bitonto non è scritta nei dati')
    const bari = await service.operator('pua-bari')
    const made = await bari.post('/operatori/agenda/posti', { ...plan, giorni: ['7', '1'], dal: '2027-03-22', settimane: '1', sportello: 'pua-bari' })
    expect(wordsOf(made)).toMatch(/domenica 28 marzo 2027/)
    const december = await bari.post('/operatori/agenda/posti', { ...plan, giorni: ['7'], dal: '2026-12-01', settimane: '1', sportello: 'pua-bari' })
    expect([wordsOf(december).includes('saltati: domenica 6 dicembre 2026'), wordsOf(december).includes('anche del patrono')]).toEqual([true, true])
  })

  test('closing days are seen in the week, and a slot that lies on a holiday is offered to nobody', async () => {
    const { service, staff, filed } = await desk()
    const put = (startsAt: string) => service.app.db.insert(slots).values({ desk: 'pua-bitonto', startsAt, minutes: 30, mode: 'sportello' }).returning().get()
    // Half past eight at night of the 7th and midnight of the 9th are of days that are worked.
    const [before, holiday, after] = [put('2026-12-07T19:30:00.000Z'), put('2026-12-08T09:00:00.000Z'), put('2026-12-08T23:00:00.000Z')]
    const week = await staff.get('/operatori/agenda?dal=2026-12-07')
    expect([await htmlFaults(week.html), wordsOf(week)]).toEqual([[], expect.stringMatching(/martedì 8 dicembre 2026 Festa nazionale: chiuso .*Non si offre.*sabato 12 dicembre 2026 Chiuso al pubblico/)])
    expect(wordsOf(await (await service.operator('pua-bari')).get('/operatori/agenda?dal=2029-12-06'))).toContain('giovedì 6 dicembre 2029 Festa del patrono di Bari: chiuso')
    const sheetOf = (await staff.get(sheet(filed))).html
    expect([before, holiday, after].map(({ id }) => sheetOf.includes(`value="${id}"`))).toEqual([true, false, true])
    expect((await book(service, staff, filed, holiday.id)).status).toBe(409)
    await book(service, staff, filed, before.id)
    const person = await following(service, filed)
    expect((await person.get('/la-mia-richiesta')).html).not.toContain(`value="${holiday.id}"`)
    expect((await change(service, person, filed, 'sposta', { posto: String(holiday.id) })).status).toBe(409)
  })

  test('what is wrong is said, and what was typed stays', async () => {
    const { staff } = await desk()
    const seen = await staff.post('/operatori/agenda/posti', { ...plan, alle: '08:00', settimane: '7' })
    expect([seen.status, await htmlFaults(seen.html), wordsOf(seen).includes("L'ora di fine deve venire dopo"), seen.html.includes('value="7"')]).toEqual([422, [], true, true])
  })

  test('only free slots of one\'s own desk are taken away, whatever is posted', async () => {
    const { service, staff, filed, all } = await desk()
    await book(service, staff, filed, all[0]?.id)
    const posti = all.map(({ id }) => String(id))
    const other = await service.operator('pua-altamura')
    expect((await other.post('/operatori/agenda/togli', { sportello: 'pua-bitonto', posti })).status).toBe(404)
    expect((await other.get('/operatori/agenda?sportello=pua-bitonto')).status).toBe(404)
    await other.post('/operatori/agenda/togli', { sportello: 'pua-altamura', posti })
    expect(service.app.db.select().from(slots).all()).toHaveLength(3)
    const seen = await staff.post('/operatori/agenda/togli', { sportello: 'pua-bitonto', posti: [...posti, 'NaN', '-1', '1e9'], settimana: '2026-11-30' })
    expect(wordsOf(seen)).toMatch(/Tolti 2 posti\. Gli altri non erano più liberi/)
    expect(service.app.db.select().from(slots).all()).toEqual([all[0]])
    expect(seen.html).toContain(filed.number)
  })
})

describe('an appointment', () => {
  test('is fixed from the dossier: the person reads when, where and what to bring, gets it for the calendar, and their name is nowhere in it', async () => {
    const { service, staff, filed, all } = await desk({ wishes: { answers: byMail } })
    const page = await staff.get(sheet(filed))
    expect([await htmlFaults(page.html), page.html.includes('lunedì 30 novembre 2026')]).toEqual([[], true])
    expect((await book(service, staff, filed, all[1]?.id, { portare: 'Un documento. <b>Se</b> ce l\'hai.' })).location).toBe(`${sheet(filed)}?fatto=appuntamento`)
    expect(now(service, filed)).toMatchObject({ nextOn: '2026-11-30', nextWhat: 'appuntamento', arrivedAt: null, contactedAt: null })
    const person = await following(service, filed)
    const seen = await person.get('/la-mia-richiesta')
    expect([await htmlFaults(seen.html), seen.html.includes('<b>Se')]).toEqual([[], false])
    expect(wordsOf(seen)).toMatch(/Il tuo appuntamento lunedì 30 novembre 2026, alle 09:30, allo sportello .*Che cosa portare .*Un documento/)
    const { headers, html: ics } = await person.get('/la-mia-richiesta/appuntamento.ics')
    expect(headers.get('Content-Type')).toContain('text/calendar')
    expect(ics).toMatch(/DTSTART;TZID=Europe\/Rome:20261130T093000\r\nDURATION:PT30M\r\nSUMMARY:Appuntamento\r\nLOCATION:/)
    expect(ics).not.toMatch(/Betulla|Rosa|2026\/0|documento/)
    expect((await staff.get(sheet(filed))).html).not.toMatch(/agenda\.\w+|staff\.events/)
    expect((await staff.get('/operatori/agenda?dal=2026-11-30')).html).toContain(filed.number)
  })

  test('two operators who post at once for the last slot: one has it, the other keeps what was typed', async () => {
    const { service, staff, filed, all } = await desk({ more: { alle: '09:30' } })
    const [colleague, other] = [await service.operator('pua-bitonto'), fileRequest(service.app)]
    const [first, second] = await Promise.all([book(service, staff, filed, all[0]?.id), book(service, colleague, other, all[0]?.id, { portare: 'Le bollette' })])
    expect([first.status, second.status]).toEqual([303, 409])
    expect([await htmlFaults(second.html), second.html.includes('Le bollette'), wordsOf(second).includes('non è più libero')]).toEqual([[], true, true])
    expect(service.app.db.select().from(appointments).all()).toHaveLength(1)
    expect(now(service, other)).toMatchObject({ revision: 0, nextOn: null })
    const { id, ...row } = fixedOf(service, filed)[0] ?? expect.fail('none')
    expect(() => service.app.db.insert(appointments).values(row).run()).toThrow(/UNIQUE/)
    expect(id).toBeGreaterThan(0)
  })

  test('on a page that a colleague has overtaken: what they did is told, what was typed stays, and is booked when pressed again', async () => {
    const { service, staff, filed, all } = await desk()
    const colleague = await service.operator('pua-bitonto')
    await colleague.post(`${sheet(filed)}/decisioni`, { decisione: 'prendi', versione: '0' })
    const late = await book(service, staff, filed, all[0]?.id, { versione: '0', portare: 'Le bollette' })
    expect([late.status, await htmlFaults(late.html), late.html.includes('Le bollette')]).toEqual([409, [], true])
    expect(wordsOf(late)).toMatch(new RegExp(`Intanto è successo questo Presa da un operatore\\s?, ${colleague.name}`))
    expect((await book(service, staff, filed, all[0]?.id, { portare: 'Le bollette' })).status).toBe(303)
  })

  test('a slot that is past, of another desk, taken, or never was; an old page; a second appointment; a closed request: nothing is written', async () => {
    const { service, staff, filed, all } = await desk()
    const altamura = await service.operator('pua-altamura')
    await altamura.post('/operatori/agenda/posti', { ...plan, sportello: 'pua-altamura' })
    const elsewhere = service.app.db.select().from(slots).where(eq(slots.desk, 'pua-altamura')).get()
    const past = service.app.db.insert(slots).values({ desk: 'pua-bitonto', startsAt: '2026-11-23T08:59:00.000Z', minutes: 30, mode: 'sportello' }).returning().get()
    for (const posto of [elsewhere?.id, past.id, 9999, -1, Number.NaN]) expect((await book(service, staff, filed, posto)).status, String(posto)).toBe(409)
    expect((await book(service, staff, filed, all[0]?.id, { posto: '' })).status).toBe(422)
    expect((await book(service, staff, filed, all[0]?.id, { versione: '7' })).status).toBe(409)
    expect((await book(service, altamura, filed, all[0]?.id)).status).toBe(404)
    expect(fixedOf(service, filed)).toEqual([])
    await book(service, staff, filed, all[0]?.id)
    expect((await book(service, staff, filed, all[1]?.id)).status).toBe(409)
    const closed = fileRequest(service.app)
    await (await following(service, closed)).post('/la-mia-richiesta/passi', { passo: 'ritira', versione: '0' })
    expect((await book(service, staff, closed, all[1]?.id)).status).toBe(409)
    expect(service.app.db.select().from(appointments).all()).toHaveLength(1)
  })

  test('done, having spoken, counts as the first contact; missed does not; neither before its time', async () => {
    const { service, staff, filed, all } = await desk()
    const missed = fileRequest(service.app)
    await book(service, staff, filed, all[0]?.id)
    await book(service, staff, missed, all[1]?.id)
    const settle = (request: Filed, fields: Fields) => staff.post(`${sheet(request)}/agenda/appuntamenti/${fixedOf(service, request)[0]?.id}/esito`, { versione: versione(service, request), ...fields })
    expect([(await settle(filed, { esito: 'fatto', parlato: 'si' })).status, (await settle(missed, { esito: 'mancato' })).status, (await settle(missed, { esito: 'annullato' })).status]).toEqual([409, 409, 422])
    service.clock.forward(7 * day + 20)
    await staff.post('/operatori/accedi', { email: staff.email, password })
    expect([(await settle(filed, { esito: 'fatto', parlato: 'si' })).status, (await settle(missed, { esito: 'mancato', parlato: 'si' })).status]).toEqual([303, 303])
    expect(now(service, filed)).toMatchObject({ contactedAt: '2026-11-30T09:20:00.000Z', nextOn: null, nextWhat: null })
    expect(now(service, missed)).toMatchObject({ contactedAt: null, nextOn: null })
    expect((await settle(filed, { esito: 'mancato' })).status).toBe(409)
    expect(firstBreak(service.app.db)).toBeUndefined()
  })
})

describe('the person', () => {
  test('moves it to another free slot, and gives it back; staff see it at the top, the slot is free again', async () => {
    const { service, staff, filed, all } = await desk()
    await book(service, staff, filed, all[0]?.id, { portare: 'Le chiavi' })
    const person = await following(service, filed)
    const moved = await change(service, person, filed, 'sposta', { posto: String(all[2]?.id) })
    expect(moved.location).toBe('/la-mia-richiesta?fatto=appuntamento_spostato')
    const seen = await person.get(moved.location ?? '')
    expect([await htmlFaults(seen.html), wordsOf(seen)]).toEqual([[], expect.stringMatching(/Hai spostato l'appuntamento\. .*alle 10:00.*Le chiavi/)])
    expect(now(service, filed)).toMatchObject({ arrivedAt: '2026-11-23T09:00:00.000Z', nextOn: '2026-11-30' })
    const chips = async (path: string) => [...(await staff.get(path)).html.matchAll(/<li class="chip chip-good">(.*?)<\/li>/gs)].map(([, words = '']) => wordsOf({ html: words }).trim())
    expect([await chips(sheet(filed)), await chips('/operatori/richieste?coda=risposte')]).toEqual([["Ha spostato l'appuntamento"], ["Ha spostato l'appuntamento"]])
    expect(fixedOf(service, filed).map(({ state, slot }) => [state, slot])).toEqual([['spostato', null], ['fissato', all[2]?.id]])
    expect((await change(service, person, filed, 'annulla')).status).toBe(303)
    expect(now(service, filed)).toMatchObject({ nextOn: null, nextWhat: null })
    expect(wordsOf(await staff.get(sheet(filed)))).toContain("La persona ha disdetto l'appuntamento")
    expect([await chips(sheet(filed)), await chips('/operatori/richieste')]).toEqual([["Ha disdetto l'appuntamento"], ["Ha disdetto l'appuntamento"]])
    expect((await book(service, staff, fileRequest(service.app), all[2]?.id)).status).toBe(303)
  })

  test('in two tabs, with forged ids, or with somebody else\'s appointment, changes nothing', async () => {
    const { service, staff, filed, all } = await desk()
    const other = fileRequest(service.app)
    const phone = service.app.db.insert(slots).values({ desk: 'pua-bitonto', startsAt: '2026-12-02T09:00:00.000Z', minutes: 30, mode: 'telefono' }).returning().get()
    const today = service.app.db.insert(slots).values({ desk: 'pua-bitonto', startsAt: '2026-11-23T15:00:00.000Z', minutes: 30, mode: 'sportello' }).returning().get()
    await book(service, staff, filed, all[0]?.id)
    await book(service, staff, other, all[1]?.id)
    const person = await following(service, filed)
    const theirs = String(fixedOf(service, other)[0]?.id)
    const forged: Fields[] = [{ appuntamento: theirs, posto: String(all[2]?.id) }, { posto: String(all[1]?.id) }, { posto: String(phone.id) }, { posto: String(today.id) }, { posto: '' }, { posto: '1 or 1=1' }, { versione: 'NaN', posto: String(all[2]?.id) }]
    for (const fields of forged) {
      const refused = await change(service, person, filed, 'sposta', fields)
      expect([refused.status, await htmlFaults(refused.html)], JSON.stringify(fields)).toEqual([409, []])
    }
    expect((await change(service, person, filed, 'annulla', { appuntamento: theirs })).status).toBe(409)
    expect((await change(service, service.visitor(), filed, 'annulla')).location).toBe('/la-mia-richiesta')
    expect((await service.visitor().get('/la-mia-richiesta/appuntamento.ics')).location).toBe('/la-mia-richiesta')
    const tabs = await Promise.all([change(service, person, filed, 'annulla'), change(service, person, filed, 'sposta', { posto: String(all[2]?.id) })])
    expect(tabs.map(({ status }) => status)).toEqual([303, 409])
    expect(fixedOf(service, other).map(({ state }) => state)).toEqual(['fissato'])
  })

  test('until the day before; on the day itself there is the phone', async () => {
    const { service, staff, filed, all } = await desk()
    await book(service, staff, filed, all[2]?.id)
    service.clock.forward(6 * day + 14 * 60)
    const person = await following(service, filed)
    const seen = wordsOf(await person.get('/la-mia-richiesta'))
    expect([seen.includes('È oggi. Se non puoi, telefona'), seen.includes('Disdici')]).toEqual([true, false])
    expect((await change(service, person, filed, 'annulla')).status).toBe(409)
    expect((await change(service, person, filed, 'sposta', { posto: String(all[1]?.id) })).status).toBe(409)
    expect(fixedOf(service, filed)).toMatchObject([{ state: 'fissato' }])
  })

  test('who withdraws the request gives back the slot; who may not see all of it sees no appointment', async () => {
    const { service, staff, filed, all } = await desk()
    await book(service, staff, filed, all[0]?.id)
    await (await following(service, filed)).post('/la-mia-richiesta/passi', { passo: 'ritira', versione: versione(service, filed) })
    expect([now(service, filed), fixedOf(service, filed)]).toMatchObject([{ status: 'ritirata', nextOn: null }, [{ state: 'annullato', slot: null }]])
    const aboutMother = { o_per_chi: 'familiare', segnalante_tipo: 'familiare_convivente', persona_informata: 'si', persona_d_accordo: 'si', segnalante_nome: { cognome: 'Salice', nome: 'Marta' } }
    const mother = fileRequest(service.app, { answers: { ...aboutMother, ...byMail } })
    expect((await book(service, staff, mother, all[0]?.id)).status).toBe(303)
    const relative = await following(service, mother)
    expect(wordsOf(await relative.get('/la-mia-richiesta'))).not.toContain('30 novembre')
    expect((await relative.get('/la-mia-richiesta/appuntamento.ics')).location).toBe('/la-mia-richiesta')
    expect((await change(service, relative, mother, 'annulla')).location).toBe('/la-mia-richiesta')
    expect(waiting(service)).toEqual([])
  })
})

test('a request with an appointment is neither closed nor passed on, and says why: the person would come for nothing', async () => {
  const { service, staff, filed, all } = await desk()
  const decide = (decisione: string, more: Fields = {}) => staff.post(`${sheet(filed)}/decisioni`, { decisione, versione: versione(service, filed), motivo: 'Vive ad Altamura', messaggio: 'Abbiamo letto la richiesta.', ...more })
  await decide('prendi')
  await book(service, staff, filed, all[0]?.id)
  expect(wordsOf(await staff.get(sheet(filed)))).toContain("Non ancora: c'è un appuntamento")
  expect([(await decide('chiudi')).status, (await decide('trasferisci', { sportello: 'pua-altamura' })).status, now(service, filed).status]).toEqual([409, 409, 'in_pre_valutazione'])
  await staff.post(`${sheet(filed)}/agenda/appuntamenti/${fixedOf(service, filed)[0]?.id}/annulla`, { versione: versione(service, filed) })
  expect([(await decide('chiudi')).status, now(service, filed).status]).toEqual([303, 'chiusa_orientamento'])
})

test('the file for the calendar has the lines of one appointment, whatever was typed as the place; a moved one takes the place of the first', async () => {
  const { service, staff, filed, all } = await desk({ wishes: { answers: byMail } })
  await book(service, staff, filed, all[0]?.id, { luogo: 'Stanza 2\r\nATTENDEE:mailto:x@example.org\rBEGIN:VEVENT\u2028X:1, a; b\u0000' })
  const person = await following(service, filed)
  const ics = async () => (await person.get('/la-mia-richiesta/appuntamento.ics')).html
  const first = await ics()
  expect(first.split(/\r\n|[\r\n\u2028\u0000]/).filter((line) => /^(ATTENDEE|BEGIN:VEVENT|X:)/.test(line))).toEqual(['BEGIN:VEVENT'])
  expect(first.replaceAll('\r\n ', '')).toContain('LOCATION:Stanza 2\\nATTENDEE:mailto:x@example.org\\nBEGIN:VEVENT\\nX:1\\, a\\; b')
  await change(service, person, filed, 'sposta', { posto: String(all[1]?.id) })
  const uid = parsed(first).event.UID
  expect(uid).toMatch(/^appuntamento-\d+-\d+@approdo$/)
  const told = async () => {
    const { calendar, event } = parsed(await ics())
    return [calendar.METHOD, event.UID === uid, event.SEQUENCE, event.STATUS, event['DTSTART;TZID=Europe/Rome']]
  }
  expect([parsed(first).calendar.METHOD, parsed(first).event.SEQUENCE, parsed(first).event.STATUS]).toEqual(['PUBLISH', '0', 'CONFIRMED'])
  expect(await told()).toEqual(['PUBLISH', true, '1', 'CONFIRMED', '20261130T093000'])
  await change(service, person, filed, 'annulla')
  const page = await person.get('/la-mia-richiesta')
  expect([await htmlFaults(page.html), wordsOf(page).includes('Toglilo dal calendario')]).toEqual([[], true])
  expect(await told()).toEqual(['CANCEL', true, '2', 'CANCELLED', '20261130T093000'])
  await book(service, staff, filed, all[2]?.id)
  expect(await told()).toEqual(['PUBLISH', false, '0', 'CONFIRMED', '20261130T100000'])
})

/** A calendar file as a program reads it (RFC 5545): unfolded lines, each in the part where it stands. */
function parsed(file: string) {
  const parts: Record<string, Record<string, string>> = {}
  const open: string[] = []
  for (const line of file.replaceAll('\r\n ', '').trimEnd().split('\r\n')) {
    const [, name = '', value = ''] = /^([A-Z-]+(?:;[A-Z]+=(?:"[^"]*"|[^";:]*))*):(.*)$/.exec(line) ?? expect.fail(line)
    if (name === 'BEGIN') open.push(value)
    else if (name === 'END') expect(open.pop()).toBe(value)
    else parts[open.at(-1) ?? ''] = { ...parts[open.at(-1) ?? ''], [name]: value }
  }
  expect(open).toEqual([])
  expect([parts.VTIMEZONE?.TZID, parts.DAYLIGHT?.TZOFFSETTO, parts.STANDARD?.TZOFFSETTO]).toEqual(['Europe/Rome', '+0200', '+0100'])
  expect(parts.VEVENT).toMatchObject({ DTSTAMP: '20261123T090000Z', 'ORGANIZER;CN="Sportello"': 'http://localhost' })
  return { calendar: parts.VCALENDAR ?? {}, event: parts.VEVENT ?? {} }
}

describe('letters', () => {
  test('a notice that says nothing at once, a reminder at nine of the working day before; it goes with the appointment', async () => {
    const { service, staff, filed, all } = await desk({ wishes: { answers: byMail } })
    await book(service, staff, filed, all[0]?.id, { portare: 'La cartella clinica' })
    expect(waiting(service)).toEqual([['novita', '2026-11-23T09:00:00.000Z'], ['promemoria_appuntamento', '2026-11-27T08:00:00.000Z']])
    const notice = openLetter(service.app, claimLetter(service.app) ?? expect.fail('none'))
    expect(notice).toMatchObject({ to: verde, subject: "C'è una novità sulla tua richiesta" })
    expect(notice.text).not.toMatch(/appuntament|30 novembre|cartella|Betulla|2026\/|\{\{|agenda\./)
    const person = await following(service, filed)
    await change(service, person, filed, 'annulla')
    expect(waiting(service)).toEqual([])
  })

  test('go to a new address, or to none, once the person changed how they are reached', async () => {
    const { service, staff, filed, all } = await desk({ wishes: { answers: byMail } })
    await book(service, staff, filed, all[0]?.id)
    const person = await following(service, filed)
    await person.post('/la-mia-richiesta/contatti', { 'canale_contatto.risposta': 'email', 'email.risposta': 'nuova@example.org' })
    expect(service.app.db.select().from(letters).all().map((letter) => [letter.kind, openLetter(service.app, letter).to])).toEqual([['novita', 'nuova@example.org'], ['promemoria_appuntamento', 'nuova@example.org']])
    await person.post('/la-mia-richiesta/contatti', { 'canale_contatto.risposta': 'passo_io' })
    expect(waiting(service)).toEqual([])
  })
})

describe('attempts', () => {
  let service: TestApp
  beforeAll(async () => {
    service = await testApp()
    await service.operator('pua-bitonto')
  })
  afterAll(() => service.close())

  test('three in vain on two channels over thirty days are enough to close without contact: the page says so, nothing closes by itself', async () => {
    const { service, staff, filed } = await desk()
    for (const [canale, esito, days] of [['telefono', 'non_risponde', 15], ['lettera', 'messaggio_lasciato', 15], ['telefono', 'numero_sbagliato', 0]] as const) {
      expect(attempted(service.app.db, service.app.content, filed.id).enough).toBe(false)
      await staff.post(`${sheet(filed)}/agenda/tentativi`, { versione: versione(service, filed), canale, esito })
      service.clock.forward(days * day)
      if (days) await staff.post('/operatori/accedi', { email: staff.email, password })
    }
    expect(attempted(service.app.db, service.app.content, filed.id).enough).toBe(true)
    expect(wordsOf(await staff.get(sheet(filed)))).toMatch(/3 di 3.*I tentativi bastano/)
    expect(now(service, filed)).toMatchObject({ status: 'protocollata', contactedAt: null })
  })

  test('before the person came back by themselves count no more: who was found is not closed at once again', async () => {
    const { service, staff, filed } = await desk()
    await staff.post(`${sheet(filed)}/agenda/tentativi`, { versione: '0', canale: 'telefono', esito: 'non_risponde' })
    service.app.db.update(dossiers).set({ status: 'archiviata' }).where(eq(dossiers.id, filed.id)).run()
    expect(attempted(service.app.db, service.app.content, filed.id).count).toBe(1)
    await (await following(service, filed)).post('/la-mia-richiesta/passi', { passo: 'riapri_persona', versione: '1' })
    expect(attempted(service.app.db, service.app.content, filed.id).count).toBe(0)
  })

  test.each(['risposta', 'osservazioni', 'contatti', 'arrivata', 'trovata', 'appuntamento_spostato', 'appuntamento_disdetto', 'appuntamento_fatto', 'identita_vista', 'riapri'])('before a sign of the person (%s) count no more, those after it do', async (kind) => {
    const { app } = service
    const { id } = fileRequest(app)
    const tried = (at: string) => app.db.insert(attempts).values({ dossier: id, at, channel: 'telefono', outcome: 'non_risponde', operator: 1 }).run()
    const happened = (what: string, at: string) => app.db.insert(events).values({ dossier: id, at, kind: what, status: 'contatto_in_corso' }).run()
    tried('2026-10-01T09:00:00.000Z')
    for (const what of ['letto', 'appuntamento', 'appuntamento_mancato', 'appuntamento_annullato', 'tentativo']) happened(what, '2026-10-02T09:00:00.000Z')
    expect(attempted(app.db, app.content, id).count).toBe(1)
    happened(kind, '2026-10-03T09:00:00.000Z')
    expect(attempted(app.db, app.content, id).count).toBe(0)
    tried('2026-11-20T09:00:00.000Z')
    expect(attempted(app.db, app.content, id)).toEqual({ count: 1, channels: 1, days: 0, enough: false })
  })

  test('are counted towards three; the note is for colleagues and sealed; the first talk is kept', async () => {
    const { service, staff, filed } = await desk()
    const log = (canale: string, esito: string, more: Fields = {}) => staff.post(`${sheet(filed)}/agenda/tentativi`, { versione: versione(service, filed), canale, esito, ...more })
    expect((await log('telefono', 'non_risponde', { nota: 'Squilla, poi cade' })).location).toBe(`${sheet(filed)}?fatto=tentativo`)
    await log('sms', 'messaggio_lasciato')
    const page = await staff.get(`${sheet(filed)}/agenda`)
    expect([await htmlFaults(page.html), wordsOf(page)]).toEqual([[], expect.stringMatching(/Tentativi in corso: 2 di 3 .*su 2 di 2 canali, in 0 di 30 giorni.*Niente messaggi.*Squilla, poi cade/)])
    expect(service.app.db.select().from(attempts).all().map(({ sealed }) => sealed?.includes('Squilla') ?? null)).toEqual([false, null])
    const person = wordsOf(await (await following(service, filed)).get('/la-mia-richiesta'))
    expect([person.includes('Abbiamo provato a sentirti'), person.includes('Squilla')]).toEqual([true, false])
    expect(now(service, filed).contactedAt).toBeNull()
    await log('telefono', 'parlato')
    service.clock.forward(10)
    await log('telefono', 'parlato')
    expect(now(service, filed)).toMatchObject({ contactedAt: '2026-11-23T09:00:00.000Z', status: 'protocollata' })
    expect(wordsOf(await staff.get(sheet(filed)))).not.toContain('di 3')
    expect(openDossier(service.app, now(service, filed)).story.map(({ kind }) => kind)).toEqual(['inviata', 'tentativo', 'tentativo', 'parlato', 'parlato'])
  })

  test('what is not of the lists, an old page, another desk: nothing is written, the note stays', async () => {
    const { service, staff, filed } = await desk()
    const where = `${sheet(filed)}/agenda/tentativi`
    const good = { versione: '0', canale: 'telefono', esito: 'non_risponde', nota: 'Una nota <lunga>' }
    for (const [fields, status] of [[{ canale: 'piccione' }, 422], [{ esito: '__proto__' }, 422], [{ versione: '9' }, 409]] as const) {
      const seen = await staff.post(where, { ...good, ...fields })
      expect([seen.status, await htmlFaults(seen.html), seen.html.includes('Una nota &lt;lunga&gt;')], JSON.stringify(fields)).toEqual([status, [], true])
    }
    expect((await (await service.operator('pua-altamura')).post(where, good)).status).toBe(404)
    expect((await (await service.operator(null, 'dpo_auditor')).post(where, good)).status).toBe(404)
    expect((await (await service.operator('pua-bitonto', 'responsabile_procedimento')).post(where, good)).status).toBe(404)
    expect(service.app.db.select().from(attempts).all()).toEqual([])
  })
})
