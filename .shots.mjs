import chromium from '@sparticuz/chromium'
import { chromium as pw } from 'playwright-core'
const origin = process.env.ORIGIN
const b = await pw.launch({ executablePath: await chromium.executablePath(), args: ['--no-sandbox','--disable-gpu'], headless: true })
const jobs = JSON.parse(process.argv[2])
for (const { path, w = 1280, h = 900, dark, lang, kiosk, name, click, full = true } of jobs) {
  const ctx = await b.newContext({ viewport: { width: w, height: h }, colorScheme: dark ? 'dark' : 'light', locale: 'it-IT' })
  const page = await ctx.newPage()
  if (kiosk) await page.goto(origin + '/totem')
  if (lang) await page.goto(origin + '/lingua/' + lang)
  await page.goto(origin + path)
  for (const c of click ?? []) await page.locator(c).first().click()
  await page.screenshot({ path: `/tmp/shot-${name}.png`, fullPage: full })
  await ctx.close()
}
await b.close()
