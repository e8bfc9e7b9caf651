import { expect, it } from 'vitest'
import { check, picture, useStage, walker, type Walker } from '../helpers/browser.ts'
import { fileRequest, type Filed } from '../helpers/requests.ts'

const stage = useStage()

async function follow({ page, origin }: Walker, { number, code }: Filed): Promise<void> {
  await page.goto(`${origin}/la-mia-richiesta`)
  await page.locator('#numero').fill(number)
  await page.locator('#codice').fill(code)
  await page.locator('main button[type=submit]').first().click()
  await page.locator('#dove').waitFor()
}

it.each([true, false])('a person changes how they are reached: of the other ways no field is in sight, with script or without (%s)', async (script) => {
  const filed = fileRequest(stage.service.app)
  const faults: string[] = []
  for (const width of [320, 390, 1280]) {
    const person = await walker(stage.browser, stage.origin, { script, width, height: 800 })
    const { page } = person
    await follow(person, filed)
    faults.push(...await check(person))
    await picture(person, `contatti-stato-${width}`)
    await page.getByRole('link', { name: 'Cambia i contatti' }).click()
    expect([await page.locator('#telefono').isVisible(), await page.locator('#email').isVisible()]).toEqual([true, false])
    faults.push(...await check(person))
    await picture(person, `contatti-${width}`)
    await page.getByLabel('Con una e-mail').check()
    expect([await page.locator('#telefono').isVisible(), await page.locator('#email').isVisible()]).toEqual([false, true])
    await page.locator('#email').fill('senza chiocciola')
    await page.getByRole('button', { name: 'Salva i contatti' }).click()
    await page.locator('#problemi').waitFor()
    if (script) expect(await page.evaluate<string>('document.activeElement.id')).toBe('problemi')
    faults.push(...await check(person))
    await picture(person, `contatti-problema-${width}`)
    expect(await page.locator('#email').inputValue()).toBe('senza chiocciola')
    await page.locator('#email').fill(`rosa${width}@example.org`)
    await page.getByRole('button', { name: 'Salva i contatti' }).click()
    await page.getByText('Abbiamo salvato i tuoi contatti.').waitFor()
    await page.getByRole('link', { name: 'Cambia i contatti' }).click()
    await page.getByLabel('Con una telefonata').check()
    await page.locator('#telefono').fill('080 555 0100')
    await page.getByLabel('Niente messaggi').check()
    await page.getByRole('button', { name: 'Salva i contatti' }).click()
    await page.getByText('Numero che finisce con 100').waitFor()
    await person.close()
  }
  expect(faults).toEqual([])
}, 120_000)
