import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Context } from 'mocha'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import type { AxeResults } from 'axe-core'
import { password } from './people.js'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The Chromium of this machine, or null. */
export const chromiumPath = process.env.CHROMIUM ?? places.find((place) => existsSync(place)) ?? null

export const widths = [1280, 360] as const

let browser: Promise<Browser> | null = null

/** Says why, and skips, when the machine has no browser. */
export function needsBrowser(context: Context): void {
  if (chromiumPath) return
  console.log('      skipped: no Chromium on this machine (install the package chromium, or set CHROMIUM to its path)')
  context.skip()
}

/** One browser for the whole run. */
export function sharedBrowser(): Promise<Browser> {
  assert.ok(chromiumPath, 'ask needsBrowser first')
  browser ??= chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  return browser
}

export async function stopBrowser(): Promise<void> {
  await (await browser)?.close()
  browser = null
}

export type Visit = { readonly context: BrowserContext; readonly page: Page; readonly complaints: readonly string[] }

/** A fresh visitor. Whatever the browser complains of (console errors, failed scripts) is collected. */
export async function visit(options: { width: number; javaScript?: boolean }): Promise<Visit> {
  const running = await sharedBrowser()
  const context = await running.newContext({
    viewport: { width: options.width, height: 900 },
    javaScriptEnabled: options.javaScript ?? true,
    locale: 'zh-CN',
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { context, page, complaints }
}

/** Signs somebody in by the form, as a person does, and waits until the page after it has come. */
export async function signInOn(page: Page, origin: string, email: string, secret = password): Promise<void> {
  await page.goto(`${origin}/sign-in`)
  await page.fill('#sign-in [name=email]', email)
  await page.fill('#sign-in [name=password]', secret)
  await Promise.all([page.waitForURL((url) => !url.pathname.startsWith('/sign-in')), page.click('#sign-in button')])
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Every rule of axe (WCAG 2.2 AA and best practices) on the page as it stands; answers one line a violation. */
export async function violationsOf(page: Page): Promise<string[]> {
  // Not a script element: the content-security policy of the page stays as it is.
  await page.evaluate(axe)
  const results = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })')
  return results.violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.length}×, first ${nodes[0]?.html.slice(0, 160) ?? ''})`,
  )
}

/** How many pixels the page is wider than the window. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

/** Opens a page of which axe finds no fault and which does not scroll sideways. */
export async function openSound(page: Page, origin: string, address: string, status = 200): Promise<void> {
  const response = await page.goto(origin + address)
  assert.equal(response?.status(), status, address)
  await page.waitForLoadState()
  assert.deepEqual(await violationsOf(page), [], address)
  assert.ok((await sidewaysScroll(page)) <= 0, `${address} scrolls sideways`)
}
