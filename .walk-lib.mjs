import chromium from '@sparticuz/chromium'
import { chromium as pw } from 'playwright-core'
import { mkdirSync, appendFileSync } from 'node:fs'
export const origin = 'http://127.0.0.1:4977'
mkdirSync('/tmp/walk', { recursive: true })
export const open = async () => pw.launch({ executablePath: await chromium.executablePath(), args: ['--no-sandbox','--disable-gpu','--disable-background-networking'], headless: true })
export async function someone(b, { script = true, width = 390, height = 844, ...more } = {}) {
  const ctx = await b.newContext({ javaScriptEnabled: script, viewport: { width, height }, locale: 'it-IT', ...more })
  const page = await ctx.newPage(); page.setDefaultTimeout(8000)
  page.on('console', m => { if (m.type()==='error') console.log('CONSOLE', m.text().slice(0,200)) })
  page.on('pageerror', e => console.log('PAGEERROR', e.message))
  return page
}
export const shot = (page, name, full = true) => page.screenshot({ path: `/tmp/walk/${name}.png`, fullPage: full })
export async function say(page, name) { console.log(`\n##### ${name} ${page.url().replace(origin,'')} [${await page.title()}]\n` + (await page.locator('main').innerText())) }
const end = '#proposte, #controlla, [data-exit], section.question-card'
export async function asked(page) { await page.locator(`#domanda, ${end}`).first().waitFor(); const f = page.locator('form#domanda'); return (await f.count()) ? (await f.getAttribute('action')).split('/').at(-1) : undefined }
export async function reply(page, said) {
  const form = page.locator('form#domanda'); const before = await form.getAttribute('action')
  if (said !== undefined) {
    if (typeof said === 'object' && !Array.isArray(said)) { for (const [p, w] of Object.entries(said)) await form.locator(`[name="risposta.${p}"]`).fill(w) }
    else if (await form.locator('select').count()) await form.locator('select').selectOption(said)
    else for (const one of [said].flat()) {
      const box = form.locator(`input[type=radio][value="${one}"], input[type=checkbox][value="${one}"]`)
      if (await box.count()) await box.first().check(); else await form.locator('input[type=text],input[type=tel],input[type=email],textarea').first().fill(one)
    }
  }
  await form.locator('button[type=submit]').click()
  await page.locator(`form#domanda:not([action="${before}"]), ${end}`).first().waitFor()
}
export async function converse(page, answers, each) {
  for (let q = await asked(page), n = 0; q && n < 80; q = await asked(page), n++) {
    if (each) await each(q, n)
    let a = answers[q]
    if (a === undefined && answers['*']) { const f = page.locator(`form#domanda input[value="${answers['*']}"]`); if (await f.count()) a = answers['*'] }
    try { await reply(page, a) } catch (e) { console.log('STUCK', q, (await page.locator('#conversazione').innerText()).slice(0,600)); throw e }
  }
}
