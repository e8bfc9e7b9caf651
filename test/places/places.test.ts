import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadContent } from '../../src/content/content.ts'
import { testApp } from '../helpers/app.ts'
import { openQuestion, wordsOf } from '../helpers/talk.ts'

const { places } = loadContent()
const names = (typed: string) => places.find(typed, 3).map(({ name }) => name)

describe('a comune', () => {
  test.each([
    ['bitonto', 'A893'], ['BITONTO (BA)', 'A893'], ['A893', 'A893'], ['s. giovanni rotondo', 'H926'], ['polignano', 'G787'], ['castro LE', 'M261'],
  ])('typed as «%s» means one place', (typed, code) => expect(places.exact(typed)?.code).toBe(code))

  test.each([['Carbonara di Bari', 'Bari'], ['Loseto', 'Bari'], ['Montrone', 'Adelfia'], ['Rossano', 'Corigliano-Rossano'], ['Lirio', 'Montalto Pavese'], ['Nanto', 'Castegnero Nanto'], ['Presicce', 'Presicce-Acquarica']])(
    'that is no more, %s, leads to the one that took its place', (typed, now) => {
      const place = places.exact(typed)
      expect(places.byCode(place?.now ?? '')?.name).toBe(now)
    })

  test('of which nobody knows what became is not guessed', () => {
    const old = places.exact('Abbadia Alpina')
    expect([old?.ended, old?.now]).toEqual(['1928-12-06', undefined])
  })

  test('with a name that two have is not chosen for the person', () => {
    expect(places.exact('Castro')).toBeUndefined()
    expect(places.find('Castro', 2).map(({ province }) => province).sort()).toEqual(['BG', 'LE'])
  })

  test('is found with a slip, or with half of its name', () => {
    expect(names('milno')[0]).toBe('Milano')
    expect(names('reggio emilia')).toEqual(["Reggio nell'Emilia"])
    expect(names('gravina pu')).toEqual(['Gravina in Puglia'])
  })

  test('every merger of the list names comuni that the archive knows', async () => {
    const { mergers } = await import('../../src/content/schemas.ts')
    const { openFiles } = await import('../../src/content/yaml.ts')
    const { contentRoot } = await import('../../src/content/root.ts')
    for (const { into, province, from } of openFiles(contentRoot).one('places/mergers.yaml', () => mergers).mergers) {
      for (const old of from) expect(places.byCode(places.find(`${old} ${province}`, 1)[0]?.now ?? '')?.name, old).toBe(into)
    }
  })

  test('whatever is typed gives an answer', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (typed) => Array.isArray(places.find(typed)) && ['undefined', 'object'].includes(typeof places.exact(typed))), { numRuns: 150 })
    expect(places.find('a'.repeat(10_000))).toEqual([])
  })
})

describe('the question «In quale Comune vivi?»', () => {
  const begun = async () => {
    const service = await testApp({ own: true })
    const person = service.visitor()
    await person.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
    for (const [id, risposta] of [['o_per_chi', 'me'], ['o_eta', '30-64']] as const) await person.post(`/richiesta/${id}`, { risposta })
    await person.post('/richiesta/persona', { 'risposta.nome': 'Verde', 'risposta.cognome': 'Quercia' })
    expect(openQuestion(await person.get('/richiesta'))).toBe('o_comune')
    return person
  }

  test('takes an old name, a code, a place outside the territory; what is chosen is shown as it is today', async () => {
    const person = await begun()
    for (const [testo, shown] of [['Carbonara di Bari', 'Bari'], ['A893', 'Bitonto'], ['Roma', 'Roma (RM)']]) {
      expect((await person.post('/richiesta/o_comune', { testo: testo ?? '', risposta: '' })).status).toBe(303)
      expect(wordsOf(await person.get('/richiesta'))).toContain(shown)
    }
  })

  test('asks which one, without script too, and takes the choice', async () => {
    const person = await begun()
    const which = await person.post('/richiesta/o_comune', { testo: 'Castro', risposta: '' })
    expect(which.status).toBe(422)
    expect(wordsOf(which)).toContain('Castro (LE)')
    expect((await person.post('/richiesta/o_comune', { testo: 'Castro', trovato: 'M261', risposta: '' })).status).toBe(303)
    expect(wordsOf(await person.get('/richiesta'))).toContain('Castro (LE)')
  })

  test('says kindly that it does not know a name, and hostile words stay words', async () => {
    const person = await begun()
    const lost = await person.post('/richiesta/o_comune', { testo: '<b>Paperopoli</b>', risposta: '' })
    expect([lost.status, lost.html.includes('<b>Paperopoli')]).toEqual([422, false])
    expect(wordsOf(lost)).toContain('Non troviamo')
    for (const testo of ['%', "' OR 1=1", 'x'.repeat(9000)]) expect((await person.get(`/comuni?testo=${encodeURIComponent(testo)}`)).html).not.toContain('<input')
    expect((await person.get('/comuni?testo=bito')).html).toContain('value="A893"')
  })
})
