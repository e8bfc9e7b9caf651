import { expect, test } from 'vitest'
import { fileRequest } from '../helpers/requests.ts'
import { check, picture, staffAt, useStage } from '../helpers/browser.ts'

const stage = useStage()

test('with script, keys move through the list and open a request, news are told, and typing is left alone', async () => {
  const file = (answers = {}) => fileRequest(stage.service.app, { answers })
  file({ c_dove: 'strada' })
  file({ o_scadenza: 'lascio_casa' })
  const desk = await staffAt(stage, 'pua-bitonto', 'front_office', { script: true })
  const { page } = desk
  await page.goto(`${stage.origin}/operatori/richieste`)
  const here = () => page.evaluate<string>('document.activeElement.textContent.trim()')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  expect(await here()).toBe('2026/0000002')
  await page.keyboard.press('k')
  expect(await here()).toBe('2026/0000001')
  await page.keyboard.press('/')
  await page.keyboard.type('jk?')
  expect(await page.locator('[data-search]').inputValue()).toBe('jk?')
  file()
  await page.locator('[data-news]').waitFor()
  expect(await page.locator('[data-count=aperte]').textContent()).toBe('3')
  const faults: string[] = []
  for (const width of [1280, 768, 320]) {
    await page.setViewportSize({ width, height: 900 })
    faults.push(...await check(desk))
    await picture(desk, `queue-${width}`)
  }
  expect(faults).toEqual([])
  await page.locator('h1').click()
  await page.keyboard.press('?')
  await page.locator('#tasti[open]').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForURL(/2026-0000001/)
  await desk.close()
})
