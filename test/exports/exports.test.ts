import { inflateRawSync } from 'node:zlib'
import { desc, eq } from '../../db/drizzle.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit, dossiers, staff } from '../../db/schema.ts'
import { openDossier } from '../../src/dossiers/dossiers.ts'
import { formatNumber, inAddress } from '../../src/dossiers/number.ts'
import { listed, readList, speaksOf } from '../../src/events/listed.ts'
import { isFormat, write } from '../../src/exports/formats.ts'
import { testApp, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { wordsOf } from '../helpers/talk.ts'
import { fileRequest, type Filed } from '../helpers/requests.ts'
import { readPdf } from '../helpers/pdf.ts'

let home: TestApp
let worker: Visitor & { name: string; email: string }
let mine: Filed
let far: Filed
beforeAll(async () => {
  home = await testApp()
  worker = await home.operator('pua-bitonto', 'assistente_sociale')
  mine = fileRequest(home.app, { answers: { natura_atto: 'istanza' } })
  fileRequest(home.app, { answers: { o_bisogni: ['lavoro'] } })
  far = fileRequest(home.app, { answers: { o_comune: 'A225' } })
})
afterAll(() => home.close())

const bytesOf = async (path: string, who: { email: string } = worker) => {
  const { token } = await cookieOf(who.email)
  const response = await home.web.request(`http://localhost${path}`, { headers: { Cookie: token } })
  return { response, bytes: Buffer.from(await response.arrayBuffer()) }
}
async function cookieOf(email: string) {
  const response = await home.web.request('http://localhost/operatori/accedi', { method: 'POST', body: new URLSearchParams({ email, password: 'cinque gatti sul tetto' }), headers: { Origin: 'http://localhost' } })
  return { token: response.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
}
const lastLine = () => home.app.db.select().from(audit).orderBy(desc(audit.id)).limit(1).get()

/** The files of an archive, by name, as its list at the end has them. */
function unzip(bytes: Buffer): Map<string, string> {
  const files = new Map<string, string>()
  for (let at = bytes.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4, 'latin1')) {
    const [method, size, name, from] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt32LE(at + 42)]
    const start = from + 30 + bytes.readUInt16LE(from + 26) + bytes.readUInt16LE(from + 28)
    const body = bytes.subarray(start, start + size)
    files.set(bytes.toString('utf8', at + 46, at + 46 + name), (method === 8 ? inflateRawSync(body) : body).toString('utf8'))
  }
  return files
}

const short = ({ number }: Filed) => number.replace(/\/0+/, '/')

test('CSV: the rows of the list as it is filtered, in scope, with columns of the queue; the log says by which filters and which', async () => {
  const { response, bytes } = await bytesOf('/operatori/richieste/esporta?formato=csv&asse=casa')
  const lines = bytes.toString('utf8').split('\r\n')
  expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf')
  expect(response.headers.get('Content-Disposition')).toBe('attachment; filename="richieste-2026-11-23.csv"')
  expect(lines[0]).toMatch(/^\uFEFFNumero;Arrivata il;Risposta entro;/)
  expect(lines.slice(1).filter(Boolean).map((line) => line.split(';').slice(0, 2))).toEqual([[mine.number, '2026-11-23']])
  expect(bytes.toString('utf8')).not.toMatch(/Betulla|gatto/)
  expect(bytes.toString('utf8')).not.toContain(far.number)
  expect(lastLine()).toMatchObject({ action: 'esporta_csv', subject: `1 righe coda=aperte&asse=casa ${short(mine)}`, outcome: 'ok' })
})

test('JSON: keys that stay, days as days', async () => {
  const { bytes } = await bytesOf('/operatori/richieste/esporta?formato=json')
  const { righe, altre_righe: more } = JSON.parse(bytes.toString('utf8')) as { righe: Record<string, unknown>[]; altre_righe: boolean }
  expect([righe.length, more]).toEqual([2, false])
  expect(righe.find(({ numero }) => numero === mine.number)).toMatchObject({ arrivata: '2026-11-23', comune: 'Bitonto', segue: null, forse_doppia: 'Sì' })
})

