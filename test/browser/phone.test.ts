import { expect, it } from 'vitest'
import { check, picture, useStage, walker, type Walker } from '../helpers/browser.ts'
import { asked, converse, reply } from '../helpers/conversation.ts'

const stage = useStage()

it('a request goes from the screen at the desk to a phone, back, and to the phone again; the screen moves on by itself to the receipt, and forgets', async () => {
  const screen = await walker(stage.browser, stage.origin, { script: true, width: 1080, height: 1920 })
  const phone = await walker(stage.browser, stage.origin, { script: true, width: 390, height: 844 })
  await screen.page.goto(`${stage.origin}/totem`)
  await screen.page.waitForURL(`${stage.origin}/`)
  const corner = await done(screen).boundingBox()
  expect([(corner?.x ?? 99) < 32, (corner?.height ?? 0) >= 60, (corner?.y ?? 0) > 1800]).toEqual([true, true, true])
  await screen.page.goto(`${stage.origin}/richiesta`)
  await screen.page.locator('button[value=richiesta_contatto]').click()
  await reply(screen.page, 'me')
  await pass(screen, phone, seen)
  expect(await asked(phone.page)).toBe('o_eta')
  await screen.page.locator('#attesa h2').waitFor()
  expect(await screen.page.locator('#attesa h2').innerText()).toBe('La richiesta è sul tuo telefono')
  await seen(screen, 'kiosk-taken')

  await reply(phone.page, '30-64')
  await screen.page.locator('form[action="/richiesta/passa/qui"] button').click()
  expect(await asked(screen.page)).toBe('persona')
  await phone.page.locator('#domanda [name="risposta.nome"]').fill('Verde')
  await phone.page.locator('#domanda button[type=submit]').click()
  await phone.page.waitForURL('**/richiesta/tornata')
  await seen(phone, 'phone-back')
  await reply(screen.page, { nome: 'Verde', cognome: 'Quercia' })

  await pass(screen, phone)
  await converse(phone.page, { o_comune: 'A893', o_bisogni: ['lavoro'], canale_contatto: 'passo_io', presa_visione: 'si' })
  await phone.page.locator('form[action="/richiesta/invia"] button').click()
  await phone.page.waitForURL('**/richiesta/inviata')
  await screen.page.waitForURL('**/richiesta/inviata')
  const number = await screen.page.locator('.receipt-number').first().innerText()
  expect(number).toBe(await phone.page.locator('.receipt-number').first().innerText())
  expect(await done(screen).boundingBox()).toEqual(corner)

  await done(screen).click()
  await screen.page.waitForURL(`${stage.origin}/`)
  await screen.page.goBack()
  expect(await screen.page.content()).not.toContain(number)
  for (const someone of [screen, phone]) await someone.close()
}, 60_000)

it('"Ho finito" covers nothing on a narrow screen, and the keyboard reaches it', async () => {
  const screen = await walker(stage.browser, stage.origin, { script: true, width: 320, height: 640 })
  await screen.page.goto(`${stage.origin}/totem`)
  await seen(screen, 'kiosk-narrow')
  const covered = await screen.page.evaluate<number>(`(() => {
    scrollTo(0, document.documentElement.scrollHeight)
    return document.querySelector('footer').getBoundingClientRect().bottom - document.querySelector('.kiosk-done').getBoundingClientRect().top
  })()`)
  expect(covered).toBeLessThanOrEqual(0)
  await screen.page.keyboard.press('Shift+Tab')
  expect(await screen.page.evaluate('document.activeElement.textContent.trim()')).toBe('Ho finito')
  await screen.close()
}, 30_000)

/** The corner button, the same on every page. */
const done = ({ page }: Walker) => page.locator('.kiosk-done button')

async function seen(someone: Walker, name: string): Promise<void> {
  expect(await check(someone)).toEqual([])
  await picture(someone, name)
}

/** Asks for the code on the screen, and opens it on the phone. */
async function pass(screen: Walker, phone: Walker, look?: typeof seen): Promise<void> {
  await screen.page.locator('form[action="/richiesta/passa"] button').click()
  await screen.page.locator('#attesa svg').waitFor()
  await look?.(screen, 'phone-offer')
  await phone.page.goto(await screen.page.locator('#attesa bdi').innerText())
  await look?.(phone, 'phone-take')
  await phone.page.locator('main form button').click()
  await phone.page.locator('#domanda').waitFor()
}

it('without script the way from one screen to another is the code: put away on one, taken up on the other', async () => {
  const screen = await walker(stage.browser, stage.origin, { script: false, width: 1080, height: 1920 })
  await screen.page.goto(`${stage.origin}/totem`)
  await screen.page.goto(`${stage.origin}/richiesta`)
  await screen.page.locator('button[value=richiesta_contatto]').click()
  await reply(screen.page, 'me')
  await screen.page.locator('form[action="/richiesta/salva"] button').click()
  const words = await screen.page.locator('main').innerText()
  const [code = '', digits = ''] = [/[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(words)?.[0], /\b\d{6}\b|\b\d{3} \d{3}\b/.exec(words)?.[0]]
  await done(screen).click()
  await screen.page.waitForURL(`${stage.origin}/`)
  const phone = await walker(stage.browser, stage.origin, { script: false, width: 320, height: 640 })
  await phone.page.goto(`${stage.origin}/riprendi`)
  await phone.page.locator('[name=codice]').fill(code)
  await phone.page.locator('[name=cifre]').fill(digits)
  await phone.page.locator('form[action="/riprendi"] button').click()
  expect(await asked(phone.page)).toBe('o_eta')
  await screen.close()
  await phone.close()
})
