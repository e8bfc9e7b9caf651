import { expect } from 'vitest'
import { walker, type Stage } from './browser.ts'
import { act, book, find, follow, go, logAttempt, person, press, unfold, type Given, type Hand } from './desk.ts'
import type { Ledger } from './ledger.ts'
import { readPdf } from './pdf.ts'

/** A scripted day: which course each request takes, and what the scripts need to know of one another. */
export type Day = {
  stage: Stage; ledger: Ledger
  /** The next thing for each number; the code of its receipt; the new number of what went to another ambito. */
  plan: Map<string, Course>; codes: Map<string, string>; passed: Map<string, string>
  /** Joins to be taken back. */
  undo: Set<string>
  colleagueOf(hand: Hand): Hand
}
export type Course = keyof typeof courses

const answer = 'Ti aspettiamo allo sportello: ne parliamo insieme con calma.'
const close: Given = { decision: 'chiudi', message: answer }
const thatIsDone = async (what: Promise<number>) => expect(await what).toBe(303)

/** The person with the receipt in their hand, who does one thing and goes. */
async function byThePerson({ stage, ledger, codes }: Day, number: string, go: (hand: Hand) => Promise<void>): Promise<void> {
  const hand = await person(stage, ledger, { number, code: codes.get(number) ?? '' })
  await go(hand)
  await hand.walker.close()
}

/** What a request goes through, from the moment that an operator has taken it and has it open. */
export const courses = {
  reply: async (_day: Day, hand: Hand, number: string) => thatIsDone(act(hand, number, close)),

  /** Looked at, weighed, and not yet over: priority, note and next date in one go. */
  keep: async (_day: Day, hand: Hand, number: string) =>
    thatIsDone(act(hand, number, { decision: 'annota', reason: 'Sentire prima la scuola', priority: ['U3', 'Scade tra un mese'], next: ['2026-12-01', 'secondo_sguardo'] })),

  /** Not found at first: status, message, note and next date in one go; then they speak. */
  async search(_day: Day, hand: Hand, number: string) {
    await thatIsDone(logAttempt(hand, number, 'telefono', 'non_risponde', 'Chiamata alle dieci'))
    await thatIsDone(act(hand, number, { decision: 'cerca', message: 'Ti abbiamo cercato al telefono. Riproviamo giovedì.', reason: 'Di mattina lavora', next: ['2026-11-26', 'richiamare'] }))
    await thatIsDone(logAttempt(hand, number, 'telefono', 'parlato', 'Ha richiamato lei'))
    await thatIsDone(act(hand, number, { decision: 'trovata', reason: 'Ha richiamato lei' }))
    await thatIsDone(act(hand, number, close))
  },

  async missing(day: Day, hand: Hand, number: string) {
    await thatIsDone(act(hand, number, { decision: 'integra', items: ['telefono_sicuro', 'codice_fiscale'], reason: 'Manca per chiamarla' }))
    await answered(day, hand, number)
  },

  /** An appointment, that the person moves. */
  async meet(day: Day, hand: Hand, number: string) {
    let given = await book(hand, number, 'Le carte che hai')
    for (let again = 0; given === 409 && again < 3; again += 1) {
      day.ledger.collisions += 1
      given = await book(hand, number, 'Le carte che hai')
    }
    expect(given).toBe(303)
    await byThePerson(day, number, async (who) => {
      expect(await who.page.locator('.agenda-when').innerText()).toContain('2026')
      // Another person may want the same time: the second reads that it is taken, and chooses again.
      for (let moved = await moveIt(who, number); moved !== 303; moved = await moveIt(who, number)) {
        day.ledger.collisions += 1
        await follow(who, who.page.locator('main a.btn[href="/la-mia-richiesta"]'))
      }
    })
    await find(hand, number)
    expect(await hand.page.locator('.fixed-appointment').count()).toBe(1)
  },

  /** To a service without an account: a letter with a link and a PIN, by which it says yes. */
  async letter(day: Day, hand: Hand, number: string) {
    const { page } = hand
    await follow(hand, page.locator('.referrals a[href$="/affida"]'))
    await follow(hand, page.locator('a[href*="servizio=ets-esempio-betulla"]'))
    await page.locator('#accordo').check()
    await page.locator('[name=modo][value=telefono]').check()
    await page.locator('#motivo').fill('Cerca compagnia il pomeriggio')
    await thatIsDone(press(hand, page.locator('form:has(#motivo) button[type=submit]'), [number, 'affida']))
    const href = await page.locator('a[href$="/affida/lettera.pdf"]').getAttribute('href')
    const { words } = await readPdf(await (await page.request.get(hand.walker.origin + href)).body())
    const [, path = '', pin = ''] = /(\/affidamento\/\S+) .*PIN: (\S+)/.exec(words) ?? []
    await byTheService(day, number, path, pin)
    await find(hand, number)
    expect(await page.locator('main').innerText()).toContain('In lavorazione')
  },

  /** Another ambito's: a new number there, with the same code for the person. */
  async transfer(day: Day, hand: Hand, number: string) {
    await thatIsDone(act(hand, number, { decision: 'trasferisci', desk: 'pua-altamura', reason: 'Abita ad Altamura da maggio' }))
    const to = /con il numero (\d{4}\/\d{7})/.exec(await hand.page.locator('.state-list').innerText())?.[1] ?? ''
    day.passed.set(number, to)
    day.ledger.passedOn(number, to, hand.id)
    await byThePerson(day, number, async ({ page }) => expect(await page.locator('.where').innerText()).toContain(to))
  },

  /** Two of one person, side by side. Where the colleague is just then at the other, the second looks again. */
  async double(day: Day, hand: Hand, number: string) {
    for (let looked = 0; looked < 5; looked += 1) {
      await find(hand, number)
      const compare = hand.page.locator('.joins-warning a[href$="/doppie"]')
      if (!(await compare.count())) return
      await follow(hand, compare)
      if (await joined(day, hand, number)) return
      day.ledger.collisions += 1
    }
    expect.fail(`${number}: five times somebody else was quicker`)
  },

  async report(_day: Day, hand: Hand, number: string) {
    await thatIsDone(logAttempt(hand, number, 'telefono', 'parlato', 'Ringrazia, viene giovedì'))
    await thatIsDone(act(hand, number, close))
  },

  withdrawn: async (day: Day, _hand: Hand, number: string) => byThePerson(day, number, async (who) => {
    const form = await unfold(who, '[name=passo][value=ritira]')
    await thatIsDone(press(who, form.locator('button'), [number, 'ritira']))
  }),

  /** Begun today; the law of the house wants three attempts over a month. */
  async archive(_day: Day, hand: Hand, number: string) {
    await thatIsDone(logAttempt(hand, number, 'telefono', 'non_risponde', 'Squilla a vuoto'))
    await thatIsDone(act(hand, number, { decision: 'cerca', next: ['2026-12-09', 'richiamare'] }))
  },

  async handOn(day: Day, hand: Hand, number: string) {
    const form = await unfold(hand, '#passa-motivo')
    await form.locator('#affida-collega').selectOption({ value: String(day.colleagueOf(hand).id) })
    await thatIsDone(press(hand, form.locator('button'), [number, 'passa']))
  },
}

