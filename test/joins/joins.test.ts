import { eq } from '../../db/drizzle.ts'
import { describe, expect, test } from 'vitest'
import { audit, dossiers, events, joins, letters, traces } from '../../db/schema.ts'
import { openDossier } from '../../src/dossiers/dossiers.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { htmlFaults } from '../helpers/html.ts'
import type { Fields, Visitor } from '../helpers/app.ts'
import { wordsOf } from '../helpers/talk.ts'
import { fileRequest, type Filed, type Wishes } from '../helpers/requests.ts'
import { serviceWith, withMail } from '../helpers/people.ts'

const { home, bitonto, altamura } = await serviceWith({ bitonto: ['pua-bitonto'], altamura: ['pua-altamura'] }, { settings: withMail })

let people = 0
type Kind = 'fiscal_code' | 'phone' | 'name_birth'
const address = ({ number }: Filed) => `/operatori/richieste/${inAddress(number)}`
const read = ({ id }: Filed) => home.app.db.select().from(dossiers).where(eq(dossiers.id, id)).get()
const version = (request: Filed) => String(read(request)?.revision)
const leave = (request: Filed, kind: Kind, value: string) => home.app.db.insert(traces).values({ dossier: request.id, kind, value }).onConflictDoNothing().run()

/** Requests that share one trace and no other, taken by the desk. */
async function doubles(kind: Kind, ...all: Wishes[]): Promise<Filed[]> {
  people += 1
  const filed = all.map((wishes) => fileRequest(home.app, wishes))
  for (const request of filed) {
    home.app.db.delete(traces).where(eq(traces.dossier, request.id)).run()
    leave(request, kind, `persona ${people}`)
    await bitonto.post(`${address(request)}/decisioni`, { decisione: 'prendi', versione: version(request) })
  }
  return filed
}
const two = async (kind: Kind = 'fiscal_code', first: Wishes = {}, second: Wishes = {}) => (await doubles(kind, first, second)) as [Filed, Filed]

const unite = (who: Visitor, here: Filed, other: Filed, fields: Fields = {}) => who.post(`${address(here)}/doppie/unisci`, {
  altra: other.number, versione: version(here), versione_altra: version(other), resta: here.number, motivo: 'Ha chiesto due volte', ...fields,
})
const separate = (who: Visitor, closed: Filed) => who.post(`${address(closed)}/doppie/annulla`, { versione: version(closed), motivo: 'Sono marito e moglie' })

async function citizen({ number, code }: Filed): Promise<string> {
  const visitor = home.visitor()
  await visitor.post('/la-mia-richiesta', { numero: number, codice: code })
  return (await visitor.get('/la-mia-richiesta')).html
}

