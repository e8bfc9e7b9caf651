import { and, eq } from '../../db/drizzle.ts'
import { describe, expect, test } from 'vitest'
import { audit, dossiers, events } from '../../db/schema.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { testApp, type Fields, type Visitor } from '../helpers/app.ts'
import { fileRequest, type Filed, type Wishes } from '../helpers/requests.ts'
import { serviceWith } from '../helpers/people.ts'

const { home, bitonto, altamura } = await serviceWith({ bitonto: ['pua-bitonto'], altamura: ['pua-altamura'] })

const file = (wishes?: Wishes) => fileRequest(home.app, wishes)
const address = ({ number }: Filed) => `/operatori/richieste/${inAddress(number)}`
const read = ({ id }: Filed) => home.app.db.select().from(dossiers).where(eq(dossiers.id, id)).get()
const decide = (who: Visitor, request: Filed, decisione: string, fields: Fields = {}) =>
  who.post(`${address(request)}/decisioni`, { decisione, versione: String(read(request)?.revision), ...fields })
const log = ({ number }: Filed) => home.app.db.select().from(audit).where(and(eq(audit.subject, number), eq(audit.action, 'lettura'))).all()

/** What the citizen reads with number and code. */
async function citizen({ number, code }: Filed): Promise<string> {
  const visitor = home.visitor()
  await visitor.post('/la-mia-richiesta', { numero: number, codice: code })
  return (await visitor.get('/la-mia-richiesta')).html
}

describe('whose request it is', () => {
  test('the operator of the right desk sees it in the queue; the other does not', async () => {
    const request = file()
    expect((await bitonto.get('/operatori/richieste')).html).toContain(request.number)
    expect((await altamura.get('/operatori/richieste')).html).not.toContain(request.number)
  })

  test('by address the other desk gets a plain "not found", and both readings are in the log', async () => {
    const request = file()
    const seen = await bitonto.get(address(request))
    const refused = await altamura.get(address(request))
    expect(seen.html).toContain('Cerco una casa per me e per il mio gatto.')
    expect(refused.status).toBe(404)
    expect(refused.html).not.toContain('Betulla')
    expect(log(request).map(({ outcome }) => outcome)).toEqual(['ok', 'refused'])
  })

  test('what belongs to others looks like what does not exist', async () => {
    const request = file()
    const [others, nothing] = [await altamura.get(address(request)), await altamura.get('/operatori/richieste/2026-9999999')]
    expect(others.html).toBe(nothing.html)
  })

  test('the other desk cannot decide either', async () => {
    const request = file()
    expect((await decide(altamura, request, 'prendi')).status).toBe(404)
    expect(read(request)?.status).toBe('protocollata')
  })

  test('no fixed abode: the desk that welcomes everybody', async () => {
    const welcome = await home.operator('pua-accoglienza')
    const request = file({ answers: { o_comune: 'senza_dimora' } })
    expect((await welcome.get(address(request))).html).toContain('s01-senza-dimora')
  })
})

