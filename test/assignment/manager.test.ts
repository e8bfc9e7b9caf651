import { and, eq } from '../../db/drizzle.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit, dossiers, staff } from '../../db/schema.ts'
import { openDossier } from '../../src/dossiers/dossiers.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { firstBreak } from '../../src/events/audit.ts'
import { testApp, type Fields, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { follow } from '../helpers/missing.ts'
import { fileRequest, type Filed } from '../helpers/requests.ts'
import { wordsOf } from '../helpers/talk.ts'

type Operator = Visitor & { name: string; email: string }
let home: TestApp
let [oak, elm, front]: Operator[] = []
beforeAll(async () => {
  home = await testApp()
  oak = await home.operator('pua-bitonto', 'assistente_sociale')
  elm = await home.operator('pua-bitonto', 'case_manager')
  front = await home.operator('pua-bitonto')
})
afterAll(() => home.close())

const address = ({ number }: Filed) => `/operatori/richieste/${inAddress(number)}`
const row = ({ id }: Filed) => home.app.db.select().from(dossiers).where(eq(dossiers.id, id)).get() ?? expect.unreachable()
const idOf = ({ email }: Operator) => home.app.db.select({ id: staff.id }).from(staff).where(eq(staff.email, email)).get()?.id ?? 0
const told = (request: Filed) => openDossier(home.app, row(request)).story.map(({ kind, detail }) => [kind, detail.operatorName, detail.reason]).at(-1)
const decide = (who: Operator, request: Filed, decisione: string, fields: Fields = {}) => who.post(`${address(request)}/decisioni`, { decisione, versione: String(row(request).revision), motivo: 'Si è visto', ...fields })
const pass = (who: Operator, request: Filed, modo: string, fields: Fields = {}) => who.post(`${address(request)}/affidamento`, { modo, versione: String(row(request).revision), motivo: 'È giusto così', ...fields })

function at(status: string, operator: Operator | null = null): Filed {
  const request = fileRequest(home.app)
  home.app.db.update(dossiers).set({ status, operator: operator && idOf(operator) }).where(eq(dossiers.id, request.id)).run()
  return request
}

describe('a project is followed by somebody with a name', () => {
  test('who begins it is asked who follows it, and follows it unless they choose somebody; the person reads name and role', async () => {
    const request = at('valutata')
    const form = await oak!.get(address(request))
    expect([await htmlFaults(form.html), wordsOf(form).includes('Chi segue il progetto (case manager)')]).toEqual([[], true])
    for (const nobody of [front!, { ...oak!, email: 'nessuno@example.org' }]) {
      const seen = await decide(oak!, request, 'progetta', { segue_progetta: String(idOf(nobody)) })
      expect([seen.status, await htmlFaults(seen.html), wordsOf(seen).includes('Scegli di nuovo chi segue il progetto')]).toEqual([422, [], true])
    }
    await decide(oak!, request, 'progetta', { segue_progetta: String(idOf(elm!)) })
    expect([row(request).status, row(request).operator, told(request)?.[1]]).toEqual(['progetto_in_corso', idOf(elm!), elm!.name])
    expect(wordsOf(await oak!.get(address(request)))).toContain(`Case manager ${elm!.name}`)
    const person = await (await follow(home, request)).get('/la-mia-richiesta')
    expect([await htmlFaults(person.html), wordsOf(person).includes(`Chi segue il tuo progetto ${elm!.name}`)]).toEqual([[], true])
    expect(person.html).not.toContain(oak!.name)
    const other = at('lista_attesa')
    await decide(oak!, other, 'avvia')
    expect([row(other).status, row(other).operator]).toEqual(['in_attuazione', idOf(oak!)])
  })

  test('who follows it takes its decisions, whatever their role is called; a colleague of the same role does not', async () => {
    const request = at('progetto_in_corso', oak)
    const colleague = await home.operator('pua-bitonto', 'assistente_sociale')
    expect((await decide(colleague, request, 'proponi')).status).toBe(409)
    expect((await decide(oak!, request, 'proponi')).status).toBe(303)
    expect(row(request).status).toBe('patto_da_firmare')
  })

  test('it is left to nobody, and passed only to who may follow one; paused too', async () => {
    const request = at('in_attuazione', oak)
    home.app.db.update(dossiers).set({ status: 'sospesa', pausedFrom: 'in_attuazione' }).where(eq(dossiers.id, request.id)).run()
    expect((await pass(oak!, request, 'lascia')).status).toBe(409)
    expect((await pass(front!, request, 'subentra')).status).toBe(409)
    expect((await pass(oak!, request, 'passa', { collega: String(idOf(front!)) })).status).toBe(422)
    expect((await pass(oak!, request, 'passa', { collega: String(idOf(elm!)) })).status).toBe(303)
    expect(row(request).operator).toBe(idOf(elm!))
    expect((await pass(elm!, request, 'passa', { collega: String(idOf(oak!)) })).location).toBe('/operatori/richieste')
  })

  test('where nobody follows it any more, staff and the person read so', async () => {
    const request = at('in_attuazione')
    expect(wordsOf(await oak!.get(address(request)))).toContain('Nessuno segue il progetto')
    expect(wordsOf(await (await follow(home, request)).get('/la-mia-richiesta'))).toContain('Stiamo scegliendo chi segue il tuo progetto')
    const early = at('in_lavorazione', oak)
    expect(wordsOf(await (await follow(home, early)).get('/la-mia-richiesta'))).not.toMatch(/Quercia|segue il tuo progetto/)
  })
})

describe('somebody who leaves', () => {
  async function leaving() {
    const leaver = await home.operator('pua-bitonto', 'assistente_sociale')
    const admin = await home.operator(null, 'amministratore_sistema')
    return { leaver, admin, page: `/operatori/persone/${idOf(leaver)}/spegni` }
  }
  const active = (who: Operator) => home.app.db.select().from(staff).where(eq(staff.email, who.email)).get()?.active

  test('the administrator reads how many open requests are in their name, and chooses to whom each kind goes', async () => {
    const { leaver, admin, page } = await leaving()
    const [one, other, project, closed] = [at('in_pre_valutazione', leaver), at('in_lavorazione', leaver), at('in_attuazione', leaver), at('conclusa', leaver)]
    home.app.db.update(dossiers).set({ closedAt: '2026-11-01T09:00:00.000Z' }).where(eq(dossiers.id, closed.id)).run()
    expect((await admin.post(`/operatori/persone/${idOf(leaver)}/attiva`, { attiva: 'no' })).location).toBe(page)
    const asked = await admin.get(page)
    expect([await htmlFaults(asked.html), wordsOf(asked).includes('Segue 3 richieste aperte.')]).toEqual([[], true])
    for (const hidden of [one.number, project.number, 'Rosa']) expect(asked.html).not.toContain(hidden)
    const wrong: Fields[] = [{}, { 'richieste.pua-bitonto': 'coda' }, { 'richieste.pua-bitonto': 'coda', 'progetti.pua-bitonto': 'coda' }, { 'richieste.pua-bitonto': String(idOf(leaver)), 'progetti.pua-bitonto': String(idOf(front!)) }]
    for (const fields of wrong) {
      const seen = await admin.post(page, fields)
      expect([seen.status, await htmlFaults(seen.html), active(leaver), row(one).operator]).toEqual([422, [], true, idOf(leaver)])
    }
    expect((await admin.post(page, { 'richieste.pua-bitonto': 'coda', 'progetti.pua-bitonto': String(idOf(elm!)) })).location).toBe('/operatori/persone')
    expect([one, other, project, closed].map((request) => row(request).operator)).toEqual([null, null, idOf(elm!), idOf(leaver)])
    expect([told(one), told(project)]).toEqual([['lascia', undefined, `${leaver.name} non ha più l'accesso.`], ['passa', elm!.name, `${leaver.name} non ha più l'accesso.`]])
    const lines = home.app.db.select().from(audit).where(and(eq(audit.role, 'amministratore_sistema'), eq(audit.subject, other.number))).all()
    expect([lines.map(({ action }) => action), active(leaver), (await leaver.get(address(one))).location, firstBreak(home.app.db)]).toEqual([['lascia'], false, '/operatori/accedi', undefined])
  })

  test('who follows nothing is switched off with one button; nobody switches themselves off, nor anybody without the right', async () => {
    const { leaver, admin, page } = await leaving()
    const own = `/operatori/persone/${idOf(admin)}/spegni`
    expect([(await admin.get(own)).status, (await admin.post(own)).status, (await oak!.post(page)).status]).toEqual([303, 404, 404])
    expect(wordsOf(await admin.get(page))).toContain('Non segue nessuna richiesta aperta.')
    expect([(await admin.post(page)).status, active(leaver), active(admin)]).toEqual([303, false, true])
  })
})
