import { beforeAll, describe, expect, test } from 'vitest'
import { audit, dossiers, dropOff, events, misread, referrals } from '../../db/schema.ts'
import { sql } from '../../db/drizzle.ts'
import { stopsOf } from '../../src/indicators/drafts.ts'
import { arrivals, outcomes } from '../../src/indicators/figures.ts'
import { course, seeds } from '../../src/indicators/process.ts'
import { stops } from '../../src/indicators/indicators.ts'
import { readPeriod } from '../../src/indicators/periods.ts'
import { htmlFaults } from '../helpers/html.ts'
import { serviceWith } from '../helpers/people.ts'

const { home, social, auditor } = await serviceWith({ social: ['pua-bitonto', 'assistente_sociale'], auditor: [null, 'dpo_auditor'] })
beforeAll(fill)

type Row = Partial<typeof dossiers.$inferInsert> & { story?: [kind: string, status: string][] }
let serial = 0

function put({ story = [], ...row }: Row, times = 1): void {
  for (let i = 0; i < times; i++) {
    serial += 1
    const at = row.receivedAt ?? '2026-11-02T09:00:00.000Z'
    const { id } = home.app.db.insert(dossiers).values({
      draft: `${serial}`, number: `2026/${serial}`, year: 2026, serial, act: 'istanza', status: 'protocollata', desk: 'pua-bitonto', routingRule: 'r', comune: 'A893', rank: 2, channel: 'home',
      receivedAt: at, updatedAt: at, waitingSince: null, dueOn: '2026-12-02', contentVersion: '1', secretMac: '', sealed: Buffer.alloc(0), ambito: 'amb-bitonto', axes: '|casa|', ...row,
    }).returning({ id: dossiers.id }).get()
    for (const [kind, status] of [['inviata', 'protocollata'], ...story] as const) home.app.db.insert(events).values({ dossier: id, at, kind, status }).run()
    if (row.service) home.app.db.insert(referrals).values({ dossier: id, service: row.service, offeredAt: at, operator: 1, state: 'accolto', answeredAt: at, consentAt: at, sealed: Buffer.alloc(0) }).run()
  }
}

/** A month of a small desk, and one request of another. */
function fill(): void {
  put({ priority: 'U2', contactedAt: '2026-11-04T09:00:00.000Z', axes: '|casa|lavoro|' }, 6)
  put({ priority: 'U2', contactedAt: '2026-11-12T09:00:00.000Z', axes: '|lavoro|', act: 'segnalazione' }, 6)
  put({ status: 'chiusa_orientamento', contactedAt: '2026-11-05T09:00:00.000Z', closedAt: '2026-11-05T09:30:00.000Z', channel: 'kiosk', story: [['prendi', 'in_pre_valutazione'], ['chiudi', 'chiusa_orientamento']] }, 10)
  put({ status: 'chiusa_orientamento', contactedAt: '2026-11-05T09:00:00.000Z', closedAt: '2026-11-20T09:30:00.000Z', story: [['integra', 'integrazione_richiesta'], ['arrivata', 'in_pre_valutazione'], ['chiudi', 'chiusa_orientamento'], ['riapri', 'in_pre_valutazione'], ['chiudi', 'chiusa_orientamento']] }, 8)
  put({ status: 'archiviata', closedAt: '2026-11-20T09:30:00.000Z', story: [['archivia', 'archiviata']] }, 3)
  put({ status: 'in_lavorazione', service: 'csm', waitingSince: '2026-11-19T22:30:00.000Z', axes: '|stare_insieme|', story: [['accetta', 'in_lavorazione']] }, 5)
  put({ receivedAt: '2026-10-31T22:30:00.000Z', axes: '|famiglia|' }, 5)
  put({ receivedAt: '2026-10-31T23:30:00.000Z', axes: '|famiglia|' }, 5)
  put({ desk: 'pua-molfetta', ambito: 'amb-molfetta', axes: '|non_so|' }, 7)
  home.app.db.insert(misread).values([{ month: '2026-11', desk: 'pua-bitonto', lang: 'it', length: 'breve', axis: 'casa', count: 9 }, { month: '2026-11', desk: 'pua-molfetta', lang: 'ar', length: 'breve', axis: '', count: 8 }]).run()
}

const november = 'periodo=scelto&da=2026-11&a=2026-11'
/** The rows of a table, as its file tells them. */
async function rowsOf(table: string, who = social, period = november): Promise<Record<string, Record<string, unknown>>> {
  const { html } = await who.get(`/operatori/indicatori/${table}/json?${period}`)
  const { righe } = JSON.parse(html) as { righe: { voce: string }[] }
  return Object.fromEntries(righe.map(({ voce, ...cells }) => [voce, cells]))
}

