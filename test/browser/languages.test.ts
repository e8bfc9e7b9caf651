import { afterAll, describe, expect, it } from 'vitest'
import { inAddress } from '../../src/dossiers/number.ts'
import { languages } from '../../src/engine/text.ts'
import { check, everyWidth, staffAt, useStage, walker, type Walker } from '../helpers/browser.ts'
import { doors } from '../helpers/pages.ts'
import { fileRequest } from '../helpers/requests.ts'

const stage = useStage()
let visited = 0
afterAll(() => void (everyWidth && console.log(`${visited} pages: ${spoken.length} languages x home, kiosk, staff x ${Object.keys(looks).join(', ')}`)))

/** How a person's system asks to be shown things. */
const looks = {
  default: { contrast: 'no-preference', colorScheme: 'light', forcedColors: 'none' },
  'high contrast': { contrast: 'more', colorScheme: 'light', forcedColors: 'none' },
  'forced colours': { contrast: 'more', colorScheme: 'dark', forcedColors: 'active' },
  dark: { contrast: 'no-preference', colorScheme: 'dark', forcedColors: 'none' },
} as const
/** The run of all tests looks at the one that differs most, at night; the proof at all. */
const spoken = everyWidth ? languages : (['ar'] as const)
const seen = everyWidth ? Object.values(looks) : [looks.dark]

const few = ['/', '/servizi/casa-recovery-house', '/richiesta']
const information = everyWidth ? [...few, '/servizi', '/aiuti/housing-first', '/informazioni/info-isee', '/cerca', '/sportelli', '/sportelli/pua-bari', '/aiuto-subito', '/regole', '/privacy', '/domande-frequenti', ...doors] : few
const atKiosk = everyWidth ? [...few, '/sportelli', '/aiuto-subito', '/contatti', ...doors] : few.slice(0, 1)

async function walk(walks: Walker, paths: string[]): Promise<string[]> {
  const faults: string[] = []
  for (const look of seen) {
    await walks.page.emulateMedia(look)
    for (const path of paths) {
      await walks.page.goto(stage.origin + path)
      faults.push(...(await check(walks)))
      visited += 1
    }
  }
  return faults
}

describe.each(spoken)('in %s', (lang) => {
  it('every kind of page passes axe and is sound HTML, at home, at the kiosk and at the desk, by day, at night and in high contrast', async () => {
    const home = await walker(stage.browser, stage.origin, { script: true, width: 390, height: 800 })
    const kiosk = await walker(stage.browser, stage.origin, { script: true, width: 1080, height: 1920 })
    await kiosk.page.goto(`${stage.origin}/totem`)
    for (const { page } of [home, kiosk]) await page.goto(`${stage.origin}/lingua/${lang}`)
    expect(await home.page.locator('html').getAttribute('lang')).toBe(lang)
    const faults = [...await walk(home, information), ...await walk(kiosk, atKiosk)]
    const { number } = fileRequest(stage.service.app)
    const desk = await staffAt(stage, 'pua-bitonto', 'front_office', { script: true })
    await desk.page.goto(`${stage.origin}/lingua/${lang}`)
    faults.push(...await walk(desk, everyWidth ? ['/operatori/oggi', '/operatori/richieste', `/operatori/richieste/${inAddress(number)}`, '/operatori/agenda', '/operatori/come-funziona'] : [`/operatori/richieste/${inAddress(number)}`]))
    for (const one of [home, kiosk, desk]) await one.close()
    expect(faults).toEqual([])
  }, 900_000)
})