describe('who may be of the same person', () => {
  test.each([['fiscal_code', 'lo stesso codice fiscale'], ['name_birth', 'lo stesso nome e la stessa data di nascita'], ['phone', 'lo stesso telefono']] as const)('the same %s is said on the dossier, and why', async (kind, words) => {
    const [one, other] = await two(kind)
    const { html } = await bitonto.get(address(one))
    expect(html).toContain(`Richiesta ${other.number}: ${words}`)
    expect(html).toContain(`href="${address(one)}/doppie"`)
    expect(read(other)?.status).toBe('in_pre_valutazione')
  })

  test('that the same person has asked in another ambito is told by no mark, no filter and no list; once it is passed on here, it is', async () => {
    const answers = { persona: { cognome: 'Acero', nome: 'Lia' }, persona_data_nascita: '1971-03-02', telefono: '080 555 0888' }
    const [here, far] = [fileRequest(home.app, { answers }), fileRequest(home.app, { answers: { ...answers, o_comune: 'A225' } })]
    expect([read(here)?.desk, read(far)?.desk]).toEqual(['pua-bitonto', 'pua-altamura'])
    expect([read(here)?.flags, read(far)?.flags].join('')).not.toContain('doppia')
    const { html } = await bitonto.get('/operatori/richieste?doppia=1')
    expect(html).not.toContain(here.number)
    for (const [decisione, fields] of [['prendi', {}], ['trasferisci', { sportello: 'pua-bitonto', motivo: 'Vive a Bitonto' }]] as const) {
      expect((await altamura.post(`${address(far)}/decisioni`, { decisione, versione: version(far), ...fields })).status).toBe(303)
    }
    expect(read(here)?.flags).toContain('|doppia|')
    expect((await bitonto.get('/operatori/richieste?doppia=1')).html).toContain(here.number)
    expect(read(far)?.flags).not.toContain('doppia')
  })

  test('side by side: what differs is marked, and nothing of special categories is there', async () => {
    const [one, other] = await two('phone', {}, { answers: { persona: { cognome: 'Betulla', nome: 'Ròsa' }, bisogno_parole_tue: 'Un lavoro, per favore.', natura_atto: 'istanza' } })
    const { html } = await bitonto.get(`${address(one)}/doppie`)
    const rows = [...html.matchAll(/<tr role="row" (class="differs")?>\s*<th[^>]*>([^<]*)/g)].map(([, differs, label = '']) => ({ label: label.trim(), differs: Boolean(differs) }))
    expect(rows.find(({ label }) => label === 'Le sue parole')?.differs).toBe(true)
    expect(rows.find(({ label }) => label === 'Sportello')?.differs).toBe(false)
    expect(html).toContain('Ròsa')
    const closed = openDossier(home.app, other).filed.rows.filter(({ category, id }) => category === 'part' && id !== 'bisogno_parole_tue').map(({ label }) => label)
    expect(closed.length).toBeGreaterThan(0)
    expect(closed.filter((label) => html.includes(label))).toEqual([])
    expect(await htmlFaults(html)).toEqual([])
    expect(home.app.db.select().from(audit).where(eq(audit.subject, other.number)).all().some(({ action }) => action === 'lettura')).toBe(true)
  })

  test('what is of another desk is not there, and cannot be joined', async () => {
    const [one] = await two()
    const far = fileRequest(home.app, { answers: { o_comune: 'A225' } })
    leave(far, 'fiscal_code', `persona ${people}`)
    expect((await bitonto.get(`${address(one)}/doppie`)).html).not.toContain(far.number)
    expect((await unite(bitonto, one, far)).status).toBe(404)
    expect((await altamura.get(`${address(one)}/doppie`)).status).toBe(404)
    expect((await altamura.get(address(far))).html).not.toContain('Forse questa persona ha già chiesto')
    expect([read(one)?.status, read(far)?.status]).toEqual(['in_pre_valutazione', 'protocollata'])
  })

  test('two people are remembered as two, from both sides, until somebody wants to look again', async () => {
    const [one, other] = await two('phone')
    await bitonto.post(`${address(other)}/doppie/diverse`, { altra: one.number })
    expect((await bitonto.get(address(one))).html).not.toContain('Forse questa persona ha già chiesto')
    expect(read(one)?.flags).not.toContain('|doppia|')
    await bitonto.post(`${address(one)}/doppie/diverse`, { altra: other.number, diverse: 'no' })
    expect((await bitonto.get(address(other))).html).toContain(`Richiesta ${one.number}: lo stesso telefono`)
    expect(read(one)?.flags).toContain('|doppia|')
  })
})

test('the queue does not tell a desk that the person asked in another ambito too', () => {
  const phone = { canale_contatto: 'telefono', telefono: '080 555 0199' }
  const [near, far] = [fileRequest(home.app, { answers: phone }), fileRequest(home.app, { answers: { ...phone, o_comune: 'A225' } })]
  expect([read(near)?.flags, read(far)?.flags].filter((flags) => flags?.includes('doppia'))).toEqual([])
  fileRequest(home.app, { answers: phone })
  expect([read(near)?.flags.includes('|doppia|'), read(far)?.flags.includes('|doppia|')]).toEqual([true, false])
})