describe('what is counted', () => {
  test('arrived by axis, door and ambito, of the days of Italy and of one\'s own scope', async () => {
    expect(await rowsOf('assi')).toEqual({ Casa: { Richieste: 27 }, Lavoro: { Richieste: 12 }, Famiglia: { Richieste: 5 }, 'Stare con gli altri': { Richieste: 5 } })
    expect(await rowsOf('atti')).toEqual({ Istanza: { Richieste: 37 }, Segnalazione: { Richieste: 6 } })
    expect(await rowsOf('canali')).toEqual({ 'Da casa o dal telefono': { Richieste: 33 }, Totem: { Richieste: 10 } })
    expect(await rowsOf('ambiti')).toEqual({ 'Ambito di Bitonto': { Richieste: 43 } })
    expect(await rowsOf('ambiti', auditor)).toEqual({ 'Ambito di Bitonto': { Richieste: 43 }, 'Ambito di Molfetta': { Richieste: 7 } })
  })

  test('how long the person waits for us, by worked days and by days of the calendar', async () => {
    // From half past eleven at night of 19 November, in Italy: Friday and Monday were worked.
    expect((await rowsOf('attesa'))['Da 1 a 3 giorni']).toEqual({ 'Per giorni lavorativi': 5, 'Per giorni di calendario': 0 })
    expect((await rowsOf('attesa'))['Da 4 a 10 giorni']).toEqual({ 'Per giorni lavorativi': 0, 'Per giorni di calendario': 5 })
  })

  test('days to the first contact, and how many within the target', async () => {
    expect((await rowsOf('contatto'))['U2 Prioritaria']).toEqual({ Richieste: 12, 'Metà entro (giorni)': 2, 'Nove su dieci entro (giorni)': 8, 'Entro il termine (%)': 50 })
  })

  test('closed at first contact, incomplete, completed, reopened; three archived are nowhere told', async () => {
    const rows = await rowsOf('andamento')
    expect(rows['Incomplete all\'arrivo']).toEqual({ Quante: 8, 'Su quante': 43, 'Quota (%)': 19 })
    expect(rows['Incomplete, poi completate']).toMatchObject({ Quante: 8, 'Su quante': 8 })
    expect(rows.Riaperte).toMatchObject({ Quante: 8 })
    expect(rows['Chiuse al primo contatto']).toEqual({ Quante: 10, 'Su quante': 21, 'Quota (%)': 48 })
    expect(rows['Archiviate senza contatto']).toEqual({ Quante: 'nascosto', 'Su quante': 21, 'Quota (%)': '–' })
    expect(await rowsOf('esiti')).toMatchObject({ 'Ancora aperte': { Richieste: 22 }, 'Archiviata senza contatto': { Richieste: '< 5' }, 'Chiusa con orientamento': { Richieste: 'nascosto' } })
  })

  test('who is still open, and what their closing tells, are hidden together: the total less the closed ones would tell the open', () => {
    const told = { content: home.app.content, voice: home.app.templates.voice('it') }
    const row = (status: string, n: number) => ({ act: 'istanza', channel: 'home', counter: 0, ambito: 'amb-bitonto', axes: '|casa|', status, month: '2026-11', first: 0, n })
    const period = readPeriod({}, '2026-11-23')
    expect(outcomes(told, [row('protocollata', 3), row('chiusa_orientamento', 12), row('ritirata', 9)], period).rows.map(({ cells }) => cells[0])).toEqual(['few', 'kept', 'kept'])
    const shares = course(told, [row('protocollata', 3), row('chiusa_orientamento', 12), row('ritirata', 9)], [], period).rows.map(({ cells }) => cells)
    expect([shares[0], shares[3]]).toEqual([['kept', 'kept', 'nothing'], ['kept', 'kept', 'nothing']])
  })

  test('of what is part of something else no small rest is told: a need of its axis, who was not taken on, answers after the first contact', () => {
    const told = { content: home.app.content, voice: home.app.templates.voice('it') }
    const row = (axes: string, n: number, first = 0) => ({ act: 'istanza', channel: 'home', counter: 0, ambito: 'amb-bitonto', axes, status: 'chiusa_orientamento', month: '2026-11', first, n })
    const period = readPeriod({}, '2026-11-23')
    const wide = [row('|casa|', 20, 1), row('|casa|soldi|', 9, 1), row('|soldi|', 2), row('|lavoro|', 12, 1)]
    const needs = arrivals(told, wide, period, []).find(({ id }) => id === 'bisogni')?.rows.map(({ label, cells }) => [label, cells[0]])
    expect(needs).toEqual(expect.arrayContaining([['Casa', 'kept']]))
    expect(course(told, wide, [], period).rows[0]?.cells).toEqual(['kept', 43, 'nothing'])
    const went = [{ month: '2026-11', incomplete: 0, completed: 0, reopened: 0, taken: 41, assessed: 20, planned: 9, agreed: 7 }]
    expect(seeds(told, wide, went, period).rows.map(({ cells }) => cells[0])).toEqual(['kept', 'kept', 'kept', 'kept'])
    expect(seeds(told, wide, [{ ...went[0], taken: 30, agreed: 9 } as (typeof went)[0]], period).rows.map(({ cells }) => cells[0])).toEqual([30, 20, 9, 9])
  })

  test('taken on by a service, opportunities by axis, sentences of one\'s own desks', async () => {
    expect((await rowsOf('presi'))['Presi in carico']).toEqual({ Richieste: 5 })
    expect(await rowsOf('opportunita')).toEqual({ 'Stare con gli altri': { Richieste: 5 } })
    expect(await rowsOf('lingue')).toEqual({ italiano: { Frasi: 9 } })
    expect(Object.keys(await rowsOf('lingue', auditor))).toEqual(['italiano', 'arabo'])
  })
})

