import { beforeEach, describe, expect, test } from 'vitest'
import { audit, ratings } from '../../db/schema.ts'
import { forgetRatingsBefore } from '../../src/ratings/ratings.ts'
import { testApp, type Fields, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { serviceWith } from '../helpers/people.ts'
import { wordsOf } from '../helpers/talk.ts'

const { home, editor, operator } = await serviceWith({ editor: [null, 'redattore_catalogo'], operator: ['pua-bitonto', 'front_office'] })
beforeEach(() => void home.app.db.delete(ratings).run())

const stored = () => home.app.db.select().from(ratings).all()
const rate = (person: Visitor, fields: Fields) => person.post('/valutazione', { pagina: '/privacy', ...fields })

describe('how clear a page is', () => {
  test('is said with stars and one reason; only page, month, stars and reason are counted', async () => {
    const person = home.visitor()
    const said = await rate(person, { voto: '2', male: 'strada', bene: 'chiare', testo: 'mi chiamo Verde Quercia' })
    expect([said.status, said.location]).toEqual([303, '/valutazione/grazie?pagina=%2Fprivacy'])
    await rate(person, { voto: '2', male: 'strada' })
    await rate(person, { voto: '5', male: 'strada', bene: 'tecnica' })
    expect(stored()).toEqual([{ month: '2026-11', page: '/privacy', stars: 2, reason: 'strada', count: 2 }, { month: '2026-11', page: '/privacy', stars: 5, reason: 'tecnica', count: 1 }])
    expect(said.headers.getSetCookie()).toEqual([])
    const thanks = await person.get(said.location!)
    expect([thanks.status, await htmlFaults(thanks.html)]).toEqual([200, []])
    expect(thanks.html).toContain('href="/privacy"')
  })

  test('without stars is asked again, and nothing is counted', async () => {
    const again = await rate(home.visitor(), {})
    expect([again.status, await htmlFaults(again.html)]).toEqual([422, []])
    expect(wordsOf(again)).toContain('Scegli da 1 a 5 stelle')
    expect(stored()).toEqual([])
  })

  test.each([
    { pagina: "/privacy'; drop table ratings; --" }, { pagina: '/la-mia-richiesta' }, { pagina: '/servizi/__proto__' }, { pagina: '/constructor/x' }, { pagina: '/come-funziona-operatori' },
    { pagina: 'https://example.org/privacy' }, { pagina: '/privacy/mia-madre' }, { pagina: ['/privacy', '<b>'] }, { voto: '6' }, { voto: '0' }, { voto: '5 stelle' }, { voto: ['5', 'x'] },
  ] as Fields[])('anything else is refused and stored nowhere: %o', async (fields) => {
    const { status, html } = await rate(home.visitor(), { voto: '5', ...fields })
    expect([400, 422]).toContain(status)
    expect(html).not.toContain('drop table')
    expect(stored()).toEqual([])
  })

  test('a reason that is none of ours is left out', async () => {
    await rate(home.visitor(), { voto: '1', male: 'Verde Quercia, 080 555 0100' })
    expect(stored()).toEqual([{ month: '2026-11', page: '/privacy', stars: 1, reason: '', count: 1 }])
  })

  test('the way back leads only to a page that asks', async () => {
    expect((await home.visitor().get('/valutazione/grazie?pagina=//example.org')).html).not.toContain('href="//example')
  })

  test('a flood from one address is stopped', async () => {
    const strict = await testApp({ own: true, newPerHour: 3 })
    const person = strict.visitor()
    const statuses = []
    for (let i = 0; i < 5; i++) statuses.push((await person.post('/valutazione', { pagina: '/privacy', voto: '1' })).status)
    expect(statuses).toEqual([303, 303, 303, 429, 429])
  })

  test('is kept as long as the other counts, no longer', () => {
    home.app.db.insert(ratings).values([{ month: '2021-10', page: '/privacy', stars: 3, reason: '', count: 1 }, { month: '2021-11', page: '/privacy', stars: 3, reason: '', count: 1 }]).run()
    forgetRatingsBefore(home.app.db, '2021-11')
    expect(stored().map(({ month }) => month)).toEqual(['2021-11'])
  })
})

describe('who writes the pages reads', () => {
  const put = (page: string, stars: number, count: number, reason = '', month = '2026-10') => void home.app.db.insert(ratings).values({ month, page, stars, reason, count }).run()

  test('the hardest first, with the reason of most; no page with fewer than five votes, nothing of this month', async () => {
    put('/privacy', 2, 6, 'chiare')
    put('/privacy', 4, 6, 'complete')
    put('/richiesta/inviata', 5, 9)
    put('/contatti', 1, 4)
    put('/regole', 1, 50, '', '2026-11')
    const page = await editor.get('/operatori/valutazioni')
    expect(await htmlFaults(page.html)).toEqual([])
    const words = wordsOf(page)
    expect(words).toMatch(/I tuoi dati 12 3 6 A volte le indicazioni non erano chiare .*La richiesta, dopo l'invio 9 5 0 –/)
    expect(words).not.toMatch(/Parlare con una persona|Come scegliamo/)
    expect(words).toContain('non si mostra 1 pagina')
  })

  test('as a file too, and the log says who took it', async () => {
    put('/privacy', 2, 6, 'chiare')
    const { html, headers } = await editor.get('/operatori/valutazioni/csv')
    expect(html.replace('\uFEFF', '').split('\r\n').slice(0, 2)).toEqual(['Pagina;Indirizzo;Voti;Media;Voti da 1 a 3;Motivo più scelto', 'I tuoi dati;/privacy;6;2;6;A volte le indicazioni non erano chiare'])
    expect(headers.get('Content-Disposition')).toContain('valutazioni-2025-11-2026-11.csv')
    expect(home.app.db.select().from(audit).all().at(-1)).toMatchObject({ action: 'valutazioni_file', role: 'redattore_catalogo' })
    expect((await editor.get('/operatori/valutazioni/exe')).status).toBe(404)
  })

  test('not who has no right to it', async () => {
    expect((await operator.get('/operatori/valutazioni')).status).toBe(404)
  })
})
