import { expect, it } from 'vitest'
import { check, picture, useStage, walker } from '../helpers/browser.ts'
import { asked, converse } from '../helpers/conversation.ts'

const stage = useStage()

it('a request goes from a large screen to a phone, and the large screen moves on by itself to the receipt', async () => {
  const screen = await walker(stage.browser, stage.origin, { script: true, width: 1080, height: 1920 })
  const phone = await walker(stage.browser, stage.origin, { script: true, width: 390, height: 844 })
  await screen.page.goto(`${stage.origin}/richiesta`)
  await screen.page.locator('button[value=richiesta_contatto]').click()
  await screen.page.locator('input[value=me]').check()
  await screen.page.locator('#domanda button[type=submit]').click()
  await screen.page.locator('form[action="/richiesta/passa"] button').click()
  await screen.page.locator('#attesa svg').waitFor()
  expect(await check(screen)).toEqual([])
  await picture(screen, 'phone-offer')
  await phone.page.goto(await screen.page.locator('#attesa bdi').innerText())
  expect(await check(phone)).toEqual([])
  await phone.page.locator('main form button').click()
  expect(await asked(phone.page)).toBe('o_eta')
  await screen.page.locator('#attesa h2').waitFor()
  expect(await screen.page.locator('#attesa h2').innerText()).toBe('La richiesta è sul tuo telefono')
  await converse(phone.page, { persona: { nome: 'Verde', cognome: 'Quercia' }, o_comune: 'A893', o_bisogni: ['lavoro'], canale_contatto: 'passo_io', presa_visione: 'si' })
  await phone.page.locator('form[action="/richiesta/invia"] button').click()
  await phone.page.waitForURL('**/richiesta/inviata')
  await screen.page.waitForURL('**/richiesta/inviata')
  expect(await screen.page.locator('.receipt-number').first().innerText()).toBe(await phone.page.locator('.receipt-number').first().innerText())
  for (const someone of [screen, phone]) await someone.close()
}, 60_000)
