import { eq } from '../../db/drizzle.ts'
import { expect, test } from 'vitest'
import { appointments, dossiers, referrals } from '../../db/schema.ts'
import { testApp } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { fileRequest } from '../helpers/requests.ts'
import { wordsOf } from '../helpers/talk.ts'

/** The numbers under a heading of the page. */
const under = (html: string, id: string) => [...(html.split(`<section aria-labelledby="${id}"`)[1]?.split('</section>')[0] ?? '').matchAll(/>(\d{4}\/\d{7})</g)].map(([, number]) => number)

test('the morning page says what arrived, what is due, who waits longest, what came back and who comes', async () => {
  const service = await testApp({ own: true })
  const { app, clock } = service
  const put = (change: Partial<typeof dossiers.$inferInsert> = {}) => {
    const filed = fileRequest(app)
    app.db.update(dossiers).set({ operator: null, ...change }).where(eq(dossiers.id, filed.id)).run()
    return filed
  }
  const old = put()
  const back = put({ waitingSince: null, status: 'assegnata' })
  const visit = put({ waitingSince: null })
  clock.forward(4 * 24 * 60)
  const due = put({ nextOn: '2026-11-27' })
  const fresh = put()
  const desk = await service.operator('pua-bitonto')
  const at = app.now().toISOString()
  app.db.insert(referrals).values({ dossier: back.id, service: 'csm', offeredAt: at, operator: 1, state: 'accolto', answeredAt: at, consentAt: at, sealed: Buffer.alloc(0) }).run()
  app.db.insert(appointments).values({ dossier: visit.id, startsAt: '2026-11-27T10:30:00.000Z', minutes: 30, mode: 'telefono', state: 'fissato', madeAt: at, sealed: Buffer.alloc(0) }).run()
  const seen = await desk.get('/operatori/oggi')
  expect(await htmlFaults(seen.html)).toEqual([])
  expect({ arrived: under(seen.html, 'arrivate'), due: under(seen.html, 'entro_oggi'), waiting: under(seen.html, 'attesa'), back: under(seen.html, 'tornate'), visits: under(seen.html, 'appuntamenti') })
    .toEqual({ arrived: [fresh.number], due: [due.number], waiting: [old.number], back: [back.number], visits: [visit.number] })
  expect(wordsOf(seen)).toContain('11:30')
})

test('each dossier stands there once, under its most urgent heading, with all its reasons; an appointment that was moved away does not', async () => {
  const service = await testApp({ own: true })
  const { app, clock } = service
  const [visit, moved, late, waits] = [fileRequest(app), fileRequest(app), fileRequest(app), fileRequest(app)]
  clock.forward(4 * 24 * 60)
  const desk = await service.operator('pua-bitonto')
  const at = app.now().toISOString()
  const meet = (dossier: number, state: string) => app.db.insert(appointments).values({ dossier, startsAt: '2026-11-27T10:30:00.000Z', minutes: 30, mode: 'telefono', state, madeAt: at, sealed: Buffer.alloc(0) }).run()
  meet(visit.id, 'fissato')
  meet(moved.id, 'spostato')
  app.db.update(dossiers).set({ nextOn: '2026-11-27', nextWhat: 'appuntamento' }).where(eq(dossiers.id, visit.id)).run()
  app.db.update(dossiers).set({ dueOn: '2026-11-27' }).where(eq(dossiers.id, late.id)).run()
  app.db.insert(referrals).values({ dossier: late.id, service: 'csm', offeredAt: at, operator: 1, state: 'rifiutato', answeredAt: at, consentAt: at, sealed: Buffer.alloc(0) }).run()
  const seen = await desk.get('/operatori/oggi')
  expect(await htmlFaults(seen.html)).toEqual([])
  expect({ due: under(seen.html, 'entro_oggi'), arrived: under(seen.html, 'arrivate'), waiting: under(seen.html, 'attesa'), back: under(seen.html, 'tornate'), visits: under(seen.html, 'appuntamenti') })
    .toEqual({ due: [late.number], arrived: [], waiting: [moved.number, waits.number], back: [], visits: [visit.number] })
  expect(wordsOf(seen)).toMatch(new RegExp(`${late.number} (?:(?!2026/).)*Risposta entro oggi Aspetta da giorni Tornata da un servizio`))
  expect(wordsOf(seen)).toMatch(new RegExp(`${visit.number} Per telefono Aspetta da giorni`))
  expect([wordsOf(seen).includes('Da fare entro oggi 1'), wordsOf(seen).includes('Chi aspetta da più tempo 2'), wordsOf(seen).includes('Prossima data Appuntamento')]).toEqual([true, true, false])
})