describe('joining', () => {
  test('the other becomes "unita", its story is read from the one that stays, and the person is told which number to follow', async () => {
    const [one, other] = await two('fiscal_code', {}, { answers: { bisogno_parole_tue: 'Ho chiesto di nuovo, scusate.', canale_contatto: 'email', email: 'rosa.betulla@example.org' } })
    const told = () => home.app.db.select().from(letters).where(eq(letters.dossier, other.id)).all().filter(({ kind }) => kind === 'novita').length
    const before = told()
    expect((await unite(bitonto, one, other)).location).toContain(address(one))
    expect(read(other)).toMatchObject({ status: 'unita', joinedInto: one.id, waitingSince: null })
    expect(read(other)?.closedAt).not.toBeNull()
    const sheet = (await bitonto.get(address(one))).html
    expect(sheet).toContain('Ho chiesto di nuovo, scusate.')
    expect(sheet).toContain('Unita a un&#39;altra richiesta')
    const seen = await citizen(other)
    expect(seen).toContain('Unita a un&#39;altra tua richiesta')
    expect(seen).toContain(`Ora segui questo numero: <strong><bdi dir="ltr">${one.number}</bdi>`)
    expect(await citizen(one)).toContain(`abbiamo unito la ${other.number}`)
    expect(told() - before).toBe(1)
  })

  test('its urgency and its term are not lost, and go back when it is undone', async () => {
    const [one, other] = await two('phone')
    home.app.db.update(dossiers).set({ rank: 0, dueOn: '2026-12-01' }).where(eq(dossiers.id, other.id)).run()
    const before = read(one)
    const waiting = read(other)?.waitingSince
    await unite(bitonto, one, other)
    expect(read(one)).toMatchObject({ rank: 0, dueOn: '2026-12-01' })
    expect((await separate(bitonto, other)).status).toBe(303)
    expect(read(other)).toMatchObject({ status: 'in_pre_valutazione', joinedInto: null, closedAt: null, waitingSince: waiting })
    expect(read(one)).toMatchObject({ rank: before?.rank, dueOn: before?.dueOn })
    expect(await citizen(other)).not.toContain('Ora segui questo numero')
  })

  test('after thirty days it stays as it is', async () => {
    const [one, other] = await two()
    await unite(bitonto, one, other)
    const longAgo = new Date(home.clock.now.getTime() - 30 * 86_400_000).toISOString()
    home.app.db.update(joins).set({ at: longAgo }).where(eq(joins.dossier, other.id)).run()
    expect((await bitonto.get(address(other))).html).not.toContain('/doppie/annulla')
    expect((await separate(bitonto, other)).status).toBe(409)
    expect(read(other)?.status).toBe('unita')
  })

  test('no reason: nothing happens and what was chosen stays; on an old page: the second sees it', async () => {
    const [one, other] = await two()
    const silent = await unite(bitonto, one, other, { motivo: ' ', resta: other.number })
    expect(silent.status).toBe(422)
    expect(silent.html).toContain(`value="${other.number}" checked`)
    const late = await unite(bitonto, one, other, { versione_altra: '0', motivo: 'Ha scritto due volte' })
    expect([late.status, await htmlFaults(late.html), late.html.includes('Ha scritto due volte')]).toEqual([409, [], true])
    expect(wordsOf(late)).toMatch(new RegExp(`Intanto è successo questo Presa da un operatore\\s?, ${bitonto.name}`))
    expect([read(one)?.status, read(other)?.status]).toEqual(['in_pre_valutazione', 'in_pre_valutazione'])
  })

  test('of two who undo it, or who come after it, the second sees what was done, and the reason is kept', async () => {
    const [one, other] = await two()
    const versions = { versione: version(one), versione_altra: version(other) }
    await unite(bitonto, one, other)
    const again = await unite(bitonto, one, other, { ...versions, motivo: 'Lo dice anche lei' })
    expect([again.status, await htmlFaults(again.html), again.html.includes('Lo dice anche lei')]).toEqual([409, [], true])
    const old = await bitonto.post(`${address(other)}/doppie/annulla`, { versione: versions.versione_altra, motivo: 'Sono due sorelle' })
    expect([old.status, await htmlFaults(old.html), old.html.includes('Sono due sorelle'), wordsOf(old).includes('Intanto è successo questo')]).toEqual([409, [], true, true])
    await separate(bitonto, other)
    const late = await bitonto.post(`${address(other)}/doppie/annulla`, { versione: versions.versione_altra, motivo: 'Sono due sorelle' })
    expect([late.status, late.html.includes('Sono due sorelle')]).toEqual([409, true])
  })

  test('a signed request is never closed into an unsigned one, nor any into itself', async () => {
    const [unsigned, signed] = await two('phone', {}, { answers: { natura_atto: 'istanza' } })
    expect((await unite(bitonto, unsigned, signed)).status).toBe(409)
    expect((await unite(bitonto, unsigned, unsigned)).status).toBe(409)
    expect(read(signed)?.status).toBe('in_pre_valutazione')
    expect((await unite(bitonto, signed, unsigned)).status).toBe(303)
  })

  test('who reported learns no number, and who is reported does not learn of the report', async () => {
    const [own, report] = await two('phone', {}, { answers: { natura_atto: 'segnalazione' } })
    await unite(bitonto, own, report)
    expect(read(report)?.status).toBe('unita')
    expect(await citizen(report)).not.toContain(own.number)
    expect(await citizen(own)).not.toContain(report.number)
  })

  test('a chain leads to its end', async () => {
    const [a, b, c] = (await doubles('fiscal_code', {}, {}, {})) as [Filed, Filed, Filed]
    await unite(bitonto, b, a)
    await unite(bitonto, c, b)
    expect(await citizen(a)).toContain(`<bdi dir="ltr">${c.number}</bdi>`)
    expect((await bitonto.get(address(c))).html).toContain(`Richiesta ${a.number}, arrivata il`)
  })

  test('only roles that may join find the way, and nobody else the page', async () => {
    const [one, other] = await two()
    const nurse = await home.operator('pua-bitonto', 'infermiere')
    const { html } = await nurse.get(address(one))
    expect(html).toContain(other.number)
    expect(html).not.toContain('/doppie"')
    expect((await unite(nurse, one, other)).status).toBe(404)
    expect(home.app.db.select().from(events).where(eq(events.dossier, other.id)).all().map(({ kind }) => kind)).toEqual(['inviata', 'prendi'])
  })
})
