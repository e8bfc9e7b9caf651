import { describe, expect, it } from 'vitest'
import { loadContent } from '../../src/content/content.ts'
import type { Facts } from '../../src/engine/rule.ts'
import { inLanguage } from '../../src/engine/text.ts'
import { chooseDesk, findDesk } from '../../src/territory/routing.ts'

const content = loadContent()
const facts = (said: Record<string, string[]>): Facts => ({ said, pending: new Set() })
const route = (said: Record<string, string[]>) => {
  const { desk, rule } = chooseDesk(content, facts(said))
  return [desk.slug, rule.id]
}

describe('a request reaches the right desk, and the rule that chose it is known', () => {
  it('by the comune where the person lives, through its ambito', () => {
    for (const comune of content.territory.comuni) {
      const ambito = content.territory.ambiti.find(({ slug }) => slug === comune.ambito)
      expect(route({ o_comune: [comune.belfiore] }), comune.name).toEqual([ambito?.desk, 's05-comune'])
    }
    expect(route({ o_comune: ['A893'] })[0]).toBe('pua-bitonto')
  })

  it('without a fixed home, outside the territory, or without saying where: the desk that welcomes everybody', () => {
    expect(route({ o_comune: ['senza_dimora'] })).toEqual(['pua-accoglienza', 's01-senza-dimora'])
    expect(route({ o_comune: ['altro'] })).toEqual(['pua-accoglienza', 's02-fuori-territorio'])
    expect(route({ o_comune: ['ignoto'] })).toEqual(['pua-accoglienza', 's03-comune-non-detto'])
  })

  it('of a minor by the comune too, with a word about the adult; without a comune, by the last rule that catches all', () => {
    expect(route({ o_comune: ['A893'], o_eta: ['<18'] })).toEqual(['pua-bitonto', 's04-minore-del-comune'])
    expect(route({ o_eta: ['<18'] })).toEqual(['pua-accoglienza', 's99-accoglienza'])
    expect(route({})).toEqual(['pua-accoglienza', 's99-accoglienza'])
    expect(route({ o_comune: ['Z999'] })).toEqual(['pua-accoglienza', 's99-accoglienza'])
  })

  it('with a reason that can be read, and a desk that exists, whatever is said', () => {
    for (const rule of content.routing) expect(inLanguage(rule.reason, 'it').length).toBeGreaterThan(20)
    expect(findDesk(content, content.territory.catch_all_desk)).toBeDefined()
    for (const slug of ['demo-veneto-ats12', 'demo-emilia-romagna']) {
      const elsewhere = loadContent(slug)
      for (const comune of elsewhere.territory.comuni) expect(chooseDesk(elsewhere, facts({ o_comune: [comune.belfiore] })).desk.ambito).toBe(comune.ambito)
      expect(chooseDesk(elsewhere, facts({})).desk.slug).toBe(elsewhere.territory.catch_all_desk)
    }
  })
})