test.each(['=HYPERLINK("http://example.org")', '+39', '-1+1', '@SUM(A1)', '\t=1'])('a colleague called %s is a word, not a formula', async (name) => {
  home.app.db.update(staff).set({ name }).where(eq(staff.email, worker.email)).run()
  home.app.db.update(dossiers).set({ operator: home.app.db.select().from(staff).where(eq(staff.email, worker.email)).get()?.id ?? null }).where(eq(dossiers.id, mine.id)).run()
  const csv = (await bytesOf('/operatori/richieste/esporta?formato=csv&coda=mie')).bytes.toString('utf8')
  expect(csv).toContain(`'${name.replaceAll('"', '""')}`)
  expect(csv).not.toMatch(/(^|[;\n])"?[=+@\t-]/m)
  const sheet = [...unzip((await bytesOf('/operatori/richieste/esporta?formato=xlsx&coda=mie')).bytes)].map(([, words]) => words).join('')
  expect(sheet).not.toMatch(/<f[ >]/)
  expect(sheet).toContain(mine.number)
})

test('whatever sign a word begins with, in whatever column, also in the head, no spreadsheet runs it', async () => {
  const signs = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\uFF1D1', '\uFF0B1', '\uFF0D1', '\uFF201']
  const table = { keys: signs, labels: signs, rows: signs.map((_, at) => signs.map((__, column) => signs[(at + column) % signs.length] ?? '')) }
  const csv = new TextDecoder().decode(await write(table, 'csv', false))
  const cells = [...csv.matchAll(/(?:^|;|\r\n)("?)([^"]?)/g)].map(([, , first]) => first)
  expect(cells.filter((first) => first && first !== "'")).toEqual([])
  const sheet = [...unzip(Buffer.from(await write(table, 'xlsx', false)))].map(([, words]) => words).join('')
  expect(sheet).not.toMatch(/<f[ >]/)
})

test('Excel: days are days that it can sort, not words', async () => {
  const files = unzip((await bytesOf('/operatori/richieste/esporta?formato=xlsx')).bytes)
  const sheet = files.get('xl/worksheets/sheet1.xml') ?? ''
  // 23 November 2026 is day 46349 of Excel's calendar.
  expect(sheet).toMatch(/<c r="B2"[^>]*><v>46349<\/v>/)
  expect(files.get('xl/styles.xml')).toContain('dd/mm/yyyy')
})

test('a cell of several lines, quotes and semicolons stays one cell', async () => {
  const table = { keys: ['a', 'b'], labels: ['A', 'B'], rows: [['due; "tre"\nquattro', { day: '2026-01-02' }]] }
  expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(await write(table, 'csv', false))).toBe('\uFEFFA;B\r\n"due; ""tre""\nquattro";2026-01-02\r\n')
  expect(['csv', 'constructor', 'exe'].map(isFormat)).toEqual([true, false, false])
})

test('one dossier as JSON and PDF: the words and the story, nothing of special categories, and the log names it', async () => {
  const closed = openDossier(home.app, mine).filed.rows.filter(({ category, id }) => category === 'part' && id !== 'bisogno_parole_tue')
  const json = (await bytesOf(`/operatori/richieste/${inAddress(mine.number)}/fascicolo.json`)).bytes.toString('utf8')
  expect(lastLine()).toMatchObject({ action: 'esporta_json', subject: mine.number })
  expect(closed.length).toBeGreaterThan(0)
  expect(closed.filter(({ label }) => json.includes(label))).toEqual([])
  expect(JSON.parse(json)).toMatchObject({ numero: mine.number, parole: 'Cerco una casa per me e per il mio gatto.', risposte_delicate_non_comprese: closed.length, storia: [{ fatto: { codice: 'inviata' } }] })
  const pdf = await readPdf((await bytesOf(`/operatori/richieste/${inAddress(mine.number)}/fascicolo.pdf`)).bytes)
  expect(pdf.words).toContain('Cerco una casa per me e per il mio gatto.')
  expect(pdf.words).toContain('non sono comprese')
  expect(pdf.info.Title).toBe('Fascicolo della richiesta')
})

test('not of this desk, or without the right: nothing goes out', async () => {
  expect((await worker.get(`/operatori/richieste/${inAddress(far.number)}/fascicolo.json`)).status).toBe(404)
  expect((await worker.get('/operatori/richieste/esporta?formato=exe')).status).toBe(404)
  const front = await home.operator('pua-bitonto')
  expect((await front.get('/operatori/richieste/esporta')).status).toBe(404)
  expect((await front.get('/operatori/richieste')).html).not.toContain('/esporta')
  expect((await worker.get('/operatori/richieste?asse=casa')).html).toContain('asse=casa&amp;formato=csv')
})

