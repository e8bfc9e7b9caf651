import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import chromium from '@sparticuz/chromium'
import axe, { type AxeResults } from 'axe-core'
import { chromium as playwright, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { password, testApp, type TestApp } from './app.ts'
import { htmlFaults } from './html.ts'

const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
/** Taking a picture leaves an empty style attribute behind, which htmx copies and the policy refuses. */
const ofPictures = /47DEQpj8HBSa/
const pictures = join(import.meta.dirname, '../output')

/** `npm run proof -- pages`: every page, at every width; else the narrowest, where most goes wrong. */
export const everyWidth = process.env.PAGES === 'all'
export const widths = (...all: [narrowest: number, ...others: number[]]): number[] => (everyWidth ? all : [all[0]])

/** WCAG 2.2 A and AA; only what is wrong is described, which is quicker. */
const wcag = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'], preload: false, iframes: false }

export type Screen = { script: boolean; width?: number; height?: number }
export type Walker = { page: Page; origin: string; script: boolean; visited: Set<string>;
  /** The page as the service sent it, before any script touched it. */
  sent: Promise<string> | undefined;
  /** Our own instruments inject styles that the site's policy refuses: their noise is not the site's. */
  muted: boolean; close(): Promise<void> }

/** A real browser, from the package or from CHROMIUM_PATH. */
async function openBrowser(): Promise<Browser> {
  return playwright.launch({ executablePath: process.env.CHROMIUM_PATH ?? (await chromium.executablePath()), args: quiet, headless: true })
}

/** The service on a free port. */
async function listen({ web }: TestApp): Promise<{ origin: string; close(): Promise<void> }> {
  return new Promise((resolve) => {
    const server = serve({ fetch: web.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({ origin: `http://127.0.0.1:${port}`, close: () => new Promise((done) => void server.close(() => done())) }))
  })
}

/**
 * A person at a screen, with or without script. When they leave, the browser's console must have been silent.
 */
export async function walker(browser: Browser, origin: string, { script, width = 390, height = 844 }: Screen): Promise<Walker> {
  const context = await browser.newContext({ javaScriptEnabled: script, viewport: { width, height }, locale: 'it-IT' })
  const page = await context.newPage()
  page.setDefaultTimeout(25_000)
  const noise: string[] = []
  const me: Walker = { page, origin, script, visited: new Set(), sent: undefined, muted: false, close }
  page.on('console', (message) => void (!me.muted && message.type() === 'error' && !ofPictures.test(message.text()) && !/status of 4\d\d/.test(message.text()) && noise.push(message.text())))
  page.on('pageerror', (error) => void noise.push(error.message))
  page.on('response', (response) => {
    const ofPage = response.request().isNavigationRequest() && response.frame() === page.mainFrame() && response.headers()['content-type']?.startsWith('text/html')
    if (ofPage) me.sent = response.text().catch(() => '')
  })
  async function close() {
    await context.close()
    if (noise.length) throw new Error(`the browser's console said: ${noise.join(' | ')}`)
  }
  return me
}

/** Checks the page a person is on: its HTML is sound, axe finds nothing, nothing scrolls sideways. axe is itself a script: without script the same pages pass unseen. */
export async function check(walker: Walker): Promise<string[]> {
  const { page, script, visited } = walker
  visited.add(new URL(page.url()).pathname)
  const sent = await walker.sent
  walker.sent = undefined
  const unsound = sent ? (await htmlFaults(sent)).map((fault) => `${page.url()} html ${fault}`) : []
  if (!script) return unsound
  const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth')
  return [...unsound, ...(await faults(walker)), ...(wide ? [`${page.url()} scrolls sideways`] : [])]
}

/** Pages that axe found nothing in, by their shape: the same tags, names and classes with other words are not looked at again. */
const sound = new Set<string>()
const shape = `innerWidth + document.documentElement.outerHTML.replace(/>[^<]*[^<\\s][^<]*/g, '>x').replace(/ (href|action|value|content|src|d)="[^"]+"/g, ' $1')`

async function faults(walker: Walker): Promise<string[]> {
  const { page } = walker
  walker.muted = true
  const seen = await page.evaluate<string>(shape)
  const violations = !everyWidth && sound.has(seen) ? [] : await page.evaluate<AxeResults['violations']>(`${axe.source};axe.run(document, ${JSON.stringify(wcag)}).then(({ violations }) => violations)`)
  walker.muted = false
  if (!violations.length) sound.add(seen)
  return violations.map(({ id, nodes }) => `${page.url()} axe ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

/** A picture for a look, in test/output; taken in the proof only: each costs half a second. */
export async function picture(walker: Walker, name: string): Promise<void> {
  if (!everyWidth) return
  mkdirSync(pictures, { recursive: true })
  walker.muted = true
  await walker.page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
  walker.muted = false
}

export type Stage = { browser: Browser; service: TestApp; origin: string }

/** The service on a port and a browser, for all the tests of a file. Its parts are there once the tests run. */
export function useStage(): Stage {
  const stage = {} as Stage
  let server: Awaited<ReturnType<typeof listen>> | undefined
  beforeAll(async () => {
    stage.service = await testApp()
    server = await listen(stage.service)
    stage.origin = server.origin
    stage.browser = await openBrowser()
  })
  afterAll(async () => {
    await stage.browser?.close()
    await server?.close()
    stage.service?.close()
  })
  return stage
}

/** A member of staff who signed in at the door, as they do. */
export async function staffAt({ browser, service, origin }: Stage, desk: string | null, role: string, screen: Screen): Promise<Walker> {
  const { email } = await service.operator(desk, role)
  const member = await walker(browser, origin, { ...screen, width: 1280, height: 900 })
  await member.page.goto(`${origin}/operatori/accedi`)
  await member.page.locator('[name=email]').fill(email)
  await member.page.locator('[name=password]').fill(password)
  await member.page.locator('main button[type=submit]').click()
  await member.page.waitForURL((url) => url.pathname !== '/operatori/accedi' && url.pathname !== '/operatori')
  return member
}
