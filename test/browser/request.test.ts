import { expect, it } from 'vitest'
import { check, picture, useStage, walker } from '../helpers/browser.ts'
import { asked, reply, type Said } from '../helpers/conversation.ts'

const stage = useStage()

const said: Record<string, Said> = {
  o_per_chi: 'me', persona: { nome: 'Verde', cognome: 'Quercia', scelto: 'Vera' }, persona_data_nascita: { giorno: '3', mese: '5', anno: '1980' }, o_comune: 'A893', residenza: 'altra', o_bisogni: ['aiuto_casa'],
  o_scadenza: 'nessuna', famiglia_in_casa: { da_0_a_5: '1' }, canale_contatto: 'telefono', telefono: '080 555 0100', telefono_sicuro: 'solo_chiamare', presa_visione: 'si', adesione_valutazione: 'si',
}

it('a full request on the smallest phone: the code is looked at twice, the comune is found while it is typed, every page passes axe', async () => {
  const person = await walker(stage.browser, stage.origin, { script: true, width: 320, height: 640 })
  const { page } = person
  const faults: string[] = []
  await page.goto(`${stage.origin}/richiesta`)
  await page.locator('button[value=istanza]').click()
  for (let question = await asked(page); question; question = await asked(page)) {
    if (question === 'persona_codice_fiscale') {
      await page.locator('#domanda [name=risposta]').fill('ABC 123')
      await page.locator('#domanda button[type=submit]').click()
      await page.locator('#domanda [name=conferma]').waitFor({ state: 'attached' })
      expect(await page.locator('.doubt').innerText()).toContain('vai avanti')
      faults.push(...await check(person))
    }
    if (question === 'residenza_comune') {
      await page.locator('#domanda [name=testo]').pressSequentially('castro')
      await page.locator('#domanda label:has-text("Castro (LE)")').click()
    }
    if (['residenza_comune', 'famiglia_in_casa', 'documenti', 'persona'].includes(question)) {
      await page.locator('#domanda details.why summary').first().click()
      faults.push(...await check(person))
      await picture(person, `request-${question}`)
    }
    await reply(page, said[question])
  }
  expect(await page.locator('.summary-list').first().innerText()).toContain('Castro (LE)')
  faults.push(...await check(person))
  await picture(person, 'request-check')
  await page.locator('form[action="/richiesta/invia"] button').click()
  await page.waitForURL('**/richiesta/inviata')
  faults.push(...await check(person))
  await page.goto(`${stage.origin}/richiesta/tagliando`)
  faults.push(...await check(person))
  await picture(person, 'request-slip')
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('header').first().isVisible()).toBe(false)
  await picture(person, 'request-slip-print')
  expect(faults).toEqual([])
  await person.close()
}, 120_000)
