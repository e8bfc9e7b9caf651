import { eq } from '../../db/drizzle.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit, dossiers, staff } from '../../db/schema.ts'
import { firstAdministrator, invite } from '../../src/accounts/accounts.ts'
import { may, roles, type Right, type Scope } from '../../src/accounts/roles.ts'
import { firstBreak } from '../../src/events/audit.ts'
import { password, testApp, type TestApp } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { fileRequest } from '../helpers/requests.ts'

let home: TestApp
beforeAll(async () => { home = await testApp() })
afterAll(() => home.close())

/** Every room of the staff wing, with the right that opens it; without one, any member may enter. */
const rooms: { method: 'get' | 'post'; path: string; right?: Right }[] = [
  { method: 'get', path: '/operatori' },
  { method: 'get', path: '/operatori/come-funziona' },
  { method: 'get', path: '/operatori/richieste', right: 'dossiers' },
  { method: 'get', path: '/operatori/oggi', right: 'dossiers' },
  { method: 'get', path: '/operatori/richieste?coda=mie&dopo=2.1.2026-01-01.99999999999999999999', right: 'dossiers' },
  { method: 'post', path: '/operatori/richieste/cerca', right: 'dossiers' },
  { method: 'post', path: '/operatori/richieste/salvate', right: 'dossiers' },
  { method: 'post', path: '/operatori/richieste/salvate/999/elimina', right: 'dossiers' },
  { method: 'get', path: '/operatori/richieste/2026-0000001', right: 'dossiers' },
  { method: 'get', path: '/operatori/richieste/2026-0000001/file/1', right: 'dossiers' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/file/1', right: 'dossiers' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/decisioni', right: 'dossiers' },
  { method: 'get', path: '/operatori/richieste/2026-0000001/doppie', right: 'join' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/doppie/unisci', right: 'join' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/doppie/diverse', right: 'join' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/doppie/annulla', right: 'join' },
  { method: 'get', path: '/operatori/richieste/esporta', right: 'export' },
  { method: 'get', path: '/operatori/richieste/2026-0000001/fascicolo.json', right: 'export' },
  { method: 'get', path: '/operatori/richieste/2026-0000001/fascicolo.pdf', right: 'export' },
  { method: 'post', path: '/operatori/richieste/insieme', right: 'dossiers' },
  { method: 'get', path: '/operatori/richieste/2026-0000001/riservati', right: 'sensitive' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/riservati', right: 'sensitive' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/note', right: 'notes' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/affidamento', right: 'dossiers' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/scrive', right: 'dossiers' },
  { method: 'get', path: '/operatori/agenda', right: 'agenda' },
  { method: 'post', path: '/operatori/agenda/posti', right: 'agenda' },
  { method: 'post', path: '/operatori/agenda/togli', right: 'agenda' },
  { method: 'get', path: '/operatori/richieste/2026-0000001/agenda', right: 'agenda' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/agenda/tentativi', right: 'agenda' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/agenda/appuntamenti', right: 'agenda' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/agenda/appuntamenti/1/annulla', right: 'agenda' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/agenda/appuntamenti/1/esito', right: 'agenda' },
  { method: 'get', path: '/operatori/richieste/2026-0000001/affida', right: 'refer' },
  { method: 'get', path: '/operatori/richieste/2026-0000001/affida/lettera.pdf', right: 'refer' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/affida', right: 'refer' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/affida/lettera', right: 'refer' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/affida/risposta', right: 'refer' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/affida/ritira', right: 'refer' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/affida/consenso', right: 'refer' },
  { method: 'get', path: '/operatori/richieste/2026-0000001/lettera/integrazione', right: 'dossiers' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/lettera/integrazione', right: 'dossiers' },
  { method: 'get', path: '/operatori/affidamenti', right: 'service' },
  { method: 'get', path: '/operatori/affidamenti/2026-0000001', right: 'service' },
  { method: 'post', path: '/operatori/affidamenti/2026-0000001', right: 'service' },
  { method: 'post', path: '/operatori/richieste/2026-0000001/identita', right: 'dossiers' },
  { method: 'get', path: '/operatori/bozze', right: 'dossiers' },
  { method: 'post', path: '/operatori/bozze', right: 'dossiers' },
  { method: 'post', path: '/operatori/bozze/nuova', right: 'dossiers' },
  { method: 'get', path: '/operatori/accessi' },
  { method: 'post', path: '/operatori/accessi/chiudi' },
  { method: 'post', path: '/operatori/accessi/chiudi-altri' },
  { method: 'post', path: '/operatori/accessi/password' },
  { method: 'post', path: '/operatori/accessi/codici' },
  { method: 'get', path: '/operatori/secondo-passo' },
  { method: 'post', path: '/operatori/secondo-passo' },
  { method: 'get', path: '/operatori/secondo-passo/imposta' },
  { method: 'post', path: '/operatori/secondo-passo/imposta' },
  { method: 'get', path: '/operatori/indicatori', right: 'figures' },
  { method: 'get', path: '/operatori/valutazioni', right: 'ratings' },
  { method: 'get', path: '/operatori/valutazioni/csv', right: 'ratings' },
  { method: 'get', path: '/operatori/indicatori/attesa/csv', right: 'figures' },
  { method: 'get', path: '/operatori/persone', right: 'people' },
  { method: 'get', path: '/operatori/persone/ruoli', right: 'people' },
  { method: 'post', path: '/operatori/persone', right: 'people' },
  { method: 'get', path: '/operatori/persone/999/posto', right: 'people' },
  { method: 'post', path: '/operatori/persone/999/posto', right: 'people' },
  { method: 'post', path: '/operatori/persone/999/attiva', right: 'people' },
  { method: 'get', path: '/operatori/persone/999/spegni', right: 'people' },
  { method: 'post', path: '/operatori/persone/999/spegni', right: 'people' },
  { method: 'post', path: '/operatori/persone/999/invito', right: 'people' },
  { method: 'post', path: '/operatori/persone/999/secondo-passo', right: 'people' },
  { method: 'get', path: '/operatori/registro', right: 'audit' },
]
/** A stream that does not end: test/queue/live.test.ts tries it. */
const streams = /\/novita$/
/** Outside the wing: the door, also by the provider of the ente, the way out, the one-time links. */
const outside = /^\/operatori\/(accedi|esci|ente|invito\/)/
const nobodys = '2026-0000001'

const nowhere = { desk: null, ambito: null, service: null }
/** For each scope of the rights table (domain.md 2.6): who stands where, and whether a request of Bitonto, referred to a service, is theirs. */
const scopeCases: Record<Scope, { who: string; at?: Partial<typeof staff.$inferSelect>; follows?: true; sees?: true }[]> = {
  desk: [{ who: 'of the desk', at: { desk: 'pua-bitonto' }, sees: true }, { who: 'of another desk of the ambito', at: { desk: 'pua-bari', ambito: 'amb-bitonto' } }, { who: 'of no desk' }],
  ambito: [{ who: 'of the ambito', at: { ambito: 'amb-bitonto' }, sees: true }, { who: 'of another ambito', at: { ambito: 'amb-bari' } }, { who: 'of a desk of another ambito', at: { desk: 'pua-bari' } }, { who: 'of no place' }],
  own: [{ who: 'who follows it', at: { desk: 'pua-bari' }, follows: true, sees: true }, { who: 'who does not follow it', at: { desk: 'pua-bitonto', ambito: 'amb-bitonto' } }],
  service: [{ who: 'of another service, at the desk', at: { service: 'altro', desk: 'pua-bitonto' } }, { who: 'of no service' }],
  none: [{ who: 'anybody', at: { desk: 'pua-bitonto', ambito: 'amb-bitonto', service: 'prova' } }],
}
const lastLine = () => home.app.db.select().from(audit).all().at(-1)

describe('who may enter', () => {
  test('the list above names every route of the staff wing', () => {
    const routes = home.web.routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/operatori') && !outside.test(path) && !streams.test(path))
    const shape = (path: string) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/?]+')}(\\?|$)`)
    const forgotten = routes.filter(({ method, path }) => !rooms.some((room) => room.method === method.toLowerCase() && shape(path).test(room.path)))
    expect(routes.length).toBeGreaterThan(8)
    expect(forgotten.map(({ method, path }) => `${method} ${path}`)).toEqual([])
  })

  test.each(rooms)('who is not signed in and asks to $method $path is sent to the door', async ({ method, path }) => {
    const seen = await home.visitor()[method](path)
    expect([seen.status, seen.location]).toEqual([303, '/operatori/accedi'])
  })

  test.each(Object.keys(roles))('%s enters the rooms of the rights table and no other', async (role) => {
    const member = await home.operator(may(role, 'dossiers') ? 'pua-bitonto' : null, role)
    for (const { method, path, right } of rooms) {
      const { status } = await member[method](path)
      if (method === 'get' && !path.includes(nobodys)) expect(status === 404, `${role} ${path}`).toBe(right !== undefined && !may(role, right))
      const stopped = lastLine()?.outcome === 'refused' && lastLine()?.action === right
      expect(stopped, `${role} ${method} ${path}`).toBe(right !== undefined && !may(role, right))
    }
  })

  test.each(Object.keys(roles))('%s sees the dossiers of its scope; every room of any other answers like one that does not exist, and nothing changes', async (role) => {
    const member = await home.operator(null, role)
    const mine = eq(staff.email, member.email)
    const { id, number } = fileRequest(home.app)
    const row = () => home.app.db.select().from(dossiers).where(eq(dossiers.id, id)).get()
    for (const { who, at, follows, sees } of scopeCases[roles[role]?.sees ?? 'none']) {
      home.app.db.update(staff).set({ ...nowhere, ...at }).where(mine).run()
      const operator = follows ? (home.app.db.select().from(staff).where(mine).get()?.id ?? null) : null
      home.app.db.update(dossiers).set({ service: 'prova', operator }).where(eq(dossiers.id, id)).run()
      const before = row()
      for (const { method, path, right } of rooms.filter((room) => room.path.includes(nobodys))) {
        const { status } = await member[method](path.replace(nobodys, number.replace('/', '-')), { versione: String(before?.revision), decisione: 'prendi' })
        if (!sees) expect(status, `${role} ${who}: ${method} ${path}`).toBe(404)
        if (sees && may(role, right ?? 'dossiers') && path.endsWith(nobodys)) expect(status, `${role} ${who}: ${path}`).toBe(200)
      }
      if (!sees) expect(row()).toEqual(before)
    }
  })

  test('a room that stays closed answers like one that does not exist', async () => {
    const auditor = await home.operator(null, 'dpo_auditor')
    expect((await auditor.get('/operatori/persone')).status).toBe(404)
    expect((await auditor.get('/operatori/richieste')).status).toBe(404)
  })

  test('the menu shows only the rooms that open, and the way out', async () => {
    const auditor = await home.operator(null, 'dpo_auditor')
    const { html } = await auditor.get('/operatori/registro')
    expect(html).toContain('href="/operatori/registro" aria-current="page"')
    expect(html).toContain('action="/operatori/esci"')
    expect(html).not.toContain('href="/operatori/richieste"')
    expect(html).not.toContain('href="/operatori/persone"')
  })

  test('staff pages are never kept by a browser', async () => {
    const operator = await home.operator('pua-bitonto')
    expect((await operator.get('/operatori/richieste')).headers.get('Cache-Control')).toBe('no-store')
  })
})

describe('the door', () => {
  test('a wrong password and an unknown e-mail look alike', async () => {
    const { email } = await home.operator('pua-bitonto')
    const wrong = await home.visitor().post('/operatori/accedi', { email, password: 'un altra frase lunga' })
    const unknown = await home.visitor().post('/operatori/accedi', { email: 'nessuno@example.org', password })
    expect([wrong.status, unknown.status]).toEqual([422, 422])
    expect(wrong.html.replaceAll(email, 'x')).toBe(unknown.html.replaceAll('nessuno@example.org', 'x'))
  })

  test('capitals and spaces around the e-mail do not matter', async () => {
    const { email } = await home.operator('pua-bitonto')
    expect((await home.visitor().post('/operatori/accedi', { email: ` ${email.toUpperCase()} `, password })).status).toBe(303)
  })

  test('who goes out is out', async () => {
    const operator = await home.operator('pua-bitonto')
    await operator.post('/operatori/esci')
    expect((await operator.get('/operatori/richieste')).location).toBe('/operatori/accedi')
  })

  test('a session ends after thirty minutes of silence', async () => {
    const operator = await home.operator('pua-bitonto')
    home.clock.forward(29)
    expect((await operator.get('/operatori/richieste')).status).toBe(200)
    home.clock.forward(31)
    expect((await operator.get('/operatori/richieste')).location).toBe('/operatori/accedi')
  })

  test('a session ends after twelve hours, even at work', async () => {
    const operator = await home.operator('pua-bitonto')
    for (let minutes = 0; minutes < 12 * 60; minutes += 20) {
      expect((await operator.get('/operatori/richieste')).status).toBe(200)
      home.clock.forward(20)
    }
    home.clock.forward(1)
    expect((await operator.get('/operatori/richieste')).location).toBe('/operatori/accedi')
  })
})

describe('invitations', () => {
  const invited = (email: string) => invite(home.app, { name: 'Salice Bianco', email, role: 'front_office', desk: 'pua-bitonto' }, null)

  test('a link works once', async () => {
    const link = `/operatori/invito/${invited('salice1@example.org')}`
    const visitor = home.visitor()
    expect((await visitor.get(link)).html).toContain('Salice Bianco')
    expect((await visitor.post(link, { password })).location).toBe('/operatori/accedi')
    expect((await visitor.get(link)).status).toBe(404)
    expect((await visitor.post(link, { password: 'una frase di un altro' })).status).toBe(404)
    expect((await visitor.post('/operatori/accedi', { email: 'salice1@example.org', password })).status).toBe(303)
  })

  test('a link lasts seven days', async () => {
    const link = `/operatori/invito/${invited('salice2@example.org')}`
    home.clock.forward(7 * 24 * 60 - 1)
    expect((await home.visitor().get(link)).status).toBe(200)
    home.clock.forward(2)
    expect((await home.visitor().get(link)).status).toBe(404)
  })

  test('a short password is sent back with the rule, and the link still works', async () => {
    const link = `/operatori/invito/${invited('salice3@example.org')}`
    const short = await home.visitor().post(link, { password: 'undici segn' })
    expect(short.status).toBe(422)
    expect(short.html).toContain('12')
    expect((await home.visitor().post(link, { password })).status).toBe(303)
  })

  test('the administrator invites somebody and reads the link once', async () => {
    const administrator = await home.operator(null, 'amministratore_sistema')
    const { html } = await administrator.post('/operatori/persone', { nome: 'Pioppo Verde', email: 'pioppo@example.org', ruolo: 'front_office', sportello: 'pua-bitonto' })
    const [link = ''] = /\/operatori\/invito\/[\w-]+/.exec(html) ?? []
    expect((await home.visitor().post(link, { password })).status).toBe(303)
    const list = (await administrator.get('/operatori/persone')).html
    expect(list).toContain('Pioppo Verde')
    expect(list).not.toMatch(/\/operatori\/invito\/[\w-]{40}/)
  })

  test('who works at a desk needs a desk; what was typed stays', async () => {
    const administrator = await home.operator(null, 'amministratore_sistema')
    const seen = await administrator.post('/operatori/persone', { nome: 'Pioppo Nero', email: 'nero@example.org', ruolo: 'front_office' })
    expect(seen.status).toBe(422)
    expect(seen.html).toContain('value="Pioppo Nero"')
    expect(seen.html).not.toContain('/operatori/invito/')
  })

  test('a new link takes the place of the old one, and of a forgotten password', async () => {
    const administrator = await home.operator(null, 'amministratore_sistema')
    const old = invited('salice4@example.org')
    const { id } = home.app.db.select().from(staff).where(eq(staff.email, 'salice4@example.org')).get() ?? { id: 0 }
    const { html } = await administrator.post(`/operatori/persone/${id}/invito`)
    const [link = ''] = /\/operatori\/invito\/[\w-]+/.exec(html) ?? []
    expect((await home.visitor().get(`/operatori/invito/${old}`)).status).toBe(404)
    expect((await home.visitor().post(link, { password })).status).toBe(303)
  })

  test('the first start gives a link that makes the first administrator', async () => {
    const { app, visitor } = await testApp({ own: true })
    const link = `/operatori/invito/${firstAdministrator(app)}`
    const browser = visitor()
    const wrong = await browser.post(link, { nome: 'Acero Giallo', email: 'acero', password })
    expect(wrong.status).toBe(422)
    expect(wrong.html).toContain('value="Acero Giallo"')
    await browser.post(link, { nome: 'Acero Giallo', email: 'acero@example.org', password })
    await browser.post('/operatori/accedi', { email: 'acero@example.org', password })
    expect((await browser.get('/operatori')).location).toBe('/operatori/persone')
    expect(firstAdministrator(app)).toBeUndefined()
  })
})

describe('another post', () => {
  const rowOf = (email: string) => home.app.db.select().from(staff).where(eq(staff.email, email)).get()

  test('an administrator changes role, place and languages; who it is must sign in again, and sees the new place', async () => {
    const [administrator, operator] = [await home.operator(null, 'amministratore_sistema'), await home.operator('pua-bitonto')]
    const path = `/operatori/persone/${rowOf(operator.email)?.id}/posto`
    const form = await administrator.get(path)
    expect([form.status, await htmlFaults(form.html)]).toEqual([200, []])
    expect((await administrator.post(path, { ruolo: 'assistente_sociale', sportello: 'pua-altamura', lingue: ['sq', 'xx', 'ar'] })).status).toBe(303)
    expect(rowOf(operator.email)).toMatchObject({ role: 'assistente_sociale', desk: 'pua-altamura', languages: '|sq|ar|' })
    expect((await operator.get('/operatori/richieste')).location).toBe('/operatori/accedi')
  })

  test('a role without its place, a role that is not, one\'s own post or that of nobody: nothing changes', async () => {
    const [administrator, operator] = [await home.operator(null, 'amministratore_sistema'), await home.operator('pua-bitonto')]
    const path = `/operatori/persone/${rowOf(operator.email)?.id}/posto`
    for (const fields of [{ ruolo: 'front_office', sportello: 'pua-che-non-c-e' }, { ruolo: '__proto__', sportello: 'pua-bitonto' }, { ruolo: 'operatore_servizio', sportello: 'pua-bitonto' }]) expect((await administrator.post(path, fields)).status).toBe(422)
    await administrator.post(`/operatori/persone/${rowOf(administrator.email)?.id}/posto`, { ruolo: 'dpo_auditor' })
    expect([rowOf(operator.email)?.role, rowOf(administrator.email)?.role]).toEqual(['front_office', 'amministratore_sistema'])
    expect((await operator.get('/operatori/richieste')).status).toBe(200)
  })
})

describe('switching off', () => {
  const idOf = (email: string) => home.app.db.select().from(staff).where(eq(staff.email, email)).get()?.id

  test('a person switched off is out at once, cannot come back, and can when switched on again', async () => {
    const administrator = await home.operator(null, 'amministratore_sistema')
    const operator = await home.operator('pua-bitonto')
    await administrator.post(`/operatori/persone/${idOf(operator.email)}/attiva`, { attiva: 'no' })
    expect((await operator.get('/operatori/richieste')).location).toBe('/operatori/accedi')
    expect((await operator.post('/operatori/accedi', { email: operator.email, password })).status).toBe(422)
    await administrator.post(`/operatori/persone/${idOf(operator.email)}/attiva`, { attiva: 'si' })
    expect((await operator.post('/operatori/accedi', { email: operator.email, password })).status).toBe(303)
  })

  test('the link of who was switched off before using it is dead', async () => {
    const administrator = await home.operator(null, 'amministratore_sistema')
    const link = invite(home.app, { name: 'Abete Viola', email: 'abete@example.org', role: 'front_office', desk: 'pua-bitonto' }, null)
    await administrator.post(`/operatori/persone/${idOf('abete@example.org')}/attiva`, { attiva: 'no' })
    expect((await home.visitor().get(`/operatori/invito/${link}`)).status).toBe(404)
  })

  test('nobody switches off oneself', async () => {
    const administrator = await home.operator(null, 'amministratore_sistema')
    await administrator.post(`/operatori/persone/${idOf(administrator.email)}/attiva`, { attiva: 'no' })
    expect((await administrator.get('/operatori/persone')).status).toBe(200)
  })
})

describe('the log', () => {
  test('is whole after all this, and says so to the auditor', async () => {
    expect(firstBreak(home.app.db)).toBeUndefined()
    const auditor = await home.operator(null, 'dpo_auditor')
    const { html } = await auditor.get('/operatori/registro')
    expect(html).toContain('è intero')
    expect(html).not.toMatch(/staff\.(actions|roles|audit)\./)
  })

  test('a row altered by hand is found, and the auditor reads which', async () => {
    const { app, operator } = await testApp({ own: true })
    const auditor = await operator(null, 'dpo_auditor')
    await operator('pua-bitonto')
    app.db.update(audit).set({ outcome: 'refused' }).where(eq(audit.id, 2)).run()
    expect(firstBreak(app.db)).toBe(2)
    expect((await auditor.get('/operatori/registro')).html).toContain('La riga 2')
  })

  test('a row taken away is found', async () => {
    const { app, operator } = await testApp({ own: true })
    for (const desk of ['pua-bitonto', 'pua-bari', 'pua-altamura']) await operator(desk)
    app.db.delete(audit).where(eq(audit.id, 2)).run()
    expect(firstBreak(app.db)).toBe(3)
  })
})
