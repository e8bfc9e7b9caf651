import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eq } from '../../db/drizzle.ts'
import { attempts, audit, dossiers, staff } from '../../db/schema.ts'
import { roles } from '../../src/accounts/roles.ts'
import { startClock } from '../../src/clock.ts'
import { loadContent } from '../../src/content/content.ts'
import { decide } from '../../src/triage/decide.ts'
import { allowed, leadsTo, nothingGiven } from '../../src/triage/decisions.ts'
import { testApp, type TestApp } from '../helpers/app.ts'
import { fileRequest } from '../helpers/requests.ts'

/** domain.md 2.5, "Può passare a", written down again. */
const domain: Record<string, string> = {
  bozza: 'inviata eliminata', inviata: 'protocollata', protocollata: 'in_pre_valutazione',
  in_pre_valutazione: 'contatto_in_corso integrazione_richiesta assegnata in_uvm chiusa_orientamento trasferita unita preavviso',
  contatto_in_corso: 'in_pre_valutazione archiviata', integrazione_richiesta: 'in_pre_valutazione contatto_in_corso', assegnata: 'in_lavorazione in_pre_valutazione',
  in_lavorazione: 'progetto_in_corso lista_attesa chiusa_orientamento in_uvm sospesa preavviso', in_uvm: 'valutata sospesa',
  valutata: 'progetto_in_corso lista_attesa chiusa_orientamento preavviso', lista_attesa: 'progetto_in_corso in_attuazione conclusa', progetto_in_corso: 'patto_da_firmare sospesa',
  patto_da_firmare: 'in_attuazione progetto_in_corso', in_attuazione: 'in_verifica sospesa conclusa', in_verifica: 'in_attuazione progetto_in_corso conclusa',
  preavviso: 'in_lavorazione valutata non_accolta', archiviata: 'in_pre_valutazione', chiusa_orientamento: 'in_pre_valutazione', ritirata: 'in_pre_valutazione',
}
/** Who may do what, from any of the statuses of the table: front office, social worker, nurse, UVM coordinator, case manager, responsible. */
const who: Record<string, string> = {
  annota: 'F S N U C R', prendi: 'F S N', cerca: 'F S N', trovata: 'F S N', integra: 'F S N', arrivata: 'F S N', convoca: 'S U', valuta: 'U', progetta: 'S U', attesa: 'S U', proponi: 'C', firma: 'C', riscrivi: 'C',
  avvia: 'S U', verifica: 'C', prosegui: 'C', concludi: 'U C', sospendi: 'S U C', riprendi: 'S U C', chiudi: 'F S U', riapri: 'F S', trasferisci: 'F S', archivia: 'F S', preavvisa: 'R', torna_lavorazione: 'R', torna_valutata: 'R', non_accogli: 'R',
}
const letters: Record<string, string> = { F: 'front_office', S: 'assistente_sociale', N: 'infermiere', U: 'coordinatore_uvm', C: 'case_manager', R: 'responsabile_procedimento' }
const mayDo = (action: string) => (who[action] ?? '').split(' ').map((letter) => letters[letter])

const { workflow } = loadContent()
const codes = workflow.statuses.map(({ code }) => code)
const given = { ...nothingGiven, message: 'Parole per la persona, in chiaro.', reason: 'Un motivo', items: ['firma'], until: '2027-06-01', desk: 'pua-altamura' }

describe('the machine of domain.md 2.5', () => {
  const moves = [...workflow.decisions, ...workflow.citizen_moves].flatMap(({ from, to }) => from.map((status) => `${status} → ${to}`))
  const written = Object.entries(domain).flatMap(([status, next]) => next.split(' ').map((to) => `${status} → ${to}`))

  test('has every passage of the table and no other', () => {
    const bySoftware = ['bozza → inviata', 'bozza → eliminata', 'inviata → protocollata']
    expect(written.filter((move) => !moves.includes(move))).toEqual(bySoftware)
    const withdrawn = workflow.statuses.filter(({ open, code }) => open && code !== 'inviata').map(({ code }) => `${code} → ritirata`)
    expect(moves.filter((move) => !written.includes(move) && !withdrawn.includes(move) && !move.endsWith('undefined'))).toEqual([])
  })

  test('walks at random, with pauses, withdrawals and reopenings, never lead to a state that is none', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(), fc.constantFrom(...Object.keys(roles), 'cittadino')), { maxLength: 60 }), (steps) => {
      let dossier = { status: 'protocollata', pausedFrom: null as string | null }
      for (const [pick, role] of steps) {
        const own = role === 'cittadino' ? workflow.citizen_moves.filter(({ from }) => from.includes(dossier.status)) : allowed(workflow, dossier.status, role)
        const move = own[pick % own.length]
        if (!move) continue
        const to = 'roles' in move ? leadsTo(move, dossier) : move.to
        expect(codes).toContain(to)
        if (to === 'non_accolta') expect(role).toBe('responsabile_procedimento')
        if (dossier.status === 'sospesa' && 'moves' in move && move.moves === 'back') expect(to).toBe(dossier.pausedFrom)
        dossier = { status: to, pausedFrom: to === 'sospesa' ? (dossier.status === to ? dossier.pausedFrom : dossier.status) : null }
      }
    }), { numRuns: 500 })
  })
})

