import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { check, picture, staffAt, useStage, walker, type Screen, type Walker, widths } from '../helpers/browser.ts'
import { pdf, photo } from '../helpers/files.ts'
import { heic } from '../helpers/heic.ts'
import { addressOf, askFor } from '../helpers/missing.ts'

const stage = useStage()
const screens: [string, Screen][] = [['with script', { script: true }], ['without script', { script: false }]]
const upload = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer })

/** Four files of nine megabytes, on disk: the browser reads them from there. */
function largePhotos(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'approdo-photos-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return ['a', 'b', 'c', 'd'].map((name) => {
    const file = join(folder, `${name}.jpg`)
    writeFileSync(file, Buffer.alloc(9 * 1024 * 1024))
    return file
  })
}

/** Gives number and code, as people do. */
async function followAt(someone: Walker, { number, code }: { number: string; code: string }): Promise<void> {
  await someone.page.goto(`${stage.origin}/la-mia-richiesta`)
  await someone.page.locator('[name=numero]').fill(number)
  await someone.page.locator('[name=codice]').fill(code)
  await someone.page.locator('main form button[type=submit]').first().click()
  await someone.page.locator('#da-fare').waitFor()
}

describe.each(screens)('%s', (name, screen) => {
  const shot = (story: string) => `camera-${story}-${screen.script ? 'script' : 'plain'}`

  it('what is missing is answered on a large screen, with the phone as its camera, and the desk opens the photo', async () => {
    const { request, sheet } = await askFor(stage.service, ['telefono', 'delega', 'documento_identita'])
    const large = await walker(stage.browser, stage.origin, { ...screen, width: 1280, height: 900 })
    const phone = await walker(stage.browser, stage.origin, screen)
    await followAt(large, request)
    expect(await check(large)).toEqual([])
    await picture(large, shot('status'))

    await large.page.locator(`a[href$="/elementi/telefono"]`).click()
    expect(await check(large)).toEqual([])
    await picture(large, shot('fact'))
    await large.page.locator('#testo').fill('Chiama mia sorella, 080 555 0177')
    await large.page.locator('button[value=manda]').click()
    await large.page.locator('text=Abbiamo ricevuto la tua risposta.').waitFor()

    await large.page.locator(`a[href$="/elementi/documento_identita"]`).click()
    expect(await check(large)).toEqual([])
    await large.page.locator('button[value=porto]').click()
    await large.page.locator('text=Lo porti tu allo sportello').waitFor()

    await large.page.locator(`a[href$="/elementi/delega"]`).click()
    await picture(large, shot('item'))
    await large.page.locator('button[value=telefono]').click()
    await large.page.locator('#attesa svg').waitFor()
    expect(await check(large)).toEqual([])
    await picture(large, shot('offer'))

    await phone.page.goto(await large.page.locator('#attesa bdi').innerText())
    expect(await check(phone)).toEqual([])
    await picture(phone, shot('open'))
    await phone.page.locator('main form button').click()
    await phone.page.locator('#file').waitFor()
    if (!screen.script) await large.page.locator('#attesa a').click()
    await large.page.locator('#attesa h2').waitFor()
    await phone.page.locator('#file').setInputFiles([upload('IMG_0001.HEIC', heic()), upload('foglio.png', Buffer.from('no picture'))])
    await phone.page.locator('#scelti').setInputFiles([upload('delega.pdf', pdf())])
    await phone.page.locator('button[value=manda]').click()
    await phone.page.locator('.error-summary').waitFor()
    expect(await phone.page.locator('.answers').innerText()).toMatch(/IMG_0001\.HEIC[\s\S]*delega\.pdf/)
    expect(await check(phone)).toEqual([])
    await picture(phone, shot('phone'))
    await phone.page.locator('#file').setInputFiles([upload('foglio.jpg', await photo())])
    await phone.page.locator('button[value=fine]').click()
    await phone.page.locator('text=Torna all\'altro schermo').waitFor()
    expect(await check(phone)).toEqual([])

    if (!screen.script) await large.page.locator('#attesa a').click()
    await large.page.waitForURL('**/la-mia-richiesta?fatto=risposta')
    expect(await large.page.locator('.todo [role=status]').innerText()).toBe('Hai risposto a tutto. Adesso tocca a noi.')
    expect(await check(large)).toEqual([])
    await picture(large, shot('answered'))

    const desk = await staffAt(stage, 'pua-bitonto', 'front_office', screen)
    await desk.page.goto(`${stage.origin}${sheet}`)
    expect(await check(desk)).toEqual([])
    await picture(desk, shot('sheet'))
    await desk.page.locator('a:has-text("foglio.jpg")').click()
    await desk.page.waitForURL('**/file/*')
    expect(await desk.page.locator('img').count()).toBe(1)
    for (const someone of [large, phone, desk]) await someone.close()
  }, 120_000)
})

it.each(widths(320, 390))('at %d pixels, on one phone alone: words too many, a file too large, then all is well', async (width) => {
  const { request } = await askFor(stage.service, ['curriculum'])
  const person = await walker(stage.browser, stage.origin, { script: true, width, height: 700 })
  await followAt(person, request)
  expect(await check(person)).toEqual([])
  await picture(person, `answer-${width}-status`)
  await person.page.goto(`${stage.origin}${addressOf('curriculum')}`)
  await person.page.locator('#testo').fill('parola '.repeat(80))
  await person.page.locator('#file').setInputFiles([upload(`${'nome-lungo'.repeat(12)}.jpg`, Buffer.alloc(11 * 1024 * 1024))])
  await person.page.locator('button[value=manda]').click()
  await person.page.locator('.error-summary').waitFor()
  expect(await person.page.locator('.error-summary li').count()).toBe(2)
  expect(await person.page.locator('#testo').inputValue()).toMatch(/^parola parola/)
  expect(await check(person)).toEqual([])
  await picture(person, `answer-${width}-problems`)
  await person.page.locator('#file').setInputFiles(largePhotos())
  await person.page.locator('button[value=manda]').click()
  await person.page.locator('text=troppo grandi, tutti insieme').first().waitFor()
  await person.page.locator('#testo').fill('Ho fatto il fornaio')
  await person.page.locator('#file').setInputFiles([upload('IMG_1.jpg', await photo())])
  await person.page.locator('button[value=manda]').click()
  await person.page.locator('text=Adesso tocca a noi').waitFor()
  expect(await check(person)).toEqual([])
  await picture(person, `answer-${width}-done`)
  await person.close()
}, 60_000)
