import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dossiers } from '../../db/schema.ts'
import { findByNumber, openDossier } from '../../src/dossiers/dossiers.ts'
import { purgeDrafts } from '../../src/dossiers/draft.ts'
import { testApp, type Fields, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { fileRequest } from '../helpers/requests.ts'
import { openQuestion, talk, wordsOf } from '../helpers/talk.ts'

const one = (risposta: string | string[]): Fields => ({ risposta })
const name = (nome: string, cognome: string): Fields => ({ 'risposta.nome': nome, 'risposta.cognome': cognome })
const bitonto = one('A893')

/** Only what blocks the sending (domain.md 2.10); the rest is left empty. */
const aboutMe: Record<string, Fields> = {
  o_per_chi: one('me'), persona: name('Verde', 'Quercia'), o_comune: bitonto, o_bisogni: one('lavoro'), o_scadenza: one('nessuna'),
  canale_contatto: one('telefono'), telefono: one('333 000 0001'), telefono_sicuro: one('solo_chiamare'), presa_visione: one('si'),
}
const formal: Record<string, Fields> = {
  ...aboutMe, persona_data_nascita: { 'risposta.giorno': '3', 'risposta.mese': '5', 'risposta.anno': '1980' }, adesione_valutazione: one('si'),
}
const aboutNeighbour: Record<string, Fields> = {
  persona_riferimento: one('Il signore del portone azzurro'), o_comune: bitonto, o_bisogni: one('stare_insieme'), o_pericolo: one('no'), o_scadenza: one('nessuna'),
  segnalante_tipo: one('vicino_amico'), persona_informata: one('no'), persona_d_accordo: one('ignoto'),
  segnalante_nome: name('Rosa', 'Betulla'), canale_contatto: one('telefono'), segnalante_telefono: one('333 000 0002'), telefono_sicuro: one('ignoto'), presa_visione: one('si'),
}

async function begin(visitor: Visitor, act: string) {
  expect((await visitor.post('/richiesta/inizia', { atto: act })).location).toBe('/richiesta')
}

/** From the choice of the act to the receipt. */
async function send(visitor: Visitor, act: string, answers: Record<string, Fields>) {
  await begin(visitor, act)
  const { asked, page } = await talk(visitor, '/richiesta', answers)
  const sent = await visitor.post('/richiesta/invia')
  const receipt = await visitor.get('/richiesta/inviata')
  return { asked, page, sent, receipt, ...shownIn(receipt.html) }
}

const shownIn = (html: string) => ({ number: /\d{4}\/\d{7}/.exec(html)?.[0] ?? '', code: /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(html)?.[0] ?? '' })
const filedOf = ({ app }: TestApp, number: string) => {
  const dossier = findByNumber(app.db, number)
  if (!dossier) throw new Error(`no dossier ${number}`)
  return openDossier(app, dossier)
}
const count = ({ app }: TestApp) => app.db.select().from(dossiers).all().length

describe('the three acts', () => {
  test('they are told apart before the first question, with their legal effect', async () => {
    const { visitor } = await testApp({ own: true })
    const page = await visitor().get('/richiesta')
    expect(await htmlFaults(page.html)).toEqual([])
    expect(wordsOf(page)).toContain('firmi allo sportello al primo incontro')
    expect(page.html.match(/name="atto"/g)).toHaveLength(3)
    const wrong = await visitor().post('/richiesta/inizia', { atto: 'altro' })
    expect([wrong.status, wordsOf(wrong).includes('Manca una scelta')]).toEqual([422, true])
  })

  test('a person asks to be called back with the minimum alone, and gets number, code and term', async () => {
    const service = await testApp({ own: true })
    const { page, sent, receipt, number, code } = await send(service.visitor(), 'richiesta_contatto', aboutMe)
    expect(await htmlFaults(page.html)).toEqual([])
    expect(wordsOf(page)).toContain('Verde Quercia')
    expect([sent.status, sent.location]).toEqual([303, '/richiesta/inviata'])
    expect(await htmlFaults(receipt.html)).toEqual([])
    expect(number).toBe('2026/0000001')
    expect(code).not.toBe('')
    for (const words of ['Richiesta di accesso ai servizi', '23 dicembre 2026', 'L. 241/1990 art. 2', 'ente@example.org', '9-bis']) expect(wordsOf(receipt)).toContain(words)
    expect(wordsOf(receipt)).not.toMatch(/Verde|Quercia|[Ll]avoro|333|undefined/)
    expect(filedOf(service, number).filed).toMatchObject({ act: 'richiesta_contatto', aboutOther: false })
    expect(filedOf(service, number).dossier.desk).toBe('pua-bitonto')
  })

  test('a full request asks birth date and agreement, and is signed at the desk', async () => {
    const service = await testApp({ own: true })
    const { asked, receipt, number } = await send(service.visitor(), 'istanza', formal)
    expect(asked).toEqual(expect.arrayContaining(['persona_data_nascita', 'adesione_valutazione']))
    expect(wordsOf(receipt)).toContain('firmi allo sportello')
    expect(filedOf(service, number).filed.answers.persona_data_nascita).toBe('1980-05-03')
  })

  test('a neighbour reports: thanks and a number, never what happens next', async () => {
    const service = await testApp({ own: true })
    const { asked, page, receipt, number, code } = await send(service.visitor(), 'segnalazione', aboutNeighbour)
    expect(asked).not.toEqual(expect.arrayContaining(['o_seguito']))
    expect(asked).not.toContain('bisogno_parole_tue')
    expect(wordsOf(page)).toContain('Invia la segnalazione')
    expect(await htmlFaults(receipt.html)).toEqual([])
    expect(wordsOf(receipt)).toContain('Abbiamo ricevuto la tua segnalazione')
    expect(code).toBe('')
    expect(filedOf(service, number).filed).toMatchObject({ act: 'segnalazione', aboutOther: true, chosen: [] })
    expect(filedOf(service, number).filed).not.toHaveProperty('words')
  })

  test('someone without a mandate is shown two other ways, and keeps what was said', async () => {
    const { visitor } = await testApp({ own: true })
    const aunt = visitor()
    await begin(aunt, 'istanza')
    await talk(aunt, '/richiesta', { ...formal, o_per_chi: one('familiare'), titolo: one('nessuno') })
    const stop = await aunt.get('/richiesta')
    expect(await htmlFaults(stop.html)).toEqual([])
    expect(stop.html).toContain('value="segnalazione"')
    await begin(aunt, 'richiesta_contatto')
    expect(wordsOf(await aunt.get('/richiesta'))).toContain('Per un familiare')
  })
})

describe('what the orientation learnt', () => {
  const oriented = async (visitor: Visitor, more: Record<string, Fields> = {}) => {
    await visitor.post('/orientamento/inizia', { bisogno: 'casa' })
    return talk(visitor, '/orientamento', {
      o_pericolo: one('no'), o_per_chi: one('me'), o_comune: bitonto, o_eta: one('30-64'), c_dove: one('ospite'), o_scadenza: one('nessuna'), o_seguito: one('si'),
      o_servizio: one('csm'), o_come: one('richiesta'), ...more,
    })
  }

  test('is not asked again, and only what the act asks comes along', async () => {
    const service = await testApp({ own: true })
    const visitor = service.visitor()
    await oriented(visitor)
    const { asked, number } = await send(visitor, 'richiesta_contatto', aboutMe)
    for (const known of ['o_per_chi', 'o_comune', 'o_eta', 'o_bisogni', 'c_dove', 'o_scadenza', 'o_seguito']) expect(asked).not.toContain(known)
    expect(filedOf(service, number).filed.answers).not.toHaveProperty('o_servizio')
  })

  test('proposals put aside go into the request, and follow when the person changes them', async () => {
    const { visitor } = await testApp({ own: true })
    const person = visitor()
    const { page } = await oriented(person)
    const slug = /name="famiglia" value="([a-z0-9-]+)"/.exec(page.html)?.[1] ?? ''
    await person.post('/orientamento/scelte', { famiglia: slug })
    await begin(person, 'richiesta_contatto')
    expect(wordsOf((await talk(person, '/richiesta', aboutMe)).page)).toContain('Le proposte che ti interessano')
    await person.post('/orientamento/scelte', { famiglia: slug })
    expect(wordsOf(await person.get('/richiesta'))).not.toContain('Le proposte che ti interessano')
  })

  test('a report takes no health and no proposals, and nothing of who was asking for themselves', async () => {
    const service = await testApp({ own: true })
    const neighbour = service.visitor()
    await oriented(neighbour)
    const { asked, number } = await send(neighbour, 'segnalazione', aboutNeighbour)
    expect(asked).toEqual(expect.arrayContaining(['o_comune', 'o_bisogni']))
    expect(filedOf(service, number).filed.answers).not.toHaveProperty('o_seguito')
  })
})

describe('a report', () => {
  test.each(['o_seguito', 'bisogno_parole_tue'])('refuses %s, and stores nothing of it', async (question) => {
    const service = await testApp({ own: true })
    const neighbour = service.visitor()
    await begin(neighbour, 'segnalazione')
    expect((await neighbour.post(`/richiesta/${question}`, one('si'))).status).toBe(409)
    const { page } = await talk(neighbour, '/richiesta', aboutNeighbour)
    expect((await neighbour.post(`/richiesta/${question}`, one('si'))).status).toBe(409)
    await neighbour.post('/richiesta/invia')
    expect(wordsOf(page)).not.toContain('Già un servizio')
    expect(filedOf(service, '2026/0000001').filed.answers).not.toHaveProperty(question)
  })

  test('made of a request that was about oneself carries neither its health answers nor its proposals', async () => {
    const service = await testApp({ own: true })
    const person = service.visitor()
    await begin(person, 'istanza')
    await talk(person, '/richiesta', { ...formal, o_seguito: one('si'), bisogno_parole_tue: one('parole segrete') })
    await person.post('/richiesta/natura_atto', one('segnalazione'))
    await talk(person, '/richiesta', aboutNeighbour)
    await person.post('/richiesta/invia')
    expect(JSON.stringify(filedOf(service, '2026/0000001').filed)).not.toMatch(/o_seguito|parole segrete|Quercia/)
  })

  test('may be anonymous only for danger or nowhere to stay', async () => {
    const service = await testApp({ own: true })
    const calm = service.visitor()
    await begin(calm, 'segnalazione')
    expect((await talk(calm, '/richiesta', aboutNeighbour)).asked).not.toContain('segnalante_anonimo')
    const alarmed = await send(service.visitor(), 'segnalazione', { ...aboutNeighbour, o_pericolo: one('si'), segnalante_anonimo: one('si') })
    expect(alarmed.asked).not.toContain('segnalante_nome')
    expect(wordsOf(alarmed.receipt)).toContain('chiama il 112')
    const homeless = await send(service.visitor(), 'segnalazione', { ...aboutNeighbour, o_bisogni: one('casa'), c_dove: one('strada'), segnalante_anonimo: one('si') })
    expect(homeless.asked).toEqual(expect.arrayContaining(['avviso_casa', 'segnalante_anonimo']))
    expect(filedOf(service, homeless.number).dossier.rank).toBe(0)
  })
})

describe('a minor', () => {
  test.each([
    ['richiesta_contatto', { o_eta: one('<18') }],
    ['istanza', { persona_data_nascita: { 'risposta.giorno': '1', 'risposta.mese': '1', 'risposta.anno': '2012' } }],
  ])('cannot file a %s, and is told whom to talk to', async (act, young) => {
    const service = await testApp({ own: true })
    const minor = service.visitor()
    await begin(minor, act)
    await talk(minor, '/richiesta', { ...formal, ...young })
    const page = await minor.get('/richiesta')
    expect(await htmlFaults(page.html)).toEqual([])
    expect(wordsOf(page)).toContain('19696')
    expect(wordsOf(page)).toContain('adulto di cui ti fidi')
    expect((await minor.post('/richiesta/avviso_minore_richiesta', one('visto'))).status).toBe(422)
    expect((await minor.post('/richiesta/invia')).status).toBe(409)
    expect(count(service)).toBe(0)
  })
})

describe('things that go wrong', () => {
  test('two clicks on "Invia", even at once, make one request and one number', async () => {
    const service = await testApp({ own: true })
    const person = service.visitor()
    await begin(person, 'richiesta_contatto')
    await talk(person, '/richiesta', aboutMe)
    const clicks = await Promise.all([person.post('/richiesta/invia'), person.post('/richiesta/invia')])
    expect([...clicks, await person.post('/richiesta/invia')].map(({ location }) => location)).toEqual(Array(3).fill('/richiesta/inviata'))
    expect((await person.post('/richiesta/persona', name('Altro', 'Nome'))).location).toBe('/richiesta/inviata')
    expect(count(service)).toBe(1)
  })

  test('a page of another path is stale: 409, the current question, and nothing lost', async () => {
    const { visitor } = await testApp({ own: true })
    const person = visitor()
    await begin(person, 'richiesta_contatto')
    await person.post('/richiesta/o_per_chi', one('me'))
    const stale = await person.post('/richiesta/telefono', one('333 000 0001'))
    expect([stale.status, openQuestion(stale)]).toEqual([409, 'o_eta'])
    expect(wordsOf(stale)).toContain('Questa pagina era vecchia')
    expect(wordsOf(stale)).toContain('Per me')
    expect((await person.post('/richiesta/invia')).status).toBe(409)
  })

  test('two tabs: the later answer counts, and the other tab goes on from there', async () => {
    const { visitor } = await testApp({ own: true })
    const person = visitor()
    await begin(person, 'istanza')
    await person.post('/richiesta/o_per_chi', one('familiare'))
    await person.post('/richiesta/natura_atto', one('segnalazione'))
    expect((await person.post('/richiesta/titolo', one('tutore'))).status).toBe(409)
    expect(openQuestion(await person.get('/richiesta'))).toBe('o_eta')
  })

  test('an unknown question is 404; a code outside the list is 422 and the rest stays', async () => {
    const { visitor } = await testApp({ own: true })
    const person = visitor()
    await begin(person, 'richiesta_contatto')
    expect((await person.post('/richiesta/inventata', one('si'))).status).toBe(404)
    expect((await person.get('/richiesta/inventata')).status).toBe(404)
    const wrong = await person.post('/richiesta/o_per_chi', one('marziano'))
    expect([wrong.status, openQuestion(wrong)]).toEqual([422, 'o_per_chi'])
    expect((await person.post('/richiesta/o_per_chi', {})).status).toBe(422)
    expect(wordsOf(await person.get('/richiesta'))).toContain('Voglio che lo sportello mi richiami')
  })

  test('what was typed is still there beside the problem', async () => {
    const { visitor } = await testApp({ own: true })
    const person = visitor()
    await begin(person, 'richiesta_contatto')
    await talk(person, '/richiesta', { ...aboutMe, telefono: one('333 000 0001') })
    const wrong = await person.post('/richiesta/telefono', one('trecento "tre"'))
    expect([wrong.status, wrong.html.includes('value="trecento &quot;tre&quot;"')]).toEqual([422, true])
    expect(wordsOf(await person.get('/richiesta'))).toContain('333 000 0001')
  })

  test('a forged cookie opens nothing', async () => {
    const { web } = await testApp({ own: true })
    for (const cookie of ['approdo_richiesta=AAAA', `approdo_richiesta=${'x'.repeat(5000)}`, 'approdo=AAAA; approdo_stato=AAAA', 'approdo_richiesta=%00%ff']) {
      const ask = (path: string, init: RequestInit = {}) => web.request(`http://localhost${path}`, { ...init, headers: { Cookie: cookie, Origin: 'http://localhost' } })
      expect(wordsOf({ html: await (await ask('/richiesta')).text() })).toContain('Ci sono tre strade')
      expect((await ask('/la-mia-richiesta')).status).toBe(200)
      expect((await ask('/richiesta/inviata')).status).toBe(303)
      const lost = await ask('/richiesta/persona', { method: 'POST', body: new URLSearchParams({ risposta: 'x' }) })
      expect([lost.status, wordsOf({ html: await lost.text() }).includes('non ci sono più')]).toEqual([409, true])
    }
  })

  test('a post from another origin is refused, and so is one that says none', async () => {
    const { web } = await testApp({ own: true })
    for (const headers of [{ Origin: 'https://altrove.example' }, { Origin: 'null' }, {}] as Record<string, string>[]) {
      const answer = await web.request('http://localhost/richiesta/inizia', { method: 'POST', headers, body: new URLSearchParams({ atto: 'istanza' }) })
      expect(answer.status).toBe(403)
    }
  })

  test('a body of 10 MB is refused, and the draft stays', async () => {
    const { visitor } = await testApp({ own: true })
    const person = visitor()
    await begin(person, 'richiesta_contatto')
    expect((await person.post('/richiesta/o_per_chi', one('a'.repeat(10_000_000)))).status).toBe(413)
    expect(openQuestion(await person.get('/richiesta'))).toBe('o_per_chi')
  })

  test('"Cancella tutto" leaves nothing', async () => {
    const { visitor } = await testApp({ own: true })
    const person = visitor()
    await begin(person, 'richiesta_contatto')
    expect((await person.post('/richiesta/cancella')).location).toBe('/')
    expect(wordsOf(await person.get('/richiesta'))).toContain('Ci sono tre strade')
  })

  test('a draft that nobody touched for a day is gone: the page says why, and where to go', async () => {
    const { app, clock, visitor } = await testApp({ own: true })
    const person = visitor()
    await begin(person, 'richiesta_contatto')
    clock.forward(23 * 60)
    expect(purgeDrafts(app)).toBe(0)
    clock.forward(61)
    expect(purgeDrafts(app)).toBe(1)
    const late = await person.post('/richiesta/o_per_chi', one('me'))
    expect([late.status, await htmlFaults(late.html)]).toEqual([409, []])
    expect(late.html).toContain('href="/la-mia-richiesta"')
  })

  test('words of danger show whom to call on the check page', async () => {
    const { visitor } = await testApp({ own: true })
    const person = visitor()
    await begin(person, 'richiesta_contatto')
    const { page } = await talk(person, '/richiesta', { ...aboutMe, bisogno_parole_tue: one('il mio ex mi picchia') })
    expect(wordsOf(page)).toContain('1522')
  })
})

describe('La mia richiesta', () => {
  test('number and code, however they are typed, show where it is', async () => {
    const service = await testApp({ own: true })
    const { number, code } = await send(service.visitor(), 'richiesta_contatto', aboutMe)
    const elsewhere = service.visitor()
    const sent = await elsewhere.post('/la-mia-richiesta', { numero: number.replace('/', '-'), codice: ` ${code.toLowerCase().replaceAll('-', ' ')}` })
    expect([sent.status, sent.location]).toEqual([303, '/la-mia-richiesta'])
    const page = await elsewhere.get('/la-mia-richiesta')
    expect(await htmlFaults(page.html)).toEqual([])
    for (const words of ['Ricevuta', number, '23 dicembre 2026', 'Per ora non devi fare niente']) expect(wordsOf(page)).toContain(words)
    expect(wordsOf(page)).not.toMatch(/Verde|333/)
    expect((await elsewhere.post('/la-mia-richiesta/esci')).location).toBe('/')
    expect((await elsewhere.get('/la-mia-richiesta')).html).toContain('name="codice"')
  })

  test('what the desk asks for comes first, and the story goes from the newest', async () => {
    const service = await testApp({ own: true })
    const { number, code } = await send(service.visitor(), 'richiesta_contatto', aboutMe)
    const operator = await service.operator('pua-bitonto')
    const sheet = `/operatori/richieste/${number.replace('/', '-')}/decisioni`
    await operator.post(sheet, { decisione: 'prendi', versione: '0' })
    await operator.post(sheet, { decisione: 'integra', versione: '1', elementi: 'telefono_sicuro', entro: '2026-12-20' })
    const person = service.visitor()
    await person.post('/la-mia-richiesta', { numero: number, codice: code })
    const page = await person.get('/la-mia-richiesta')
    expect(await htmlFaults(page.html)).toEqual([])
    const words = wordsOf(page)
    const order = ['Ci manca qualcosa', 'Che cosa devi fare tu', '20 dicembre 2026', 'Non vogliamo metterti in difficoltà', 'Che cosa è successo finora', 'La stiamo leggendo', 'Ricevuta'].map((part) => words.lastIndexOf(part))
    expect(order.slice(1)).toEqual(order.slice(1).toSorted((a, b) => a - b))
    expect(order).not.toContain(-1)
    expect(words).not.toContain(operator.name)
  })

  test('a report shows that it arrived, and nothing of what happens next', async () => {
    const service = await testApp({ own: true })
    const { number, code } = fileRequest(service.app, { answers: { natura_atto: 'segnalazione', segnalante_tipo: 'vicino_amico' } })
    const reporter = service.visitor()
    await reporter.post('/la-mia-richiesta', { numero: number, codice: code })
    const page = await reporter.get('/la-mia-richiesta')
    expect(await htmlFaults(page.html)).toEqual([])
    expect(wordsOf(page)).toContain('Abbiamo ricevuto la tua segnalazione')
    expect(wordsOf(page)).not.toMatch(/leggendo|Ricevuta|Che cosa è successo|Risposta entro|Sportello unico/)
  })

  test('a wrong code, or a number of nobody, gets the same words; the number stays typed', async () => {
    const service = await testApp({ own: true })
    const { number } = await send(service.visitor(), 'richiesta_contatto', aboutMe)
    const pages = await Promise.all([number, '2026/9999999'].map((numero) => service.visitor().post('/la-mia-richiesta', { numero, codice: 'AAAA-BBBB-CCCC' })))
    for (const page of pages) expect([page.status, wordsOf(page).includes('Numero e codice non vanno insieme'), await htmlFaults(page.html)]).toEqual([422, true, []])
    expect(pages[0]?.html).toContain(`value="${number}"`)
  })

  test('tries are limited', async () => {
    const { visitor } = await testApp({ own: true, triesPerMinute: 3 })
    const guesser = visitor()
    const tries = []
    for (let i = 0; i < 4; i++) tries.push((await guesser.post('/la-mia-richiesta', { numero: '2026/0000001', codice: `AAAA-AAAA-AAA${i}` })).status)
    expect(tries).toEqual([422, 422, 422, 429])
  })

  test('half an hour later the number and the code are asked again', async () => {
    const service = await testApp({ own: true })
    const { number, code } = await send(service.visitor(), 'richiesta_contatto', aboutMe)
    const person = service.visitor()
    await person.post('/la-mia-richiesta', { numero: number, codice: code })
    service.clock.forward(31)
    expect((await person.get('/la-mia-richiesta')).html).toContain('name="codice"')
  })
})

test('the files of the database hold no name, phone, birth date or words in clear: neither draft nor request', async () => {
  const service = await testApp({ own: true })
  const secrets = { ...formal, persona: name('Zaffiro', 'Biancospino'), telefono: one('333 765 4321'), bisogno_parole_tue: one('vorrei una stanza col glicine') }
  await send(service.visitor(), 'istanza', secrets)
  const undecided = service.visitor()
  await begin(undecided, 'istanza')
  await talk(undecided, '/richiesta', secrets)
  const folder = service.app.config.dataDir
  const files = readdirSync(folder).filter((file) => file.startsWith('approdo.db'))
  expect(files).toContain('approdo.db-wal')
  for (const file of files) {
    const bytes = readFileSync(join(folder, file)).toString('latin1')
    for (const secret of ['Zaffiro', 'Biancospino', '333 765 4321', '3337654321', '1980-05-03', 'glicine']) expect(bytes.includes(secret), `${secret} in ${file}`).toBe(false)
  }
})

describe('a second request', () => {
  const followed = async (visitor: Visitor, number: string, code: string) => visitor.post('/la-mia-richiesta', { numero: number, codice: code })

  test('starts from the first one, by choice: who the person is and how to speak with them are not asked again, what they need is', async () => {
    const service = await testApp({ own: true })
    const person = service.visitor()
    const first = await send(person, 'istanza', { ...formal, o_bisogni: one('casa'), famiglia_in_casa: { 'risposta.da_0_a_5': '1' } })
    await person.post('/richiesta/cancella')
    await followed(person, first.number, first.code)
    expect((await person.post('/richiesta/ancora')).location).toBe('/richiesta')
    const { asked } = await talk(person, '/richiesta', { ...formal, natura_atto: one('istanza'), o_bisogni: one('casa') })
    for (const known of ['persona', 'persona_data_nascita', 'o_comune', 'telefono', 'telefono_sicuro', 'famiglia_in_casa']) expect(asked).not.toContain(known)
    for (const anew of ['natura_atto', 'o_bisogni', 'o_scadenza', 'bisogno_parole_tue', 'presa_visione', 'adesione_valutazione']) expect(asked).toContain(anew)
    await person.post('/richiesta/invia')
    const second = shownIn((await person.get('/richiesta/inviata')).html)
    expect(second.number).not.toBe(first.number)
    const { filed } = filedOf(service, second.number)
    expect(filed).toMatchObject({ from: first.number, answers: { famiglia_in_casa: { da_0_a_5: '1' }, persona: { nome: 'Verde' } } })
  })

  test('starts from nothing for who reported, for who follows none, and with a forged cookie', async () => {
    const service = await testApp({ own: true })
    const neighbour = service.visitor()
    await send(neighbour, 'segnalazione', aboutNeighbour)
    await neighbour.post('/richiesta/cancella')
    expect((await neighbour.post('/richiesta/ancora')).location).toBe('/richiesta')
    expect(openQuestion(await neighbour.get('/richiesta'))).toBeUndefined()
  })
})

describe('a codice fiscale', () => {
  test('that is none goes through when it is said twice, and stops nobody', async () => {
    const service = await testApp({ own: true })
    const person = service.visitor()
    await begin(person, 'istanza')
    await person.post('/richiesta/o_per_chi', one('me'))
    const seen = await person.post('/richiesta/persona_codice_fiscale', one('ABC 12'))
    expect(seen.status).toBe(200)
    expect(wordsOf(seen)).toContain('Guarda se è giusto')
    expect(await htmlFaults(seen.html)).toEqual([])
    expect(openQuestion(await person.get('/richiesta'))).toBe('persona_codice_fiscale')
    expect((await person.post('/richiesta/persona_codice_fiscale', { risposta: 'ABC 12', conferma: 'ABC12' })).status).toBe(303)
    expect(openQuestion(await person.get('/richiesta'))).toBe('persona_data_nascita')
  })
})