/** The person answers item by item; the desk sees it at the top, and answers. */
export async function answered(day: Day, hand: Hand, number: string): Promise<void> {
  await byThePerson(day, number, async (who) => {
    for (const [item, words] of [['telefono_sicuro', 'Sì, ma non di sera'], ['codice_fiscale', 'Lo cerco e lo porto']] as const) {
      await follow(who, who.page.locator(`a[href$="/elementi/${item}"]`))
      await who.page.locator('#testo').fill(words)
      await thatIsDone(press(who, who.page.locator('button[value=manda]'), [number, 'risposta']))
    }
  })
  await go(hand, '/operatori/richieste?coda=risposte')
  await follow(hand, hand.page.locator(`table.queue a:text-is("${number}")`))
  expect(await hand.page.locator('.answers').first().innerText()).toContain('non di sera')
  await thatIsDone(act(hand, number, { decision: 'arrivata', reason: 'Ha risposto a tutto' }))
  await thatIsDone(act(hand, number, close))
}

async function moveIt(who: Hand, number: string): Promise<number> {
  const form = await unfold(who, 'form[action$="/appuntamento/sposta"]')
  await form.locator('#posto').selectOption(await form.locator('#posto option').last().getAttribute('value'))
  return press(who, form.locator('button'), [number, 'appuntamento_spostato'])
}

async function byTheService({ stage, ledger }: Day, number: string, path: string, pin: string): Promise<void> {
  const walks = await walker(stage.browser, stage.origin, { script: false })
  const hand: Hand = { walker: walks, page: walks.page, ledger, id: null, name: '', email: '' }
  await go(hand, path)
  expect(await walks.page.locator('main').innerText()).not.toContain(number)
  await walks.page.locator('#pin').fill(pin.slice(-4))
  await thatIsDone(press(hand, walks.page.locator('form:has(#pin) button')))
  await thatIsDone(press(hand, walks.page.locator('form:has([value=affidamento_accolto]) button'), [number, 'affidamento_accolto']))
  await walks.close()
}

/** @returns false where it was changed meanwhile, and nothing was joined */
async function joined(day: Day, hand: Hand, number: string): Promise<boolean> {
  const pair = hand.page.locator('.joins-pair').first()
  const other = await pair.locator('[name=altra]').first().inputValue()
  const stays = await pair.locator('[name=resta]:checked').inputValue()
  const closes = stays === number ? other : number
  await pair.locator('form[action$="/unisci"] textarea').fill('Ha chiesto due volte')
  const status = await press(hand, pair.locator('form[action$="/unisci"] button'), [closes, 'unita'], [stays, 'unita_qui'])
  if (status !== 303) return false
  if (day.undo.has(number)) {
    await find(hand, closes)
    const form = await unfold(hand, 'form[action$="/doppie/annulla"]')
    await form.locator('textarea').fill('Sono madre e figlia')
    await thatIsDone(press(hand, form.locator('button'), [closes, 'separata'], [stays, 'separata_qui']))
  }
  day.plan.set(other, 'keep')
  return true
}