describe('the queue', () => {
  test('who may have nowhere to sleep comes first, marked in words', async () => {
    const desk = await home.operator('pua-modugno')
    const modugno = home.app.content.territory.comuni.find(({ name }) => name === 'Modugno')?.belfiore ?? ''
    const ordinary = file({ answers: { o_comune: modugno } })
    const urgent = file({ answers: { o_comune: modugno, c_dove: 'strada' } })
    const { html } = await desk.get('/operatori/richieste')
    expect(html.indexOf(urgent.number)).toBeLessThan(html.indexOf(ordinary.number))
    expect(html).toContain('Nessun posto sicuro')
    expect(html).toContain('Subito')
  })

  test('a request taken moves from "Di nessuno" to "Le mie", with the name of who took it', async () => {
    const request = file()
    expect((await bitonto.get('/operatori/richieste?coda=libere')).html).toContain(request.number)
    await decide(bitonto, request, 'prendi')
    expect((await bitonto.get('/operatori/richieste?coda=libere')).html).not.toContain(request.number)
    const mine = (await bitonto.get('/operatori/richieste?coda=mie')).html
    expect(mine).toContain(request.number)
    expect(mine).toContain(bitonto.name)
  })

  test('says so when it is empty, and never shows the health of anybody', async () => {
    const desk = await home.operator('pua-corato')
    expect((await desk.get('/operatori/richieste')).html).toContain('nessuna richiesta')
    file({ answers: { o_seguito: 'si' } })
    expect((await bitonto.get('/operatori/richieste')).html).not.toContain('Già un servizio')
  })

  test('page after page to the last one and back; a page that was made up is the first', async () => {
    for (let filed = 0; filed < 31; filed += 1) file()
    let here = await bitonto.get('/operatori/richieste?coda=aperte&dopo=99999999999999999999999')
    expect([here.status, here.html.includes('rel="prev"')]).toEqual([200, false])
    for (let next = nextOf(here.html); next; next = nextOf(here.html)) here = await bitonto.get(next)
    expect(here.html).toContain('rel="prev"')
  })

  test('past its day a request is late, in words', async () => {
    const { app, clock, operator } = await testApp({ own: true })
    fileRequest(app)
    clock.forward(31 * 24 * 60)
    const desk = await operator('pua-bitonto')
    const { html } = await desk.get('/operatori/richieste')
    expect(html).toContain('In ritardo')
    expect(html).toContain('31 giorni')
  })
})

describe('deciding', () => {
  test('taken: the citizen reads that somebody is reading', async () => {
    const request = file()
    expect(await citizen(request)).toContain('Ricevuta')
    const done = await decide(bitonto, request, 'prendi')
    expect(done.status).toBe(303)
    expect((await bitonto.get(done.location ?? '')).html).toContain('Fatto: Presa da un operatore')
    expect(await citizen(request)).toContain('La stiamo leggendo')
  })

  test('something is missing: the citizen reads what, where it is and by when, never the name of the operator', async () => {
    const request = file()
    await decide(bitonto, request, 'prendi')
    await decide(bitonto, request, 'integra', { elementi: ['documento_identita', 'firma'], entro: '2026-12-20' })
    const page = await citizen(request)
    for (const words of ['Ci manca qualcosa', 'Un documento con la tua foto', 'La tua firma', 'Se non lo trovi, vieni lo stesso', '20 dicembre 2026']) expect(page).toContain(words)
    expect(page).not.toContain(bitonto.name)
    expect(read(request)?.waitingSince).toBeNull()
  })

  test('what arrived: the reason stays among operators', async () => {
    const request = file()
    await decide(bitonto, request, 'prendi')
    await decide(bitonto, request, 'integra', { elementi: 'firma', entro: '2026-12-20' })
    await decide(bitonto, request, 'arrivata', { motivo: 'Firmata allo sportello' })
    expect((await bitonto.get(address(request))).html).toContain('Firmata allo sportello')
    const page = await citizen(request)
    expect(page).toContain('La stiamo leggendo')
    expect(page).not.toContain('Firmata allo sportello')
  })

  test('closed with an answer: the citizen reads it, and it can be reopened', async () => {
    const request = file()
    await decide(bitonto, request, 'prendi')
    await decide(bitonto, request, 'chiudi', { messaggio: 'Vieni martedì: parliamo delle case in affitto.' })
    const page = await citizen(request)
    expect(page).toContain('Risposta data')
    expect(page).toContain('Vieni martedì: parliamo delle case in affitto.')
    await decide(bitonto, request, 'riapri', { motivo: 'La persona è tornata' })
    expect(read(request)?.status).toBe('in_pre_valutazione')
    expect((await bitonto.get(address(request))).html).toContain('Nuovo termine: risposta entro il ')
  })

  test.each([
    ['chiudi', { messaggio: 'corto' }, 'messaggio'],
    ['integra', { entro: '2026-12-20', messaggio: 'Ti aspettiamo qui' }, 'elementi'],
    ['integra', { elementi: 'firma', entro: '2026-11-23' }, 'entro'],
    ['integra', { elementi: 'firma', entro: 'zzz' }, 'entro'],
  ])('%s without what it asks is sent back, and what was typed stays', async (decision, fields, id) => {
    const request = file()
    await decide(bitonto, request, 'prendi')
    const seen = await decide(bitonto, request, decision, fields)
    expect(seen.status).toBe(422)
    expect(seen.html).toContain(`href="#${id}"`)
    expect(seen.html).toContain(`id="${id}-problema"`)
    if ('messaggio' in fields) expect(seen.html).toContain(`>${fields.messaggio}</textarea>`)
    if ('elementi' in fields) expect(seen.html).toMatch(/value="firma"\s+checked/)
    expect(read(request)?.status).toBe('in_pre_valutazione')
  })

  test.each(['chiudi', 'riapri', 'integra', 'archivia', ''])('a new request does not let itself be decided "%s"', async (decision) => {
    const request = file()
    const seen = await decide(bitonto, request, decision, { messaggio: 'Parole che non devono perdersi', motivo: 'Prova', elementi: 'firma', entro: '2026-12-20' })
    expect(seen.status).toBe(409)
    expect(seen.html).toContain('Parole che non devono perdersi')
    expect(read(request)?.revision).toBe(0)
  })

  test('two operators at once: the second is told, keeps the words, and nothing is overwritten', async () => {
    const colleague = await home.operator('pua-bitonto', 'assistente_sociale')
    const request = file()
    await decide(bitonto, request, 'prendi')
    await decide(bitonto, request, 'chiudi', { messaggio: 'La prima risposta, quella vera.' })
    const late = await colleague.post(`${address(request)}/decisioni`, { decisione: 'chiudi', versione: '1', messaggio: 'La seconda risposta, arrivata tardi.' })
    expect(late.status).toBe(409)
    expect(late.html).toContain('Intanto un collega ha cambiato questa richiesta')
    expect(late.html).toContain('La seconda risposta, arrivata tardi.')
    const page = await citizen(request)
    expect(page).toContain('La prima risposta, quella vera.')
    expect(page).not.toContain('La seconda risposta')
    expect(home.app.db.select().from(events).where(eq(events.dossier, request.id)).all()).toHaveLength(3)
  })

  test('a page without its version decides nothing', async () => {
    const request = file()
    expect((await bitonto.post(`${address(request)}/decisioni`, { decisione: 'prendi' })).status).toBe(409)
    expect(read(request)?.status).toBe('protocollata')
  })
})

