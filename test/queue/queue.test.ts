import { eq } from '../../db/drizzle.ts'
import { describe, expect, test } from 'vitest'
import { dossiers, savedSearches, traces } from '../../db/schema.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { openDossier } from '../../src/dossiers/dossiers.ts'
import { fillTraces } from '../../src/queue/fill.ts'
import { seal } from '../../src/vault/vault.ts'
import { testApp, type TestApp } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { fileRequest, type Wishes } from '../helpers/requests.ts'
import { wordsOf } from '../helpers/talk.ts'

type Change = Partial<typeof dossiers.$inferInsert>
const put = ({ app }: TestApp, wishes: Wishes = {}, change?: Change) => {
  const filed = fileRequest(app, wishes)
  if (change) app.db.update(dossiers).set(change).where(eq(dossiers.id, filed.id)).run()
  return filed.number
}
/** The numbers of the rows, from the top. */
const numbersIn = (html: string) => [...html.matchAll(/<a href="\/operatori\/richieste\/\d{4}-\d{7}">(\d{4}\/\d{7})/g)].map(([, number]) => number)
const home = '/operatori/richieste'

describe('the lists', () => {
  test('put danger first, then who has answered, then what is due first', async () => {
    const service = await testApp({ own: true })
    const later = put(service, {}, { dueOn: '2027-01-20' })
    const sooner = put(service, {}, { dueOn: '2027-01-10' })
    const answered = put(service, {}, { dueOn: '2027-02-01', arrivedAt: '2026-11-23T08:00:00Z' })
    const date = put(service, { answers: { o_scadenza: 'lascio_casa' } }, { dueOn: '2027-03-01' })
    const street = put(service, { answers: { c_dove: 'strada' } }, { dueOn: '2027-03-01' })
    const desk = await service.operator('pua-bitonto')
    const seen = await desk.get(home)
    expect(await htmlFaults(seen.html)).toEqual([])
    expect(numbersIn(seen.html)).toEqual([street, date, answered, sooner, later])
    expect(wordsOf(seen)).toContain('Deve lasciare la casa «Devo lasciare la casa')
    expect(wordsOf(seen)).toContain('Ambito di Bitonto')
    expect(wordsOf(seen)).not.toMatch(/Betulla|080 555/)
  })

  test('are read in Italian, whatever language a request was filed in', async () => {
    const service = await testApp({ own: true })
    const { app } = service
    const request = fileRequest(app, { answers: { o_scadenza: 'lascio_casa', persona_data_nascita: 'ignoto', o_eta: '30-64' } })
    const { filed, key } = openDossier(app, request)
    const rows = filed.rows.map((row) => (['o_scadenza', 'o_eta', 'o_bisogni', 'scadenza_data'].includes(row.id) ? { ...row, answer: ['ΞΕΝΑ'] } : row))
    const { birth: _birth, ...rest } = filed
    app.db.update(dossiers).set({ sealed: seal(key, 'dossier', { ...rest, lang: 'uk', rows }) }).where(eq(dossiers.id, request.id)).run()
    const desk = await service.operator('pua-bitonto')
    const row = wordsOf(await desk.get(home))
    for (const words of ['Devo lasciare la casa', '30']) expect(row).toContain(words)
    expect(row).not.toContain('ΞΕΝΑ')
    expect(wordsOf(await desk.get('/operatori/oggi'))).not.toContain('ΞΕΝΑ')
    const head = (await desk.get(`${home}/${inAddress(request.number)}`)).html.split('class="dossier"')[0] ?? ''
    expect(head).not.toContain('ΞΕΝΑ')
  })

  test('say in words what the next date is for', async () => {
    const service = await testApp({ own: true })
    put(service, {}, { nextOn: '2026-12-01', nextWhat: 'secondo_sguardo' })
    expect(wordsOf(await (await service.operator('pua-bitonto')).get(home))).toMatch(/1 dicembre 2026 Guardarla di nuovo/)
  })

  test('are counted, and narrowed by every filter, alone and together', async () => {
    const service = await testApp({ own: true })
    const desk = await service.operator('pua-bitonto')
    const plain = put(service)
    const special = put(service, { answers: { o_bisogni: ['famiglia', 'lavoro'], f_minori: 'si', aiuti_comunicazione: ['interprete'], lingua: 'sq', telefono: '080 555 0177', persona: { nome: 'Verde', cognome: 'Pino' } } },
      { channel: 'kiosk', priority: 'U2', arrivedAt: '2026-11-22T10:00:00Z', dueOn: '2026-11-01', operator: 1, status: 'in_lavorazione' })
    for (const query of ['asse=famiglia', 'ambito=amb-bitonto&kiosk=1', 'stato=in_lavorazione', 'priorita=U2', 'operatore=1', 'kiosk=1', 'minori=1', 'arrivate=1', 'scadute=1', 'lingua=altra_lingua', 'lingua=sq', 'coda=mie', 'coda=risposte', 'coda=scadute', 'asse=lavoro&minori=1&priorita=U2']) {
      expect(numbersIn((await desk.get(`${home}?${query}`)).html), query).toEqual([special])
    }
    for (const query of ['coda=libere', 'priorita=nessuna', 'operatore=nessuno', `numero=${inAddress(plain)}`]) expect(numbersIn((await desk.get(`${home}?${query}`)).html), query).toEqual([plain])
    const nothing = await desk.get(`${home}?ambito=amb-bari&asse=casa`)
    expect(numbersIn(nothing.html)).toEqual([])
    expect(await htmlFaults(nothing.html)).toEqual([])
    expect([...nothing.html.matchAll(/data-count="(\w+)">(\S+?)</g)].map(([, list, n]) => `${list} ${n}`)).toEqual(['aperte 2', 'mie 1', 'libere 1', 'risposte 1', 'scadute 1', 'chiuse 0'])
    expect((await desk.get(`${home}?asse=%3Cscript%3E&coda=__proto__&dopo=x&prima=2.1`)).status).toBe(200)
  })

  test('are turned page by page, there and back, each request once, though some come in between', async () => {
    const service = await testApp({ own: true })
    const desk = await service.operator('pua-bitonto')
    const many = () => Array.from({ length: 65 }, (_, i) => put(service, {}, { dueOn: `2027-01-${String(28 - (i % 28)).padStart(2, '0')}` }))
    const all = service.app.db.transaction(many)
    const link = (html: string, rel: string) => new RegExp(`rel="${rel}" href="([^"]+)"`).exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const first = await desk.get(home)
    put(service, { answers: { c_dove: 'strada' } })
    const second = await desk.get(link(first.html, 'next'))
    const third = await desk.get(link(second.html, 'next'))
    const read = [first, second, third].flatMap(({ html }) => numbersIn(html))
    expect(read.toSorted()).toEqual(all.toSorted())
    expect(link(third.html, 'next')).toBe('')
    expect(numbersIn((await desk.get(link(third.html, 'prev'))).html)).toEqual(numbersIn(second.html))
    expect(link((await desk.get(link(second.html, 'prev'))).html, 'prev')).not.toBe('')
  })

  test('are of one desk alone: filters, search and numbers find nothing of another', async () => {
    const service = await testApp({ own: true })
    const number = put(service)
    const other = await service.operator('pua-altamura')
    for (const path of [home, `${home}?asse=casa`, `${home}?numero=${inAddress(number)}`, '/operatori/oggi']) expect((await other.get(path)).html).not.toContain(number)
    const searched = [await other.post(`${home}/cerca`, { cerca: 'Rosa Betulla' }), await other.post(`${home}/cerca`, { cerca: number })]
    expect(searched.map(({ status, html }) => [status, html.includes(`${home}/2`)])).toEqual([[200, false], [200, false]])
  })

  test('whose requests may be of one person say so, and only ask to look', async () => {
    const service = await testApp({ own: true })
    const numbers = [put(service), put(service)]
    put(service, { answers: { persona: { nome: 'Verde', cognome: 'Pino' }, telefono: '080 555 0199' } })
    const { html } = await (await service.operator('pua-bitonto')).get(`${home}?doppia=1`)
    expect(numbersIn(html).toSorted()).toEqual(numbers)
    expect(html).toContain('Forse doppia')
  })
})

