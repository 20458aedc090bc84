import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The Chromium of this machine, or null: the browser tests then say that they are skipped. */
export const chromiumPath = process.env.CHROMIUM ?? places.find(existsSync) ?? null

let browser: Promise<Browser> | null = null

/** One browser for the whole run. @throws Error when the machine has none; ask `chromiumPath` first. */
export function sharedBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error('No Chromium on this machine.')
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
