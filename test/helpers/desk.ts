import { desc } from '../../db/drizzle.ts'
import type { Locator, Page } from 'playwright-core'
import { staff } from '../../db/schema.ts'
import { staffAt, walker, type Screen, type Stage, type Walker } from './browser.ts'
import { password } from './app.ts'
import type { Ledger } from './ledger.ts'

/** Somebody at a screen, who writes down what they did. `id`: of staff; null for the person and for a service. */
export type Hand = { walker: Walker; page: Page; ledger: Ledger; id: number | null; name: string; email: string }
export type Given = { decision: string; message?: string; reason?: string; items?: string[]; next?: [on: string, what: string]; priority?: [code: string, why: string]; desk?: string }

/** A member of staff who signed in at the door. */
export async function staffHand(stage: Stage, ledger: Ledger, desk: string | null, role: string, screen: Screen): Promise<Hand> {
  const walks = await staffAt(stage, desk, role, screen)
  const { id, name, email } = stage.service.app.db.select().from(staff).orderBy(desc(staff.id)).limit(1).get()!
  return { walker: walks, page: walks.page, ledger, id, name, email }
}

/** The session ended over night: once more through the door. */
export async function signInAgain({ page, walker: { origin }, email }: Hand): Promise<void> {
  await page.goto(`${origin}/operatori/accedi`)
  await page.locator('[name=email]').fill(email)
  await page.locator('[name=password]').fill(password)
  await Promise.all([page.waitForEvent('load'), page.locator('main button[type=submit]').click()])
}

/** Posts a form. What was done is written down as soon as the service says so, before anybody else can do the next thing. @returns the status */
export async function press({ page, ledger, id }: Hand, button: Locator, ...told: [number: string, ...kinds: string[]][]): Promise<number> {
  const loaded = page.waitForEvent('load')
  const answered = page.waitForResponse((response) => response.request().isNavigationRequest() && response.request().method() === 'POST')
  const began = performance.now()
  await button.click()
  const answer = await answered
  const status = answer.status()
  if (status === 303) ledger.did(id, told)
  else if (status >= 400) ledger.refusals += 1
  await loaded
  ledger.took(page.url(), performance.now() - began)
  return status
}

/** Follows a link. */
export async function follow({ page, ledger }: Hand, link: Locator): Promise<void> {
  const began = performance.now()
  await Promise.all([page.waitForEvent('load'), link.click()])
  ledger.took(page.url(), performance.now() - began)
}

export async function go({ page, ledger, walker: { origin } }: Hand, path: string): Promise<void> {
  const began = performance.now()
  await page.goto(`${origin}${path}`)
  ledger.took(path, performance.now() - began)
}

/** Finds a request as staff do when somebody says its number at the desk. */
export async function find(hand: Hand, number: string): Promise<void> {
  await go(hand, '/operatori/richieste')
  await hand.page.locator('#cerca').fill(number)
  await follow(hand, hand.page.locator('.queue-search button'))
}

/** The first request that nobody follows, opened; undefined when there is none left. @returns its number */
export async function openNext(hand: Hand): Promise<string | undefined> {
  await go(hand, '/operatori/richieste?coda=libere')
  const first = hand.page.locator('table.queue a').first()
  if (!(await first.count())) return undefined
  const number = (await first.innerText()).trim()
  await follow(hand, first)
  return number
}

export const take = (hand: Hand, number: string) => press(hand, hand.page.locator('form.decision:has([value=prendi]) button'), [number, 'prendi'])

/** Fills in the one form of a dossier: what is done, the words, the note, the next date, the priority. */
export async function fillAction({ page }: Hand, { decision, message, reason, items = [], next, priority, desk: to }: Given): Promise<void> {
  const form = page.locator('.action-form')
  await form.locator(`[name=decisione][value=${decision}]`).check()
  if (message) await form.locator('#messaggio').fill(message)
  if (reason) await form.locator('#motivo').fill(reason)
  for (const item of items) await form.locator(`[name=elementi][value=${item}]`).check()
  if (to) await form.locator('#sportello').selectOption(to)
  if (next) {
    await form.locator('#prossima').fill(next[0])
    await form.locator('#cosa').selectOption(next[1])
  }
  if (priority) {
    await form.locator(`[name=priorita][value=${priority[0]}]`).check()
    await form.locator('#priorita_motivo').fill(priority[1])
  }
}

export const saveAction = (hand: Hand, number: string, { decision, message, priority }: Given): Promise<number> =>
  press(hand, hand.page.locator('.action-form button[type=submit]'), [number, ...(priority ? ['priorita'] : []), decision === 'annota' && !message ? 'annota_interna' : decision])

export async function act(hand: Hand, number: string, given: Given): Promise<number> {
  await fillAction(hand, given)
  return saveAction(hand, number, given)
}

/** What stands folded is opened, with script or without. */
export async function unfold({ page }: Hand, inside: string): Promise<Locator> {
  const details = page.locator(`details:has(${inside})`).last()
  if ((await details.getAttribute('open')) === null) await details.locator('summary').first().click()
  return details
}

export async function logAttempt(hand: Hand, number: string, channel: string, outcome: string, note: string): Promise<number> {
  const form = await unfold(hand, 'form[action$="/agenda/tentativi"]')
  await form.locator('#tentativo-canale').selectOption(channel)
  await form.locator('#tentativo-esito').selectOption(outcome)
  await form.locator('#tentativo-nota').fill(note)
  return press(hand, form.locator('button'), [number, outcome === 'parlato' ? 'parlato' : 'tentativo'])
}

/** Gives the first free slot after today. Two who want the same slot: the second chooses again. */
export async function book(hand: Hand, number: string, bring: string): Promise<number> {
  await fillBooking(hand, bring)
  return press(hand, hand.page.locator('form[action$="/agenda/appuntamenti"] button'), [number, 'appuntamento'])
}

export async function fillBooking(hand: Hand, bring: string): Promise<void> {
  const form = await unfold(hand, 'form[action$="/agenda/appuntamenti"]')
  const slot = await form.locator('#appuntamento-posto optgroup').nth(1).locator('option').first().getAttribute('value')
  await form.locator('#appuntamento-posto').selectOption(slot)
  await form.locator('#appuntamento-portare').fill(bring)
}

/** Somebody on their phone, with the number and the code of the receipt. */
export async function person(stage: Stage, ledger: Ledger, { number, code }: { number: string; code: string }): Promise<Hand> {
  const walks = await walker(stage.browser, stage.origin, { script: true })
  const hand: Hand = { walker: walks, page: walks.page, ledger, id: null, name: '', email: '' }
  await go(hand, '/la-mia-richiesta')
  await walks.page.locator('#numero').fill(number)
  await walks.page.locator('#codice').fill(code)
  await follow(hand, walks.page.locator('main form button[type=submit]').first())
  return hand
}
