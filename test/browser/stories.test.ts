import { describe, expect, it } from 'vitest'
import { check, picture, staffAt, useStage, walker, type Screen } from '../helpers/browser.ts'
import { asked, converse, reply } from '../helpers/conversation.ts'

const stage = useStage()

const bitonto = 'A893'
const screens: [string, Screen][] = [['with script', { script: true }], ['without script', { script: false }]]

const operatorAt = (desk: string, screen: Screen) => staffAt(stage, desk, 'front_office', screen)

describe.each(screens)('%s', (name, screen) => {
  const shot = (story: string) => `${story}-${screen.script ? 'script' : 'plain'}`

  it('a mother in Bitonto is oriented for her son, files a request, and only Bitonto\'s desk reads it', async () => {
    const mother = await walker(stage.browser, stage.origin, screen)
    const { page } = mother
    await page.goto(stage.origin)
    expect(await check(mother)).toEqual([])
    await picture(mother, shot('home'))
    await page.locator('button[name=bisogno][value=casa]').click()
    expect(await asked(page)).toBe('o_pericolo')
    expect(await check(mother)).toEqual([])
    const order = await converse(page, {
      o_pericolo: 'no', o_per_chi: 'familiare', o_comune: bitonto, o_eta: '18-29', c_dove: 'famiglia', c_serve: 'posto', c_notte: 'si', c_condividere: 'dipende',
      o_scadenza: 'nessuna', o_seguito: 'si', o_servizio: 'csm', o_come: 'leggo',
    })
    expect(order).not.toContain('o_bisogni')
    expect(await check(mother)).toEqual([])
    await picture(mother, shot('proposals'))
    expect(await page.locator('#aiuto-recovery-house').textContent()).toContain('Per la sua fascia di età')

    // Work too: an earlier answer is opened again, and only what it opens is asked.
    const earlier = page.locator('details.earlier summary')
    if (await earlier.isVisible()) await earlier.click()
    await page.locator('a.change[href$="/o_bisogni"]').click()
    expect(await asked(page)).toBe('o_bisogni')
    await reply(page, ['casa', 'lavoro'])
    expect(await converse(page, { l_situazione: 'cerco', l_serve: 'cercare', l_riconoscimento: 'ignoto' })).toEqual(['l_situazione', 'l_serve', 'l_riconoscimento'])
    await page.locator('#aiuto-ips form[action="/orientamento/scelte"] button').click()
    await page.locator('#aiuto-ips.proposal-chosen').waitFor()
    await page.locator('.bar a[href="/richiesta"]').click()

    expect(await check(mother)).toEqual([])
    await picture(mother, shot('acts'))
    await page.locator('button[name=atto][value=richiesta_contatto], form:has(input[value=richiesta_contatto]) button').first().click()
    const questions = await converse(page, {
      persona: { nome: 'Luca', cognome: 'Pioppo' }, bisogno_parole_tue: 'Mio figlio vorrebbe una casa e un lavoro. Siamo stanchi ma fiduciosi.', segnalante_tipo: 'genitore',
      persona_informata: 'si', persona_d_accordo: 'si', segnalante_nome: { nome: 'Anna', cognome: 'Verdi' }, canale_contatto: 'telefono', telefono: '080 555 0199', telefono_sicuro: 'solo_chiamare', presa_visione: 'si',
    })
    for (const known of ['natura_atto', 'o_per_chi', 'o_comune', 'o_eta', 'o_bisogni', 'c_dove', 'o_scadenza', 'o_seguito']) expect(questions).not.toContain(known)
    expect(await check(mother)).toEqual([])
    await picture(mother, shot('check'))
    await page.locator('form[action="/richiesta/invia"] button').click()
    await page.waitForURL('**/richiesta/inviata')
    expect(await check(mother)).toEqual([])
    await picture(mother, shot('receipt'))
    const [number = '', code = ''] = await page.locator('.receipt-number').allInnerTexts()
    expect(number).toMatch(/^2026\/\d{7}$/)
    await page.locator('form[action="/richiesta/cancella"] button').click()
    await page.waitForURL(`${stage.origin}/`)

    const bitontoDesk = await operatorAt('pua-bitonto', screen)
    expect(await check(bitontoDesk)).toEqual([])
    await picture(bitontoDesk, shot('queue'))
    await bitontoDesk.page.locator(`a:has-text("${number}")`).first().click()
    const dossier = await bitontoDesk.page.locator('main').innerText()
    expect(dossier).toContain('Mio figlio vorrebbe una casa e un lavoro.')
    expect(dossier).toContain('Luca Pioppo')
    expect(await check(bitontoDesk)).toEqual([])
    await picture(bitontoDesk, shot('dossier'))
    await bitontoDesk.page.locator('form:has(input[name=decisione][value=prendi]) button[type=submit], button[name=decisione][value=prendi]').first().click()
    await bitontoDesk.page.locator('form:has(input[name=decisione][value=integra]), button[name=decisione][value=integra]').first().waitFor({ state: 'attached' })

    const altamuraDesk = await operatorAt('pua-altamura', screen)
    expect(await altamuraDesk.page.locator('main').innerText()).not.toContain(number)
    const answer = await altamuraDesk.page.goto(`${stage.origin}/operatori/richieste/${number.replace('/', '-')}`)
    expect(answer?.status()).toBe(404)

    await page.goto(`${stage.origin}/la-mia-richiesta`)
    expect(await check(mother)).toEqual([])
    await page.locator('[name=numero]').fill(number)
    await page.locator('[name=codice]').fill(code.toLowerCase().replaceAll('-', ' '))
    await page.locator('main form button[type=submit]').first().click()
    await page.locator('text=La stiamo leggendo').first().waitFor()
    expect(await check(mother)).toEqual([])
    await picture(mother, shot('status'))
    for (const someone of [mother, bitontoDesk, altamuraDesk]) await someone.close()
  }, 120_000)

  it('a neighbour reports an old man alone: nothing about health can be said', async () => {
    const neighbour = await walker(stage.browser, stage.origin, { ...screen, width: 320, height: 640 })
    const { page } = neighbour
    await page.goto(`${stage.origin}/richiesta`)
    expect(await check(neighbour)).toEqual([])
    await page.locator('button[name=atto][value=segnalazione], form:has(input[value=segnalazione]) button').first().click()
    const questions = await converse(page, {
      o_eta: '65+', persona_riferimento: 'Il signore del secondo piano, via dell\'Esempio 3, si chiama Tito', o_comune: bitonto, o_bisogni: ['aiuto_casa'], o_pericolo: 'no',
      o_scadenza: 'nessuna', segnalante_tipo: 'vicino_amico', persona_informata: 'si', persona_d_accordo: 'ignoto', segnalante_nome: { nome: 'Rosa', cognome: 'Betulla' },
      canale_contatto: 'telefono', segnalante_telefono: '080 555 0142', telefono_sicuro: 'solo_chiamare', presa_visione: 'si',
    })
    for (const health of ['o_seguito', 'o_servizio', 'bisogno_parole_tue', 'c_notte', 'l_riconoscimento', 'segnalante_anonimo']) expect(questions).not.toContain(health)
    expect(await page.locator('textarea').count()).toBe(0)
    expect(await check(neighbour)).toEqual([])
    await page.locator('form[action="/richiesta/invia"] button').click()
    await page.waitForURL('**/richiesta/inviata')
    expect(await check(neighbour)).toEqual([])
    await picture(neighbour, shot('report-receipt'))
    await neighbour.close()
  }, 90_000)

  it('a person who sleeps in the street sees the numbers for tonight before anything else', async () => {
    const person = await walker(stage.browser, stage.origin, { ...screen, width: 1080, height: 1920 })
    const { page } = person
    await page.goto(stage.origin)
    await page.locator('button[name=bisogno][value=casa]').click()
    for (const [question, said] of [['o_pericolo', 'no'], ['o_per_chi', 'me'], ['o_comune', 'senza_dimora'], ['o_eta', '30-64'], ['c_dove', 'strada']] as const) {
      expect(await asked(page)).toBe(question)
      await reply(page, said)
    }
    expect(await asked(page)).toBe('avviso_casa')
    expect(await page.locator('#domanda .panel').innerText()).toMatch(/112/)
    expect(await page.locator('#domanda .panel').innerText()).toMatch(/800 093 470/)
    expect(await check(person)).toEqual([])
    await picture(person, shot('street'))
    await converse(page, { c_serve: 'posto', o_come: 'leggo' })
    expect(await page.locator('.panel').first().innerText()).toMatch(/112/)
    expect(await page.locator('#aiuto-housing-first').count()).toBe(1)
    expect(await check(person)).toEqual([])
    await person.close()
  }, 90_000)
})