describe('the verb', () => {
  let home: TestApp
  let id: number
  let operator: number
  beforeAll(async () => {
    home = await testApp()
    await home.operator('pua-bitonto')
    id = fileRequest(home.app).id
    operator = home.app.db.select({ id: staff.id }).from(staff).all()[0]?.id ?? 0
    // After every decision of the test, for one by which the person was found makes those before it count no more.
    for (const [at, channel] of [['2036-09-01', 'telefono'], ['2036-09-20', 'sms'], ['2036-11-01', 'telefono']] as const) home.app.db.insert(attempts).values({ dossier: id, at: `${at}T09:00:00.000Z`, operator, channel, outcome: 'non_risponde' }).run()
    put('valutata')
    expect(tryTo('preavvisa', 'responsabile_procedimento')).toBe('done')
    home.clock.forward(15 * 24 * 60)
  })
  afterAll(() => home.close())
  /** As it was read after the last decision that was done. */
  let now: typeof dossiers.$inferSelect
  const read = () => home.app.db.select().from(dossiers).where(eq(dossiers.id, id)).all()[0] ?? expect.unreachable()
  const put = (status: string, more = {}) => {
    home.app.db.update(dossiers).set({ status, pausedFrom: status === 'sospesa' ? 'in_uvm' : null, operator: null, ...more }).where(eq(dossiers.id, id)).run()
    now = read()
  }
  const tryTo = (action: string, role: string) => {
    const outcome = decide(home.app, { id: operator, name: 'Quercia', email: 'q@example.org', role, desk: 'pua-bitonto', ambito: null, service: null }, now, now.revision, action, given)
    now = outcome === 'done' ? read() : now
    return outcome
  }

  test('every status, action and role: done where the table says so, and nowhere else', () => {
    const wrong: string[] = []
    for (const status of codes) {
      put(status)
      for (const { code, from, to, moves } of workflow.decisions) for (const role of Object.keys(roles)) {
        // The ten days of the last preavviso pass.
        if (code === 'non_accogli' && status === 'preavviso' && role === 'responsabile_procedimento') home.clock.forward(15 * 24 * 60)
        const expected = from.includes(status) && mayDo(code).includes(role)
        const outcome = tryTo(code, role)
        const led = moves === 'stays' ? status : moves === 'back' ? 'in_uvm' : to
        if ((outcome === 'done') !== expected || now.status !== (expected ? led : status)) wrong.push(`${role}, ${status}, ${code}: ${outcome}`)
        if (outcome === 'done') put(status)
      }
    }
    expect(wrong).toEqual([])
    expect(read().status).toBe(codes.at(-1))
    const refusals = home.app.db.select().from(audit).where(eq(audit.action, 'non_accogli')).all()
    expect(new Set(refusals.map(({ role }) => role))).toEqual(new Set(['responsabile_procedimento']))
  })

  test('a pause ends where it began, even after a note', () => {
    put('in_attuazione')
    for (const action of ['sospendi', 'annota', 'riprendi']) expect(tryTo(action, 'case_manager')).toBe('done')
    expect(read()).toMatchObject({ status: 'in_attuazione', pausedFrom: null })
  })

  test('too few attempts, or on one channel only, or within a few days: not archived', () => {
    put('contatto_in_corso')
    home.app.db.update(attempts).set({ channel: 'telefono' }).where(eq(attempts.dossier, id)).run()
    expect(tryTo('archivia', 'assistente_sociale')).toBe('not_allowed')
    home.app.db.update(attempts).set({ channel: 'sms', outcome: 'parlato' }).where(eq(attempts.channel, 'telefono')).run()
    expect(tryTo('archivia', 'assistente_sociale')).toBe('not_allowed')
  })

  test('years pass: the service by itself moves nothing, and gives no priority', async () => {
    for (const status of ['integrazione_richiesta', 'contatto_in_corso', 'preavviso', 'protocollata']) {
      put(status, { priority: null, nextOn: '2026-12-20', nextWhat: 'integrazione' })
      home.clock.forward(3 * 366 * 24 * 60)
      startClock(home.app)()
      await new Promise(setImmediate)
      expect(read()).toMatchObject({ status, priority: null, nextOn: '2026-12-20' })
    }
  })
})