describe('the page', () => {
  test('has each chart beside its table, named and described, and no fault', async () => {
    const { html, status } = await auditor.get(`/operatori/indicatori?${november}`)
    expect(status).toBe(200)
    expect(await htmlFaults(html)).toEqual([])
    expect(html).toContain('<desc id="assi-detto">Casa: 27; Lavoro: 12; ')
    expect(html.match(/<svg class="chart" role="img" aria-labelledby/g)?.length).toBeGreaterThan(4)
    expect(html).not.toMatch(/indicators\.[a-z]+\.|style="/)
  })

  test('says nothing of a small count, in words, bars or files', async () => {
    const { html } = await social.get(`/operatori/indicatori?${november}`)
    const [, table = ''] = /id="tab-esiti"([\s\S]*?)<\/section>/.exec(html) ?? []
    expect(table).toContain('&lt; 5')
    expect(table).not.toMatch(/\b(3|18)\b(?!em|%| \/>)(?=<)/)
    expect(table).not.toMatch(/(Archiviata senza contatto|Chiusa con orientamento): \d/)
  })

  test('with hostile addresses is the page of this year, or is not there', async () => {
    expect((await social.get('/operatori/indicatori?periodo=scelto&da=%27--&a=2026-99')).html).toContain('dal 1 gennaio 2026 al 31 dicembre 2026')
    expect((await social.get('/operatori/indicatori/assi/__proto__')).status).toBe(404)
    expect((await social.get('/operatori/indicatori/constructor/csv')).status).toBe(404)
  })
})

test('a table is taken as CSV, XLSX or JSON, and the log says who took which', async () => {
  const csv = await social.get(`/operatori/indicatori/atti/csv?${november}`)
  expect(csv.html.trim().split('\r\n')).toEqual(['Voce;Richieste', 'Istanza;37', 'Segnalazione;6'])
  expect(csv.headers.get('Content-Disposition')).toBe('attachment; filename="indicatori-atti-2026-11-2026-11.csv"')
  const xlsx = await social.get(`/operatori/indicatori/atti/xlsx?${november}`)
  expect([xlsx.headers.get('Content-Type')?.includes('spreadsheetml'), xlsx.html.startsWith('PK')]).toEqual([true, true])
  expect(home.app.db.select().from(audit).all().at(-1)).toMatchObject({ action: 'indicatori_file', subject: 'atti', role: 'assistente_sociale', outcome: 'ok' })
})

test('where requests stop is counted of nobody: who goes on, who leaves, who changes an answer', async () => {
  const one = home.visitor()
  const other = home.visitor()
  for (const visitor of [one, other]) await visitor.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
  await one.post('/richiesta/o_per_chi', { risposta: 'me' })
  await one.post('/richiesta/o_per_chi', { risposta: 'me' })
  const rows = home.app.db.select().from(dropOff).all()
  expect(rows.find(({ question }) => question === 'o_per_chi')).toEqual({ month: '2026-11', journey: 'richiesta', question: 'o_per_chi', answered: 1, left: 1 })
  expect(rows.filter(({ left }) => left > 0)).toHaveLength(2)
  home.app.db.update(dropOff).set({ answered: sql`answered + 90`, left: sql`"left" + 9` }).run()
  const told = { content: home.app.content, voice: home.app.templates.voice('it') }
  expect(stopsOf(told, stops(home.app, readPeriod({}, '2026-11-23'))).rows[0]).toMatchObject({ cells: [90, 10, 10] })
})
