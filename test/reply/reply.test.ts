import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../db/drizzle.ts'
import { testApp, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { wordsOf } from '../helpers/talk.ts'

let service: TestApp
beforeAll(async () => {
  service = await testApp()
})
afterAll(() => service.close())

const say = (person: Visitor, testo: string, more: Record<string, string | string[]> = {}) => person.post('/cerca', { testo, ...more })
const cards = (html: string) => [...html.matchAll(/id="aiuto-([a-z-]+)"/g)].map(([, slug]) => slug)

describe('what is answered', () => {
  test('a need: what was understood, help with the person\'s own words and the date of the sheet, one question', async () => {
    const page = await say(service.visitor(), 'mia madre ha 82 anni, vive sola a Molfetta e non riesce più a lavarsi')
    expect([page.status, await htmlFaults(page.html)]).toEqual([200, []])
    expect(cards(page.html)[0]).toBe('assistenza-domiciliare')
    for (const words of ['Per un familiare', 'Molfetta', '65 o più', 'Hai scritto: «', 'Informazioni controllate il', 'Una domanda per capire meglio']) expect(wordsOf(page)).toContain(words)
  })

  test.each([
    ['a che punto è la mia richiesta?', 'href="/la-mia-richiesta"'], ['che documenti servono per il tirocinio?', 'curriculum'], ['siete aperti il sabato?', 'class="desk"'],
    ['quanto tempo ci vuole?', 'href="/come-funziona"'], ['posso fare la domanda io per mia madre?', 'href="/chi-puo-chiedere"'], ['voglio parlare con una persona', 'tel:'], ['chi legge quello che scrivo?', 'href="/privacy"'],
  ])('"%s"', async (testo, shown) => {
    const page = await say(service.visitor(), testo)
    expect(page.html).toContain(shown)
    expect(await htmlFaults(page.html)).toEqual([])
  })

  test('what is not ours: who does it', async () => {
    expect(wordsOf(await say(service.visitor(), 'devo rinnovare il passaporto'))).toContain('La Questura')
  })

  test.each(['xyzzy plugh qwertz', 'qwe rty uio', 'hdfjkgh dkfjgh'])('"%s" tells of no danger and of no need: nothing is claimed to be understood', async (testo) => {
    const page = await say(service.visitor(), testo)
    expect(wordsOf(page)).toContain('Non sono sicuro di aver capito')
    expect([page.html.includes('class="panel'), wordsOf(page).includes('Ho capito questo')]).toEqual([false, false])
  })

  test('what it did not understand it says, with a person as the way on', async () => {
    const page = await say(service.visitor(), 'xyzzy')
    expect(wordsOf(page)).toContain('Non sono sicuro di aver capito')
    expect(page.html).toContain('tel:')
  })

  test('danger: who to call comes first, the words stay in the field, nothing is kept even in the browser', async () => {
    const person = service.visitor()
    const page = await say(person, 'mio marito mi picchia e ho paura')
    expect(page.html.indexOf('class="panel"')).toBeLessThan(page.html.indexOf('value="mio marito mi picchia e ho paura"'))
    expect(page.headers.getSetCookie()).toEqual([])
  })

  test.each([['mi marido me pega y tengo miedo', 'es', '112'], ['زوجي يضربني وأنا خائفة', 'ar', '112'], ['I need a room, I sleep at a friend of mine', 'en', 'interpreter']])('"%s" is answered first in the same language', async (testo, lang, word) => {
    const page = await say(service.visitor(), testo)
    const line = new RegExp(`<p class="note" lang="${lang}" dir="(ltr|rtl)">[\\s\\S]*?<span>([^<]*)`).exec(page.html)
    expect([line?.[1], line?.[2]?.includes(word)]).toEqual([lang === 'ar' ? 'rtl' : 'ltr', true])
    expect(await htmlFaults(page.html)).toEqual([])
  })

  test('a condition is never named on a card: the group stands in for it', async () => {
    const page = await say(service.visitor(), 'esco dalla comunità per la droga e cerco una casa, mi segue il serd')
    expect(cards(page.html)).not.toContain('rientro-dp')
    expect(page.html).not.toContain('/aiuti/rientro-dp')
  })
})

describe('the conversation goes on', () => {
  test('a correction changes who it is for, and keeps what was spoken of', async () => {
    const person = service.visitor()
    const first = cards((await say(person, 'cerco un tirocinio')).html)
    const page = await say(person, 'no, è per mio figlio')
    expect(cards(page.html)).toEqual(first)
    expect(wordsOf(page)).toContain('Per un familiare')
    await person.post('/orientamento/o_pericolo', { risposta: 'no' })
    expect(wordsOf(await person.get('/orientamento'))).toContain('In quale Comune vive la persona?')
  })

  test('a follow-up speaks of the same: another comune, what it costs', async () => {
    const person = service.visitor()
    const first = cards((await say(person, 'mia nonna non riesce più a lavarsi, serve qualcuno a casa')).html)
    const there = await say(person, 'e a Bitonto?')
    expect(cards(there.html)).toEqual(first)
    expect(wordsOf(there)).toContain('Bitonto')
    expect(wordsOf(await say(person, 'e quanto costa?'))).toContain('non costa niente')
    expect(cards((await say(person, 'che documenti servono?')).html)).toEqual(first)
  })

  test('what was not understood right is taken back with one tap, and stays so', async () => {
    const person = service.visitor()
    const said = 'mia madre ha 82 anni e non riesce più a lavarsi'
    await say(person, said)
    const page = await say(person, said, { togli: 'o_eta' })
    expect(wordsOf(page)).not.toContain('65 o più')
    expect(page.html).toContain('name="togli" value="o_eta"')
  })

  test('a sentence of before can be reopened', async () => {
    const person = service.visitor()
    await say(person, 'cerco un tirocinio')
    const page = await say(person, 'vorrei cantare in un coro')
    expect(page.html).toContain('name="testo" value="cerco un tirocinio"')
    expect(cards((await say(person, 'cerco un tirocinio')).html)[0]).toBe('tirocinio')
  })

  test('"torna indietro" reopens the last question, "ricomincia" forgets all', async () => {
    const person = service.visitor()
    await say(person, 'cerco un tirocinio, vivo a Bitonto')
    await person.post('/orientamento/o_pericolo', { risposta: 'no' })
    expect((await say(person, 'torna indietro')).location).toMatch(/^\/orientamento\/o_/)
    expect((await say(person, 'ricomincia')).location).toBe('/')
    expect((await person.get('/cerca')).html).not.toContain('cerco un tirocinio')
  })

  test.each([
    ['mio figlio è rimasto indietro a scuola', 'supporto-studio'], ['voglio ricominciare a lavorare', 'orientamento-lavoro'], ["devo pagare l'affitto e non ce la faccio", 'canone-calmierato'],
  ])('"%s" is a need, not a word on the conversation', async (testo, family) => {
    const page = await say(service.visitor(), testo)
    expect([page.status, cards(page.html)]).toEqual([200, expect.arrayContaining([family])])
    expect(wordsOf(page)).not.toContain('non costa niente')
  })

  test('another need is another need, also after a "no"', async () => {
    const person = service.visitor()
    await say(person, 'mia nonna non riesce più a lavarsi, serve qualcuno a casa')
    expect(cards((await say(person, 'no, cerco lavoro')).html)).not.toContain('assistenza-domiciliare')
  })

  test('what it learnt answers the questions of the orientation: they are not asked again', async () => {
    const person = service.visitor()
    await say(person, 'ho 22 anni, vivo a Bitonto, cerco un tirocinio per me')
    await person.post('/orientamento/o_pericolo', { risposta: 'no' })
    const page = await person.get('/orientamento')
    for (const asked of ['action="/orientamento/o_comune"', 'action="/orientamento/o_eta"', 'action="/orientamento/o_per_chi"']) expect(page.html).not.toContain(asked)
  })
})

describe('whatever is typed', () => {
  test('no markup survives, no address tells it, nothing of it is in the database', async () => {
    const rows = () => ['dossiers', 'drafts', 'events', 'audit', 'resumes', 'letters', 'handoffs'].map((table) => service.app.db.get<[number]>(sql.raw(`SELECT count(*) FROM ${table}`)))
    const before = rows()
    for (const nasty of ['<script>alert(1)</script> casa', '"><img src=x onerror=alert(1)>', "'; drop table dossiers; --", '{{7*7}} <%= 7*7 %>', '\u202Ecasa\u202C مرحبا 🏠', '\0\x07', 'a'.repeat(10_000)]) {
      const page = await say(service.visitor(), nasty)
      expect([page.status, await htmlFaults(page.html)], nasty.slice(0, 20)).toEqual([200, []])
      expect(page.html).not.toMatch(/<script>alert|<img src=x/)
    }
    expect(rows()).toEqual(before)
  })

  test('an invented thing to take back changes nothing', async () => {
    expect((await say(service.visitor(), 'cerco casa', { togli: ['__proto__', 'constructor', 'x'.repeat(500)] })).status).toBe(200)
  })
})
