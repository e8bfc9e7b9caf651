import { afterAll, beforeAll, expect, test } from 'vitest'
import { inAddress } from '../../src/dossiers/number.ts'
import { check, picture, staffAt, useStage, widths, type Walker } from '../helpers/browser.ts'
import { fileRequest } from '../helpers/requests.ts'

const stage = useStage()
let social: Walker
beforeAll(async () => { social = await staffAt(stage, 'pua-bitonto', 'assistente_sociale', { script: true }) })
afterAll(() => social.close())

test('with script the reserved part opens in its place, and typing tells the others', async () => {
  const { page } = social
  const colleague = await stage.service.operator('pua-bitonto')
  const request = fileRequest(stage.service.app, { answers: { natura_atto: 'istanza', o_seguito: 'si', operatore_riferimento: 'la dottoressa Acacia', o_bisogni: ['casa'], famiglia_in_casa: { da_0_a_5: '2', adulti: '1' }, documenti: { documento_identita: 'cerco' } } })
  const address = `/operatori/richieste/${inAddress(request.number)}`
  await page.goto(`${stage.origin}${address}`)
  stage.service.clock.forward(11)
  expect((await colleague.get(address)).html).not.toContain('Sta scrivendo')
  stage.service.clock.forward(11)
  const [told] = await Promise.all([page.waitForResponse((response) => response.url().endsWith('/scrive')), page.locator('#nota').fill('Due parole')])
  expect(told.status()).toBe(200)
  expect((await colleague.get(address)).html).toContain('Sta scrivendo')
  await page.locator('#riservati-motivo').fill('preparo la visita')
  await page.locator('#riservati button').click()
  await page.getByText('la dottoressa Acacia').waitFor()
  expect(await page.evaluate<string>('document.activeElement.id')).toBe('riservati')
  expect(await page.locator('#nota').inputValue()).toBe('Due parole')
  for (const width of widths(320, 768, 1280)) {
    await page.setViewportSize({ width, height: 900 })
    expect(await check(social)).toEqual([])
    await picture(social, `dossier-${width}`)
  }
})
