import { and, eq } from '../../db/drizzle.ts'
import { expect, test } from 'vitest'
import { audit, dossiers, events, letters, staff } from '../../db/schema.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { htmlFaults } from '../helpers/html.ts'
import type { Fields, Visitor } from '../helpers/app.ts'
import { fileRequest, type Filed } from '../helpers/requests.ts'
import { serviceWith, withMail } from '../helpers/people.ts'

const { home, desk, colleague } = await serviceWith({ desk: ['pua-bitonto'], colleague: ['pua-bitonto'] }, { settings: withMail })

const read = ({ id }: Filed) => home.app.db.select().from(dossiers).where(eq(dossiers.id, id)).get()
const set = ({ id }: Filed, values: Partial<typeof dossiers.$inferInsert>) => home.app.db.update(dossiers).set(values).where(eq(dossiers.id, id)).run()
const idOf = ({ email }: { email: string }) => home.app.db.select().from(staff).where(eq(staff.email, email)).get()?.id ?? 0
const box = (request: Filed, revision = read(request)?.revision) => `${inAddress(request.number)}.${revision}`
const together = (who: Visitor, fare: string, requests: Filed[], fields: Fields = {}) => who.post('/operatori/richieste/insieme', { fare, scelte: requests.map((one) => box(one)), ...fields })
const kinds = ({ id }: Filed) => home.app.db.select().from(events).where(eq(events.dossier, id)).all().map(({ kind, status }) => `${kind} ${status}`)

async function citizen({ number, code }: Filed): Promise<string> {
  const visitor = home.visitor()
  await visitor.post('/la-mia-richiesta', { numero: number, codice: code })
  return (await visitor.get('/la-mia-richiesta')).html
}

test('the queue has a box on each row and one form, without script', async () => {
  const request = fileRequest(home.app)
  const { html } = await desk.get('/operatori/richieste')
  expect(html).toContain(`name="scelte" form="insieme" value="${box(request)}"`)
  expect(html).toContain('id="insieme" method="post" action="/operatori/richieste/insieme"')
  expect(await htmlFaults(html)).toEqual([])
})

test('given to a colleague: each that can be, and the others told with the reason', async () => {
  const [good, old, closed, taken, far] = [fileRequest(home.app), fileRequest(home.app), fileRequest(home.app), fileRequest(home.app), fileRequest(home.app, { answers: { o_comune: 'A225' } })]
  set(closed, { status: 'chiusa_orientamento', closedAt: '2026-11-23T09:00:00Z' })
  set(taken, { operator: idOf(await home.operator('pua-bitonto')) })
  const who = await together(desk, 'assegna', [good])
  expect(who.html).toContain(`<option value="${idOf(colleague)}">`)
  expect(await htmlFaults(who.html)).toEqual([])
  const { html } = await together(desk, 'assegna', [], { scelte: [box(good), box(old, 7), box(closed), box(taken), box(far)], operatore: String(idOf(colleague)) })
  expect(html).toContain(`1 richiesta passata a ${colleague.name}`)
  expect([read(good)?.operator, read(good)?.status, read(good)?.revision]).toEqual([idOf(colleague), 'protocollata', 1])
  expect(kinds(good)).toEqual(['inviata protocollata', 'passa protocollata'])
  for (const [request, why] of [[old, 'intanto qualcuno'], [closed, 'è chiusa'], [taken, 'la segue un altro collega'], [far, 'non si trova']] as const) expect(html).toMatch(new RegExp(`${request.number}(</a>)?: ${why}`))
  expect([old, closed, far].map((one) => read(one)?.operator)).toEqual([null, null, null])
  const again = await together(desk, 'assegna', [taken], { operatore: String(idOf(colleague)), motivo: 'È in ferie' })
  expect(again.html).toContain('1 richiesta passata')
})