describe('the dossier', () => {
  test('own words first, then what is missing, what to do, facts, delicate data', async () => {
    const request = file({ answers: { o_seguito: 'si', telefono_sicuro: 'ignoto' } })
    const { html } = await bitonto.get(address(request))
    const order = ['Le sue parole', 'Che cosa manca', 'Che cosa fare adesso', 'Le risposte', 'Dati delicati', 'Perché è a questo sportello'].map((words) => html.indexOf(words))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(order).not.toContain(-1)
    expect(html).toContain('s05-comune')
    expect(html).not.toMatch(/staff\.\w+\.|requests\.\w+\.|problems\./)
  })

  test('words that look like code stay words', async () => {
    const request = file({ answers: { bisogno_parole_tue: '<script>alert(1)</script>' } })
    const { html } = await bitonto.get(address(request))
    expect(html).toContain('&lt;script&gt;')
    expect(html).not.toContain('<script>alert')
  })
})

test('how the service works, for operators, is a page of the staff wing', async () => {
  const { status, html } = await bitonto.get('/operatori/come-funziona')
  expect(status).toBe(200)
  expect(html).toContain('Presa in carico leggera')
  expect(html).toContain('/operatori/esci')
})

const nextOf = (html: string) => /href="([^"]+)"[^>]*rel="next"|rel="next"[^>]*href="([^"]+)"/.exec(html)?.slice(1).find(Boolean)?.replaceAll('&amp;', '&')
