import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { check, useStage, walker, type Walker } from '../helpers/browser.ts'
import { asked, reply } from '../helpers/conversation.ts'

const stage = useStage()
/** What the first visitor leaves nowhere. */
const traces = ['Quercialba', 'Pioppetta', 'stanza di fronte al faro']
const pages = ['/', '/cerca', '/orientamento', '/orientamento/riepilogo', '/richiesta', '/richiesta/persona', '/la-mia-richiesta', '/riprendi', '/operatori/accedi']

/** Somebody looks for help in their own words, and begins a request with their name. */
async function begin({ page }: Walker): Promise<void> {
  await page.goto(`${stage.origin}/lingua/it`)
  await page.goto(`${stage.origin}/`)
  await page.locator('#testo').fill('cerco una stanza di fronte al faro')
  await page.locator('#testo').press('Enter')
  await page.waitForURL('**/cerca')
  await page.goto(`${stage.origin}/richiesta`)
  await page.locator('button[value=richiesta_contatto]').click()
  await reply(page, 'me')
  await reply(page, '30-64')
  await reply(page, { nome: 'Pioppetta', cognome: 'Quercialba' })
  expect(await asked(page)).not.toBe('persona')
}

/** Everything that a browser keeps and a page shows. */
async function kept({ page }: Walker): Promise<string> {
  const stored = await page.evaluate<string>("(async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, await caches.keys(), await indexedDB.databases(), document.cookie]))()")
  return [stored, JSON.stringify(await page.context().cookies()), await page.content()].join('\n')
}

const found = (where: string) => traces.filter((trace) => where.toLowerCase().includes(trace.toLowerCase()))

it('who comes second at a kiosk finds nothing of who left: not in pages, going back, stores, cookies, nor in the files of the service', async () => {
  const kiosk = await walker(stage.browser, stage.origin, { script: true, width: 1080, height: 1920 })
  const { page } = kiosk
  await page.goto(`${stage.origin}/totem`)
  await begin(kiosk)
  await page.locator('.kiosk-done button').click()
  await page.waitForURL(`${stage.origin}/`)
  expect((await page.context().cookies()).map(({ name }) => name)).toEqual(['approdo_totem'])
  for (const step of [1, 2, 3, 4]) {
    await page.goBack()
    // A page that the browser had put aside is asked for again: it is read when it stands.
    await expect.poll(() => kept(kiosk).then(found, () => ['moving']), { message: `back ${step}`, timeout: 20_000 }).toEqual([])
  }
  for (const path of pages) {
    await page.goto(`${stage.origin}${path}`)
    expect([path, found(await kept(kiosk))]).toEqual([path, []])
  }
  const { dataDir } = stage.service.app.config
  for (const file of readdirSync(dataDir)) if (file.includes('.db')) expect([file, found(readFileSync(join(dataDir, file), 'latin1'))]).toEqual([file, []])
  await kiosk.close()
})

it('who goes away without a word is asked, may stay as often as they like, and is forgotten when nobody answers', async () => {
  const kiosk = await walker(stage.browser, stage.origin, { script: true, width: 1080, height: 1920 })
  const { page } = kiosk
  await page.goto(`${stage.origin}/totem`)
  await page.clock.install()
  await page.goto(`${stage.origin}/`)
  await page.clock.fastForward(200_000)
  expect(await page.locator('#pausa').isVisible()).toBe(false)
  await begin(kiosk)
  for (let times = 0; times < 11; times += 1) {
    await page.clock.fastForward(61_000)
    await page.locator('#pausa').waitFor()
    if (times === 0) expect(await check(kiosk)).toEqual([])
    await page.locator('#pausa [data-stay]').click()
    expect(await page.locator('#pausa').isVisible()).toBe(false)
  }
  await page.clock.fastForward(61_000)
  await page.locator('#pausa').waitFor()
  await page.clock.runFor(31_000)
  await page.waitForURL(`${stage.origin}/`)
  expect(found(await kept(kiosk))).toEqual([])
  expect((await page.context().cookies()).map(({ name }) => name)).toEqual(['approdo_totem'])
  await kiosk.close()
})