test('of those that somebody overtook it says what was done, and the reason typed for them is given back', async () => {
  const [good, late] = [fileRequest(home.app), fileRequest(home.app)]
  const old = box(late)
  await desk.post(`/operatori/richieste/${inAddress(late.number)}/decisioni`, { decisione: 'prendi', versione: '0' })
  const seen = await together(desk, 'assegna', [], { scelte: [box(good), old], operatore: String(idOf(colleague)), motivo: 'Conosce la famiglia' })
  expect([await htmlFaults(seen.html), seen.html.includes('Conosce la famiglia'), seen.html.includes(`Presa da un operatore, ${desk.name}`)]).toEqual([[], true, true])
  expect(read(late)?.operator).toBe(idOf(desk))
})

test('a colleague of another desk cannot be chosen, and who may not assign gets nothing', async () => {
  const request = fileRequest(home.app)
  const stranger = await home.operator('pua-altamura')
  expect((await together(desk, 'assegna', [request], { operatore: String(idOf(stranger)) })).status).toBe(422)
  const nurse = await home.operator('pua-bitonto', 'infermiere')
  expect((await together(nurse, 'assegna', [request], { operatore: String(idOf(colleague)) })).status).toBe(404)
  expect(read(request)?.operator).toBeNull()
})

test('a message: told in the story, by a letter that says nothing; never near a refusal, never to who reported', async () => {
  const good = fileRequest(home.app, { answers: { canale_contatto: 'email', email: 'rosa.betulla@example.org' } })
  const [warned, refused, report] = [fileRequest(home.app), fileRequest(home.app), fileRequest(home.app, { answers: { natura_atto: 'segnalazione' } })]
  set(warned, { status: 'preavviso' })
  set(refused, { status: 'non_accolta' })
  const all = [good, warned, refused, report]
  const which = await together(desk, 'messaggio', all)
  expect(await htmlFaults(which.html)).toEqual([])
  expect((await together(desk, 'messaggio', all, { conferma: 'si', testo: 'inventato' })).status).toBe(422)
  const { html } = await together(desk, 'messaggio', all, { testo: 'chiamaci' })
  expect(html).toContain('Messaggio scritto a 1 persona')
  expect(await citizen(good)).toContain('Vorremmo parlare con te della tua richiesta.')
  expect(all.map((one) => read(one)?.status)).toEqual(['protocollata', 'preavviso', 'non_accolta', 'protocollata'])
  expect([warned, refused, report].flatMap(kinds).filter((kind) => kind.startsWith('messaggio'))).toEqual([])
  expect(html.match(/vicina a un rifiuto/g)).toHaveLength(2)
  expect(home.app.db.select().from(letters).all().map(({ dossier, kind }) => [dossier, kind])).toEqual([[good.id, 'novita']])
  // Sent again from the same page, nobody is written to twice.
  expect((await together(desk, 'messaggio', [], { scelte: [box(good, 0)], testo: 'chiamaci' })).html).toContain('Nessuna è cambiata.')
})

test('print: each sheet on a page of its own, in scope, and each reading is in the log', async () => {
  const [one, other, far] = [fileRequest(home.app, { answers: { natura_atto: 'istanza' } }), fileRequest(home.app), fileRequest(home.app, { answers: { o_comune: 'A225' } })]
  const { html } = await together(desk, 'stampa', [one, other, far])
  expect(html.match(/class="bulk-sheet"/g)).toHaveLength(2)
  expect(html).toContain(`Non si stampano: ${far.number}.`)
  expect(await htmlFaults(html)).toEqual([])
  const lines = home.app.db.select().from(audit).where(and(eq(audit.subject, one.number), eq(audit.outcome, 'ok'))).all().map(({ action }) => action)
  expect(lines).toEqual(['inviata', 'lettura', 'stampa'])
})

test('nothing chosen, too many, or a step that is not there: said, and nothing done', async () => {
  const request = fileRequest(home.app)
  const wrong: Fields[] = [{ fare: 'stampa' }, { fare: 'rifiuta', scelte: box(request) }, { fare: 'constructor', scelte: box(request) }, { fare: 'stampa', scelte: 'x.y' }, { fare: 'stampa', scelte: Array.from({ length: 61 }, (_, i) => `2026-${i + 1}.0`) }]
  for (const fields of wrong) expect((await desk.post('/operatori/richieste/insieme', fields)).status).toBe(422)
  expect(kinds(request)).toEqual(['inviata protocollata'])
})
