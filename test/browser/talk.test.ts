import { describe, expect, it } from 'vitest'
import { check, picture, useStage, walker, type Walker } from '../helpers/browser.ts'

const stage = useStage()

const footInSight = '(() => { const bar = document.querySelector(".bar"), box = bar.getBoundingClientRect(); return bar.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height - 4)) })()'

async function say(person: Walker, words: string): Promise<void> {
  await person.page.locator('form[role=search] [name=testo]').fill(words)
  await person.page.locator('form[role=search] button[type=submit]').click()
  await person.page.locator('.bubble-person').last().waitFor()
}

describe.each([['with script', true], ['without script', false]])('%s', (_name, script) => {
  it('a person says what is needed, corrects, asks on, reopens what was said, answers the next question', async () => {
    const person = await walker(stage.browser, stage.origin, { script, width: 390, height: 844 })
    const { page } = person
    await page.goto(stage.origin)
    await say(person, 'cerco un tirocinio e vivo a Bitonto')
    expect(await page.locator('#aiuto-tirocinio h3').innerText()).toBe('Fare pratica in un posto di lavoro')
    await picture(person, `talk-${script ? 'script' : 'plain'}`)
    expect(await check(person)).toEqual([])

    await say(person, 'no, è per mio figlio')
    expect(await page.locator('.understood').innerText()).toContain('Per un familiare')
    expect(await page.locator('#aiuto-tirocinio').count()).toBe(1)
    await say(person, 'e quanto costa?')
    expect(await page.locator('.answer').innerText()).toContain('non costa niente')

    await page.locator('.earlier > summary').click()
    await page.locator('.earlier button[value^="cerco un tirocinio"]').click()
    await page.locator('.understood button[value=o_comune]').click()
    expect(await page.locator('.understood').innerText()).not.toContain('Bitonto')

    await page.locator('#domanda [value=no]').check()
    await page.locator('#domanda button[type=submit]').click()
    await page.waitForURL('**/orientamento**')
    expect(await page.locator('.transcript').count()).toBeGreaterThan(0)
    await person.close()
  })
})

it('danger in Arabic: who to call, first of all', async () => {
  const person = await walker(stage.browser, stage.origin, { script: true, width: 320, height: 640 })
  await person.page.goto(stage.origin)
  await say(person, 'زوجي يضربني وأنا خائفة')
  expect(await person.page.locator('.panel a[href="tel:1522"]').count()).toBe(1)
  await picture(person, 'talk-danger')
  expect(await check(person)).toEqual([])
  await person.close()
})

it('the pages of an answer, and of the next three things, on the kiosk, on a desktop and on the smallest phone', async () => {
  for (const [name, width, height] of [['kiosk', 1080, 1920], ['desktop', 1280, 900], ['phone', 320, 640]] as const) {
    const person = await walker(stage.browser, stage.origin, { script: true, width, height })
    if (name === 'kiosk') await person.page.goto(`${stage.origin}/totem`)
    await person.page.goto(stage.origin)
    for (const [what, words] of [['need', 'ho lo sfratto a gennaio, cerco una casa a Bitonto per me e i miei due bambini'], ['papers', 'che documenti servono?'], ['elsewhere', 'devo rinnovare il passaporto'], ['unsure', 'xyzzy']] as const) {
      await say(person, words)
      await picture(person, `talk-${what}-${name}`)
      expect(await check(person), `${what}, ${name}`).toEqual([])
    }
    await person.page.goto(`${stage.origin}/prossimi-passi`)
    expect(await person.page.locator('h1').innerText()).toBe('Le tue prossime tre cose')
    // What stands at the foot of the page is not under "Ho finito".
    if (name === 'kiosk') expect(await person.page.evaluate<boolean>(footInSight)).toBe(true)
    await picture(person, `steps-${name}`)
    expect(await check(person)).toEqual([])
    await person.close()
  }
})
