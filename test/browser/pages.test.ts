import { describe, expect, it } from 'vitest'
import { inAddress } from '../../src/dossiers/number.ts'
import { check, everyWidth, picture, staffAt, useStage, walker, widths } from '../helpers/browser.ts'
import { doors, openPages } from '../helpers/pages.ts'
import { fileRequest } from '../helpers/requests.ts'

const stage = useStage()

const wide = ['/', '/servizi', '/sportelli/pua-bari', '/regole', '/richiesta']
const information = ['/', '/servizi', '/servizi/casa-recovery-house', '/servizi/ins-voucher-base', '/servizi/soc-incl-paco', '/aiuti/housing-first', '/aiuti/voucher-famiglia',
  '/aiuti/abitare-con-un-sostegno', '/aiuti/tirocinio', '/informazioni/info-isee', '/cerca', '/sportelli', '/sportelli/pua-bari', '/sportelli/pua-accoglienza', '/aiuto-subito',
  '/regole', '/privacy', '/accessibilita', '/note-legali', '/contatti', '/domande-frequenti', '/chi-puo-chiedere', ...doors]

describe('every kind of page', () => {
  it('passes axe and does not scroll sideways, on the smallest phone and on a desktop', async () => {
    const faults: string[] = []
    const all = everyWidth ? [...openPages(stage.service.app.content), ...doors] : undefined
    for (const [width, paths] of [[320, all ?? information], [1280, all ?? wide]] as const) {
      const reader = await walker(stage.browser, stage.origin, { script: true, width, height: 800 })
      for (const path of paths) {
        await reader.page.goto(stage.origin + path)
        faults.push(...(await check(reader)).map((fault) => `${width}px ${fault}`))
      }
      await reader.close()
    }
    expect(faults).toEqual([])
  }, 600_000)

  it('of the staff passes too, at 320 px; in the proof on a tablet and a desktop too, as in the scripted day', async () => {
    const { number } = fileRequest(stage.service.app, { answers: { o_bisogni: ['casa'], c_dove: 'strada' } })
    const staff: [string | null, string, string[]][] = [
      ['pua-bitonto', 'front_office', ['/operatori/richieste', '/operatori/richieste?coda=chiuse', `/operatori/richieste/${inAddress(number)}`, '/operatori/come-funziona', '/operatori/accessi', '/operatori/secondo-passo/imposta']],
      [null, 'amministratore_sistema', ['/operatori/persone', '/operatori/persone/ruoli']],
      [null, 'dpo_auditor', ['/operatori/registro']],
    ]
    const faults: string[] = []
    for (const [desk, role, paths] of staff) {
      const member = await staffAt(stage, desk, role, { script: true })
      for (const width of widths(320, 768, 1280)) {
        await member.page.setViewportSize({ width, height: 900 })
        for (const path of paths) {
          await member.page.goto(stage.origin + path)
          faults.push(...(await check(member)).map((fault) => `${width}px ${fault}`))
          if (width !== 768) await picture(member, `staff-${path.split(/[/?]/).at(-1)}-${width}`)
        }
      }
      await member.close()
    }
    expect(faults).toEqual([])
  }, 180_000)

  it('can be used with the keyboard alone: from the home to the first answer', async () => {
    const person = await walker(stage.browser, stage.origin, { script: true })
    const { page } = person
    await page.goto(stage.origin)
    await page.locator('button[name=bisogno][value=lavoro]').focus()
    await page.keyboard.press('Enter')
    await page.locator('#domanda').waitFor()
    await page.locator('#domanda input[type=radio]').first().focus()
    await page.keyboard.press('ArrowDown')
    expect(await page.locator('#domanda input:checked').getAttribute('value')).toBe('no')
    await page.keyboard.press('Enter')
    await page.locator('#domanda[action$="/o_per_chi"]').waitFor()
    // After a turn the focus is on the new question, and it is announced.
    expect(await page.evaluate<boolean>('document.activeElement.matches("[data-focus]")')).toBe(true)
    expect(await page.locator('#annuncio').textContent()).toBeTruthy()
    await person.close()
  }, 60_000)

  it('keeps the answers when the browser goes back, reloads, or opens a second tab', async () => {
    const person = await walker(stage.browser, stage.origin, { script: true })
    const { page } = person
    await page.goto(stage.origin)
    await page.locator('button[name=bisogno][value=lavoro]').click()
    await page.locator('#domanda input[value=no]').check()
    await page.locator('#domanda button[type=submit]').click()
    await page.locator('#domanda[action$="/o_per_chi"]').waitFor()
    await page.reload()
    expect(await page.locator('#domanda').getAttribute('action')).toBe('/orientamento/o_per_chi')
    await page.goto(`${stage.origin}/servizi`)
    await page.goBack()
    await page.locator('#domanda[action$="/o_per_chi"]').waitFor()
    const second = await page.context().newPage()
    await second.goto(`${stage.origin}/orientamento`)
    await second.locator('#domanda input[value=me]').check()
    await second.locator('#domanda button[type=submit]').click()
    await second.locator('#domanda[action$="/o_comune"]').waitFor()
    // The first tab is now behind: its answer is taken, and the talk goes on from where the second is.
    await page.locator('#domanda input[value=familiare]').check()
    await page.locator('#domanda button[type=submit]').click()
    await page.locator('#domanda[action$="/o_comune"]').waitFor()
    await person.close()
  }, 60_000)
})
