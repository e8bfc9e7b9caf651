import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { handoffs } from '../../db/schema.ts'
import { offer, purgeHandoffs, stateOf, take } from '../../src/handoff/handoff.ts'
import { testApp } from '../helpers/app.ts'

const payload = { dossier: 7, item: 'parola-di-prova' }

describe('passing something from one screen to another', () => {
  test('the first screen that takes it has it; no other ever does', async () => {
    const { app } = await testApp({ own: true })
    const token = offer(app, 'foto', payload)
    expect(stateOf(app, token)).toBe('offerto')
    expect(take(app, token, 'foto')).toEqual(payload)
    expect(take(app, token, 'foto')).toBe('used')
    expect(stateOf(app, token)).toBe('preso')
  })

  test('after a quarter of an hour the offer is gone; who took it in time has as long again', async () => {
    const { app, clock } = await testApp({ own: true })
    const [late, inTime] = [offer(app, 'foto', payload), offer(app, 'foto', payload)]
    clock.forward(14)
    expect(take(app, inTime, 'foto')).toEqual(payload)
    clock.forward(2)
    expect(take(app, late, 'foto')).toBe('gone')
    expect([stateOf(app, late), stateOf(app, inTime)]).toEqual(['gone', 'preso'])
    expect(purgeHandoffs(app)).toBe(1)
    clock.forward(15)
    expect(stateOf(app, inTime)).toBe('gone')
  })

  test.each(['', 'x', 'a'.repeat(43), '../../etc', 'é'.repeat(500)])('an invented token "%s" opens nothing', async (token) => {
    const { app } = await testApp({ own: true })
    offer(app, 'foto', payload)
    expect([take(app, token, 'foto'), stateOf(app, token)]).toEqual(['gone', 'gone'])
  })

  test('a draft is not taken as a camera', async () => {
    const { app } = await testApp({ own: true })
    const token = offer(app, 'bozza', payload, 'impronta')
    expect(take(app, token, 'foto')).toBe('gone')
    expect(take(app, token, 'bozza')).toEqual(payload)
  })

  test('the database keeps neither the token nor what is passed in clear', async () => {
    const { app } = await testApp({ own: true })
    const token = offer(app, 'foto', payload)
    expect(app.db.select().from(handoffs).all()).toHaveLength(1)
    for (const file of readdirSync(app.config.dataDir).filter((name) => name.startsWith('approdo.db'))) {
      const bytes = readFileSync(join(app.config.dataDir, file)).toString('latin1')
      expect([bytes.includes(token), bytes.includes(payload.item)]).toEqual([false, false])
    }
  })
})
