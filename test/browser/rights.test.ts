import { expect, it } from 'vitest'
import { check, picture, staffAt, useStage, walker, type Walker, widths } from '../helpers/browser.ts'
import { converse } from '../helpers/conversation.ts'
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
  for (const width of widths(320, 390, 1280)) {
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

it('an operator begins a request with the person, says that a document was seen, and sends: no page scrolls sideways', async () => {
  const faults: string[] = []
  const member = await staffAt(stage, 'pua-bitonto', 'front_office', { script: true })
  const { page } = member
  const look = async (name: string) => {
    for (const width of widths(320, 390, 1280)) {
      await page.setViewportSize({ width, height: 900 })
      faults.push(...await check(member))
      await picture(member, `sportello-${name}-${width}`)
    }
  }
  await page.getByRole('link', { name: 'Allo sportello' }).click()
  await look('porta')
  await page.getByRole('button', { name: 'Apri la richiesta' }).click()
  await page.locator('#problemi').waitFor()
  await look('codice')
  await page.getByRole('button', { name: 'Inizia una richiesta nuova' }).click()
  await page.locator('#domanda').waitFor()
  await look('domanda')
  await converse(page, { natura_atto: 'richiesta_contatto', o_per_chi: 'me', o_eta: '30-64', persona: { nome: 'Verde', cognome: 'Quercia' }, o_comune: 'A893', o_bisogni: 'lavoro', canale_contatto: 'passo_io', presa_visione: 'si' })
  await look('controlla')
  await page.getByLabel("Ho visto un documento d'identità della persona").check()
  await page.getByRole('button', { name: 'Invia la richiesta' }).click()
  await page.waitForURL('**/richiesta/inviata')
  const number = /\d{4}\/\d{7}/.exec(await page.locator('main').innerText())?.[0] ?? ''
  await page.goto(`${stage.origin}/operatori/richieste/${number.replace('/', '-')}`)
  await page.getByText('Documento visto da un operatore').waitFor()
  await look('scheda')
  await member.close()
  expect(faults).toEqual([])
}, 120_000)
