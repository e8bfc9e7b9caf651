import { createHash } from 'node:crypto'
import jsqr from 'jsqr'
import { describe, expect, test } from 'vitest'
import { findByNumber, openDossier } from '../../src/dossiers/dossiers.ts'
import { receiptLines } from '../../src/dossiers/receipt.ts'
import { receiptPdf } from '../../src/receipt/pdf.ts'
import { qrPath } from '../../src/receipt/qr.ts'
import { testApp, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { readPdf } from '../helpers/pdf.ts'
import { talk, wordsOf } from '../helpers/talk.ts'

const one = (risposta: string) => ({ risposta })
const said = {
  o_per_chi: one('me'), persona: { 'risposta.nome': 'Verde', 'risposta.cognome': 'Quercia' }, persona_data_nascita: { 'risposta.giorno': '3', 'risposta.mese': '5', 'risposta.anno': '1980' }, o_comune: one('A893'),
  o_bisogni: one('casa'), canale_contatto: one('telefono'), telefono: one('333 000 0001'), telefono_sicuro: one('solo_chiamare'), bisogno_parole_tue: one('Parole che nessuno deve leggere qui.'), presa_visione: one('si'), adesione_valutazione: one('si'),
  persona_riferimento: one('Il portone azzurro'), o_pericolo: one('no'), segnalante_tipo: one('vicino_amico'), persona_informata: one('no'), persona_d_accordo: one('no'), segnalante_nome: { 'risposta.nome': 'Rosa', 'risposta.cognome': 'Betulla' }, segnalante_telefono: one('333 000 0002'),
}

async function sent(service: TestApp, act: string): Promise<Visitor> {
  const person = service.visitor()
  await person.post('/richiesta/inizia', { atto: act })
  await talk(person, '/richiesta', said)
  await person.post('/richiesta/invia')
  return person
}

const openedOf = ({ app }: TestApp) => {
  const dossier = findByNumber(app.db, '2026/0000001')
  if (!dossier) throw new Error('not filed')
  return openDossier(app, dossier)
}

/** All that art. 18-bis of L. 241/1990 asks for (domain.md 4.3). */
const law = ['2026/0000001', '23 novembre 2026', 'Punto unico di accesso', 'Richiesta di accesso ai servizi', 'Ufficio di piano', '23 dicembre 2026', 'L. 241/1990 art. 2', 'La mia richiesta', '9-bis', 'TAR', 'ricorso straordinario']
const personal = /Verde|Quercia|333|[Cc]asa\b|Parole che/

describe('the receipt', () => {
  test.each(['richiesta_contatto', 'istanza'])('of a %s says all that the law asks, on the page and in the PDF, and names neither person nor need', async (act) => {
    const service = await testApp({ own: true })
    const person = await sent(service, act)
    const shown = await person.get('/richiesta/inviata')
    expect(await htmlFaults(shown.html)).toEqual([])
    const pdf = await person.get('/richiesta/ricevuta.pdf')
    expect([pdf.status, pdf.headers.get('Content-Type'), pdf.headers.get('Cache-Control')]).toEqual([200, 'application/pdf', 'no-store'])
    for (const words of law) expect(wordsOf(shown)).toContain(words)
    expect(wordsOf(shown)).not.toMatch(personal)
    expect(wordsOf(shown).includes('firmi allo sportello')).toBe(act === 'istanza')
  })

  test('as a PDF is real text in reading order, tagged, in Italian, always the same', async () => {
    const service = await testApp({ own: true })
    await sent(service, 'istanza')
    const { filed, dossier } = openedOf(service)
    if (!filed.receipt) throw new Error('no receipt')
    const make = () => receiptPdf({ receipt: filed.receipt!, fingerprint: dossier.fingerprint ?? '', address: 'http://localhost/la-mia-richiesta', at: new Date(dossier.receivedAt), voice: service.app.templates.voice('it') })
    const bytes = await make()
    const { words, tags, info, marked } = await readPdf(bytes)
    for (const expected of law) expect(words).toContain(expected)
    expect(words).not.toMatch(personal)
    const places = receiptLines(filed.receipt).filter((line) => line.length < 60).map((line) => words.indexOf(line))
    expect(places.every((at) => at >= 0)).toBe(true)
    expect(places.slice(1)).toEqual(places.slice(1).toSorted((a, b) => a - b))
    for (const tag of ['H1', 'H2', '"L"', 'LI', 'Figure']) expect(tags).toContain(tag)
    expect((marked as unknown as Map<string, boolean>).get('Marked')).toBe(true)
    expect([info.Language, info.Title]).toEqual(['it-IT', 'Ricevuta'])
    expect(bytes.includes('pdfuaid')).toBe(true)
    expect(createHash('sha256').update(await make()).digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
  })

  test('carries a fingerprint that anybody can make again from its words, and stays as it was when the desk changes', async () => {
    const service = await testApp({ own: true })
    const person = await sent(service, 'richiesta_contatto')
    const { filed, dossier } = openedOf(service)
    if (!filed.receipt) throw new Error('no receipt')
    expect(dossier.fingerprint).toBe(createHash('sha256').update(receiptLines(filed.receipt).join('\n')).digest('hex'))
    const before = await person.get('/richiesta/inviata')
    for (const line of receiptLines(filed.receipt)) expect(wordsOf(before).replace(/ +/g, ' ')).toContain(line.split(': ').at(-1)?.replace(/ +/g, ' '))
    expect(before.html).toContain(dossier.fingerprint)
    service.app.content.territory.authority.responsible = 'Un altro ufficio'
    const after = await person.get('/richiesta/inviata')
    service.app.content.territory.authority.responsible = 'Ufficio di piano (esempio)'
    expect(wordsOf(after)).not.toContain('Un altro ufficio')
  })

  test('leads a phone to the status page by its QR, without number or code in the address', () => {
    const { path, size } = qrPath('https://sportello.example.org/la-mia-richiesta')
    const scale = 4
    const pixels = new Uint8ClampedArray((size * scale) ** 2 * 4).fill(255)
    for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
      for (let dy = 0; dy < scale; dy++) for (let dx = 0; dx < scale; dx++) pixels.fill(0, ((Number(y) * scale + dy) * size * scale + Number(x) * scale + dx) * 4, ((Number(y) * scale + dy) * size * scale + Number(x) * scale + dx) * 4 + 3)
    }
    expect((jsqr as unknown as typeof jsqr.default)(pixels, size * scale, size * scale)?.data).toBe('https://sportello.example.org/la-mia-richiesta')
  })

  test('of somebody who reports is a thank you with number and date, and no code', async () => {
    const service = await testApp({ own: true })
    const neighbour = await sent(service, 'segnalazione')
    const shown = wordsOf(await neighbour.get('/richiesta/inviata'))
    expect(shown).toContain('2026/0000001')
    expect(shown).toContain('Quello che succede dopo riguarda solo lei')
    expect(shown).not.toMatch(/TAR|9-bis|azzurro|Codice\b/)
    expect((await neighbour.get('/la-mia-richiesta/ricevuta.pdf')).location).toBe('/la-mia-richiesta')
  })

  test('on the discreet slip is only number, desk and hours', async () => {
    const service = await testApp({ own: true })
    for (const act of ['istanza', 'segnalazione']) {
      const slip = await (await sent(service, act)).get('/richiesta/tagliando')
      expect(await htmlFaults(slip.html)).toEqual([])
      expect(wordsOf(slip)).toMatch(/2026\/000000[12]/)
      expect(wordsOf(slip)).toContain('lunedì')
      expect(wordsOf(slip)).not.toMatch(/Verde|Quercia|Rosa|333|azzurro|aiuto economico|povert|segnal|istanza|Codice\b/)
    }
  })

  test('is for this browser and for a day: nobody else gets page, slip or PDF', async () => {
    const service = await testApp({ own: true })
    const person = await sent(service, 'istanza')
    for (const path of ['/richiesta/inviata', '/richiesta/tagliando', '/richiesta/ricevuta.pdf', '/la-mia-richiesta/ricevuta.pdf']) {
      expect((await service.visitor().get(path)).location).toBe('/la-mia-richiesta')
    }
    service.clock.forward(25 * 60)
    for (const path of ['/richiesta/tagliando', '/richiesta/ricevuta.pdf']) expect((await person.get(path)).location).toBe('/la-mia-richiesta')
  })
})
