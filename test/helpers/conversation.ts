import type { Page } from 'playwright-core'

/** An answer as a person gives it: a choice by its code, several, words, or the parts of a name or a date. */
export type Said = string | string[] | Record<string, string>

const end = '#proposte, #controlla, [data-exit]'

/** The question that is open now, by the address its form posts to; undefined at an ending. */
export async function asked(page: Page): Promise<string | undefined> {
  await page.locator(`#domanda, ${end}`).first().waitFor()
  const form = page.locator('#domanda')
  return (await form.count()) ? (await form.getAttribute('action'))?.split('/').at(-1) : undefined
}

/** Answers the open question and waits for what comes next. */
export async function reply(page: Page, said: Said | undefined): Promise<void> {
  const form = page.locator('#domanda')
  const before = await form.getAttribute('action')
  if (said !== undefined) await fill(page, said)
  await form.locator('button[type=submit]').click()
  const next = page.locator(`#domanda:not([action="${before}"]), ${end}, #domanda [name=conferma]`)
  await next.first().waitFor({ state: 'attached' })
  // What the page asks to look at again is confirmed as it is.
  if (await page.locator('#domanda [name=conferma]').count()) await form.locator('button[type=submit]').click()
  await page.locator(`#domanda:not([action="${before}"]), ${end}`).first().waitFor()
}

/** Answers all that is asked, from what the person would say; what they would not say is left empty. @returns the order of the questions */
export async function converse(page: Page, answers: Record<string, Said>): Promise<string[]> {
  const order: string[] = []
  for (let question = await asked(page); question; question = await asked(page)) {
    if (order.includes(question)) throw new Error(`${question} was asked twice`)
    order.push(question)
    await reply(page, answers[question])
  }
  return order
}

async function fill(page: Page, said: Said): Promise<void> {
  const form = page.locator('#domanda')
  if (typeof said === 'object' && !Array.isArray(said)) {
    for (const [part, words] of Object.entries(said)) await form.locator(`[name="risposta.${part}"]`).fill(words)
    return
  }
  const select = form.locator('select')
  if (await select.count()) return void (await select.selectOption(said))
  for (const one of [said].flat()) {
    const box = form.locator(`input[type=radio][value="${one}"], input[type=checkbox][value="${one}"]`)
    if (await box.count()) await box.first().check()
    else await form.locator('input[type=text], input[type=tel], input[type=email], textarea').first().fill(one)
  }
}
