import { expect } from 'vitest'
import { check, walker, type Stage } from './browser.ts'
import { converse, type Said } from './conversation.ts'
import { answered, type Course, type Day } from './courses.ts'
import { act, fillAction, fillBooking, find, press, saveAction, take, type Given, type Hand } from './desk.ts'
import { fileRequest, type Filed } from './requests.ts'

const names = ['Alba', 'Bruno', 'Celeste', 'Dario', 'Elia', 'Fiore', 'Gino', 'Iris', 'Lia', 'Mino']
const trees = ['Quercia', 'Pioppo', 'Betulla', 'Acero', 'Tiglio', 'Olmo', 'Faggio']
const needs = [['lavoro'], ['casa'], ['stare_insieme'], ['soldi', 'casa'], ['famiglia'], ['aiuto_casa']]
const twins: Record<string, string>[] = [{ persona_codice_fiscale: 'RSSMRA80A01H501U' }, { persona_codice_fiscale: 'ignoto', persona_data_nascita: '1962-03-14' }]

/** Files the requests of a day, each as its course wants it. The doubles come in pairs: the first by codice fiscale, the second by name and birth date. */
export function fileDay({ service }: Stage, courses: (Course | 'collide')[]): Filed[] {
  let doubles = 0
  return courses.map((course, at) => {
    const twin = course === 'double' ? Math.floor(doubles++ / 2) : undefined
    const who = twin ?? at
    const phone = `080 555 0${100 + at}`
    return fileRequest(service.app, { answers: {
      natura_atto: course === 'report' ? 'segnalazione' : twin !== undefined || at % 4 === 1 ? 'istanza' : 'richiesta_contatto',
      persona: { nome: names[who % names.length] ?? '', cognome: trees[(who + 3 * (twin ?? 0)) % trees.length] ?? '' }, persona_codice_fiscale: 'ignoto', ...(twin === undefined ? {} : twins[twin]),
      o_comune: at % 3 ? 'A893' : 'G291', o_bisogni: needs[at % needs.length] ?? [], c_dove: at % 7 ? 'casa_propria' : 'strada', telefono: phone, segnalante_telefono: phone,
      ...(at % 5 === 2 ? { o_scadenza: 'lascio_casa', scadenza_data: '2026-12-10' } : {}), bisogno_parole_tue: `Vorrei parlarne con qualcuno, quando potete. (${at + 1})`,
    } })
  })
}

const contact: Record<string, Said> = { canale_contatto: 'telefono', telefono: '080 555 0190', telefono_sicuro: 'solo_chiamare', presa_visione: 'si' }
/** Three who ask from home, each an act of their own. */
const byHand: { act: string; course: Course; answers: Record<string, Said> }[] = [
  { act: 'richiesta_contatto', course: 'missing', answers: { o_per_chi: 'me', o_eta: '30-64', persona: { nome: 'Vera', cognome: 'Ginestra' }, o_comune: 'A893', o_bisogni: 'lavoro', o_scadenza: 'nessuna', bisogno_parole_tue: 'Cerco lavoro da un anno.', ...contact } },
  { act: 'richiesta_contatto', course: 'reply', answers: { o_per_chi: 'familiare', o_eta: '18-29', persona: { nome: 'Luca', cognome: 'Larice' }, o_comune: 'G291', o_bisogni: 'casa', c_dove: 'famiglia', o_scadenza: 'nessuna', segnalante_tipo: 'genitore', persona_informata: 'si', persona_d_accordo: 'si', segnalante_nome: { nome: 'Anna', cognome: 'Larice' }, ...contact, telefono: '080 555 0191' } },
  { act: 'segnalazione', course: 'report', answers: { o_eta: '65+', persona_riferimento: 'Il signore del secondo piano', o_comune: 'A893', o_bisogni: 'aiuto_casa', o_pericolo: 'no', o_scadenza: 'nessuna', segnalante_tipo: 'vicino_amico', persona_informata: 'si', persona_d_accordo: 'ignoto', segnalante_nome: { nome: 'Rosa', cognome: 'Mirto' }, ...contact, segnalante_telefono: '080 555 0192' } },
]

/** Walks the citizen's pages up to the receipt. */
export async function fileByHand({ browser, origin }: Stage): Promise<{ number: string; code: string; course: Course }[]> {
  return Promise.all(byHand.map(async ({ act: wanted, course, answers }) => {
    const person = await walker(browser, origin, { script: true })
    const { page } = person
    await page.goto(`${origin}/richiesta`)
    await page.locator(`button[name=atto][value=${wanted}], form:has(input[value=${wanted}]) button`).first().click()
    await converse(page, answers)
    await page.locator('form[action="/richiesta/invia"] button').click()
    await page.waitForURL('**/richiesta/inviata')
    const [number = '', code = ''] = await page.locator('.receipt-number').allInnerTexts()
    await person.close()
    return { number, code, course }
  }))
}

const ask: Given = { decision: 'integra', items: ['telefono_sicuro', 'codice_fiscale'], reason: 'Manca per poterla chiamare' }
const reply: Given = { decision: 'chiudi', message: 'Vieni quando vuoi: ti spieghiamo tutto.' }

/** Both have the same request open and decide. One is first; the other reads what was done, and nothing that they wrote is lost. */
export async function collide(day: Day, first: Hand, second: Hand, number: string): Promise<string[]> {
  const both = [first, second] as const
  for (const hand of both) await find(hand, number)
  const took = await Promise.all(both.map((hand) => take(hand, number)))
  await told(day, both, took)

  for (const hand of both) await find(hand, number)
  await fillAction(first, ask)
  await fillAction(second, reply)
  const saved = await Promise.all([saveAction(first, number, ask), saveAction(second, number, reply)])
  const loser = await told(day, both, saved)
  const kept = loser === first ? ask.reason : reply.message
  expect(await valuesOf(loser)).toContain(kept)
  const faults = await check(loser.walker)
  if (loser === second) await answered(day, first, number)
  return faults
}

/** One is at the telephone, the other has the same request open since: what they do then is refused, told, kept, and done when pressed again. */
export async function comeLate(day: Day, quick: Hand, slow: Hand, number: string): Promise<string[]> {
  await find(quick, number)
  expect(await take(quick, number)).toBe(303)
  await find(slow, number)
  await fillBooking(slow, 'La lettera della scuola')
  expect(await act(quick, number, { decision: 'annota', message: 'Ti richiamiamo domani.', next: ['2026-11-24', 'richiamare'] })).toBe(303)
  const button = () => slow.page.locator('form[action$="/agenda/appuntamenti"] button')
  const late = await press(slow, button(), [number, 'appuntamento'])
  await told(day, [quick, slow], [303, late])
  expect(await valuesOf(slow)).toContain('La lettera della scuola')
  const faults = await check(slow.walker)
  expect(await press(slow, button(), [number, 'appuntamento'])).toBe(303)
  return faults
}

/** Exactly one was first, and the page of the other says what was done, and by whom. @returns who came second */
async function told({ ledger }: Day, [first, second]: readonly [Hand, Hand], statuses: number[]): Promise<Hand> {
  expect(statuses.toSorted()).toEqual([303, 409])
  ledger.collisions += 1
  const [winner, loser] = statuses[0] === 303 ? [first, second] : [second, first]
  expect(await loser.page.locator('[aria-labelledby=intanto]').innerText()).toContain(winner.name)
  return loser
}

const valuesOf = ({ page }: Hand): Promise<string[]> => page.locator('textarea').evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value))
