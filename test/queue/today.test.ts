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
  const desk = await service.operator('pua-bitonto')
  const at = app.now().toISOString()
  app.db.insert(referrals).values({ dossier: back.id, service: 'csm', offeredAt: at, operator: 1, state: 'accolto', answeredAt: at, consentAt: at, sealed: Buffer.alloc(0) }).run()
  app.db.insert(appointments).values({ dossier: visit.id, startsAt: '2026-11-27T10:30:00.000Z', minutes: 30, mode: 'telefono', state: 'fissato', madeAt: at, sealed: Buffer.alloc(0) }).run()
  const seen = await desk.get('/operatori/oggi')
  expect(await htmlFaults(seen.html)).toEqual([])
  expect({ arrived: under(seen.html, 'arrivate'), due: under(seen.html, 'entro_oggi'), waiting: under(seen.html, 'attesa'), back: under(seen.html, 'tornate'), visits: under(seen.html, 'appuntamenti') })
    .toEqual({ arrived: [due.number], due: [due.number], waiting: [old.number], back: [back.number], visits: [visit.number] })
  expect(wordsOf(seen)).toContain('11:30')
})