describe('who took my request away?', () => {
  test('the person reads which office copied it, also as a row of a list; of a list without it, nothing', async () => {
    const [one, other] = [fileRequest(home.app, { answers: { o_bisogni: ['casa'] } }), fileRequest(home.app, { answers: { o_bisogni: ['lavoro'] } })]
    await worker.get('/operatori/richieste/esporta?formato=xlsx&asse=lavoro')
    await worker.get('/operatori/richieste/esporta?formato=csv&asse=lavoro')
    const told = async ({ number, code }: Filed) => {
      const person = home.visitor()
      const page = await person.post('/la-mia-richiesta', { numero: number, codice: code })
      const status = page.location ? await person.get(page.location) : page
      const { aperture } = JSON.parse((await person.get('/la-mia-richiesta/dati.json')).html) as { aperture: { copiata: boolean; volte: number; ufficio: string }[] }
      return { words: wordsOf(status), copies: aperture.filter(({ copiata }) => copiata), html: status.html }
    }
    const [mineTold, otherTold] = [await told(one), await told(other)]
    expect([mineTold.copies, mineTold.words.includes('copiata in un file')]).toEqual([[], false])
    expect(otherTold.copies).toMatchObject([{ volte: 2 }])
    expect(otherTold.words).toContain('copiata in un file o su carta (2 volte)')
    expect(otherTold.html).not.toContain(worker.name)
    expect(await htmlFaults(otherTold.html)).toEqual([])
  })

  test('the auditor finds every line of a request by its number, lists too, with filters and numbers and no name of a person', async () => {
    const auditor = await home.operator(null, 'dpo_auditor')
    await worker.get('/operatori/richieste/esporta?formato=csv&coda=libere&minori=1')
    await worker.get(`/operatori/richieste/${inAddress(mine.number)}/fascicolo.pdf`)
    await worker.get('/operatori/richieste/esporta?formato=csv&asse=casa&priorita=nessuna')
    const seen = await auditor.get(`/operatori/registro?numero=${inAddress(mine.number)}`)
    expect([seen.status, await htmlFaults(seen.html)]).toEqual([200, []])
    for (const words of ['Scaricare una richiesta (PDF)', 'elenco aperte, bisogno casa, priorità nessuna']) expect(wordsOf(seen)).toContain(words)
    expect(wordsOf(seen)).not.toMatch(/Betulla|exports\.|con minori/)
    const far2 = await auditor.get(`/operatori/registro?numero=${far.number}`)
    expect(wordsOf(far2)).not.toContain('Scaricare un elenco')
    expect(home.app.db.select().from(audit).where(eq(audit.action, 'registro')).all().at(-1)?.subject).toBe(far.number)
  })

  test.each(['boh', '2026/', "2026/1' or 1=1", '<script>', '%', '2026/12345678'])('what is no number (%j) finds nothing and says so', async (typed) => {
    const auditor = await home.operator(null, 'dpo_auditor')
    const { status, html } = await auditor.get(`/operatori/registro?numero=${encodeURIComponent(typed)}`)
    expect([status, html.includes('<script>'), html.includes('Questo non è il numero'), await htmlFaults(html)]).toEqual([422, false, true, []])
  })

  test('a list in a line: whatever numbers went in come out, and no other; five thousand in a row are a short line', () => {
    const all = fc.uniqueArray(fc.record({ year: fc.integer({ min: 2025, max: 2027 }), serial: fc.integer({ min: 1, max: 60 }) }), { selector: ({ year, serial }) => `${year}/${serial}` })
    fc.assert(fc.property(all, (numbers) => {
      const given = new Set(numbers.map(({ year, serial }) => formatNumber(year, serial)))
      const line = listed('coda=aperte', [...given])
      expect(readList(line)).toMatchObject({ count: given.size, filters: [['coda', 'aperte']] })
      for (const year of [2025, 2026, 2027]) for (let serial = 1; serial <= 61; serial += 1) expect(speaksOf(line, formatNumber(year, serial))).toBe(given.has(formatNumber(year, serial)))
    }), { numRuns: 40 })
    expect(listed('coda=aperte', Array.from({ length: 5000 }, (_, at) => formatNumber(2026, at + 1)))).toBe('5000 righe coda=aperte 2026/1-5000')
    for (const subject of ['12 righe', null, 'persona 3', '2026/0000012']) expect(readList(subject)).toBeUndefined()
  })
})