describe('the search', () => {
  test.each(['rosa betulla', 'BETULLA', '0805550100', '+39 080 555 0100', 'rosa.betulla@example.org', 'RSSMRA80A01H501U'])('finds who comes to the desk and says "%s"', async (cerca) => {
    const service = await testApp({ own: true })
    const number = put(service, { answers: { natura_atto: 'istanza', persona_codice_fiscale: 'RSSMRA80A01H501U', canale_contatto: cerca.includes('@') ? 'email' : 'telefono', ...(cerca.includes('@') ? { email: 'rosa.betulla@example.org' } : {}) } })
    put(service, { answers: { persona: { nome: 'Rosa', cognome: 'Pino' }, telefono: '080 555 0177' } })
    const seen = await (await service.operator('pua-bitonto')).post(`${home}/cerca`, { cerca })
    expect(numbersIn(seen.html)).toEqual([number])
    expect(await htmlFaults(seen.html)).toEqual([])
    expect(seen.headers.get('Cache-Control')).toBe('no-store')
  })

  test('goes straight to a number, however it is written', async () => {
    const service = await testApp({ own: true })
    put(service)
    expect((await (await service.operator('pua-bitonto')).post(`${home}/cerca`, { cerca: ' 2026/1 ' })).location).toBe(`${home}/2026-0000001`)
  })

  test('leaves nothing to read in the database', async () => {
    const service = await testApp({ own: true })
    put(service, { answers: { natura_atto: 'istanza' } })
    const kept = service.app.db.select().from(traces).all()
    expect(kept.map(({ kind }) => kind).toSorted()).toEqual(['fiscal_code', 'name', 'name', 'name_birth', 'phone'])
    expect(kept.every(({ value }) => /^[0-9a-f]{32}$/.test(value))).toBe(true)
  })

  test('follows the contacts when the person changes them', async () => {
    const service = await testApp({ own: true })
    const { number, code } = fileRequest(service.app)
    const person = service.visitor()
    await person.post('/la-mia-richiesta', { numero: number, codice: code })
    const changed = await person.post('/la-mia-richiesta/contatti', { 'canale_contatto.risposta': 'telefono', 'telefono.risposta': '080 555 0999', 'telefono_sicuro.risposta': 'solo_chiamare' })
    expect(changed.status).toBe(303)
    const desk = await service.operator('pua-bitonto')
    expect(numbersIn((await desk.post(`${home}/cerca`, { cerca: '0805550999' })).html)).toEqual([number])
    expect(numbersIn((await desk.post(`${home}/cerca`, { cerca: '0805550100' })).html)).toEqual([])
  })

  test('finds what was filed before there was an index, once the chore has run', async () => {
    const service = await testApp({ own: true })
    const number = put(service, {}, { ambito: null, axes: '|', flags: '|' })
    service.app.db.delete(traces).run()
    expect([fillTraces(service.app), fillTraces(service.app)]).toEqual([1, 0])
    const desk = await service.operator('pua-bitonto')
    expect(numbersIn((await desk.post(`${home}/cerca`, { cerca: 'betulla rosa' })).html)).toEqual([number])
    expect(numbersIn((await desk.get(`${home}?asse=casa&ambito=amb-bitonto`)).html)).toEqual([number])
  })
})

describe('saved searches', () => {
  test('keep the filters under a name, for their owner alone, and never a number', async () => {
    const service = await testApp({ own: true })
    const desk = await service.operator('pua-bitonto')
    const colleague = await service.operator('pua-bitonto')
    const saved = await desk.post(`${home}/salvate`, { nome: 'Casa e minori', ricerca: 'coda=libere&asse=casa&minori=1&numero=2026-1&cerca=Rosa+Betulla' })
    expect(saved.location).toBe(`${home}?coda=libere&asse=casa&minori=1`)
    expect((await desk.get(saved.location ?? '')).html).toMatch(/aria-current="page">Casa e minori/)
    expect((await colleague.get(home)).html).not.toContain('Casa e minori')
    const { id } = service.app.db.select().from(savedSearches).get() ?? { id: 0 }
    await colleague.post(`${home}/salvate/${id}/elimina`)
    expect(service.app.db.select().from(savedSearches).all()).toHaveLength(1)
    await desk.post(`${home}/salvate/${id}/elimina`)
    expect(service.app.db.select().from(savedSearches).all()).toEqual([])
  })
})
