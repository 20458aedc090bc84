import assert from 'node:assert/strict'
import { get } from 'node:http'
import type { Page } from 'playwright-core'
import { gzipSync } from 'node:zlib'
import { needsBrowser, sidewaysScroll, violationsOf, visit, widths, type Visit } from '../support/browser.js'
import { startSite, type TestSite } from '../support/site.js'

const pages = [
  '/',
  '/products',
  '/products?q=hry',
  '/products?q=没有这样的产品',
  '/products/abc-guojia-chubeilin',
  '/products/huiruyi-lvsedai',
  '/institutions',
  '/institutions/cib',
  '/match',
  '/match/profile',
  '/verify',
  '/help',
  '/about',
  '/about/ranking',
  '/about/data',
  '/about/privacy',
  '/about/accessibility',
  '/not-there',
]

describe('every page in a browser', function () {
  this.timeout(60_000)
  let site: TestSite
  before(async function () {
    needsBrowser(this)
    site = await startSite()
  })
  after(async () => {
    for (const { context } of windows.values()) await context.close()
    await (site as TestSite | undefined)?.close()
  })

  /** One window for each way of looking: a new one for every page would take longer than the page. */
  const windows = new Map<string, Visit>()
  /** Goes to an address as somebody who comes for the first time, and answers what was complained of from there on. */
  async function come(options: { width: number; javaScript?: boolean }, address: string) {
    const way = JSON.stringify(options)
    const { context, page, complaints } = windows.get(way) ?? (await visit(options))
    windows.set(way, { context, page, complaints })
    await context.clearCookies()
    const earlier = complaints.length
    const answer = await page.goto(site.origin + address)
    return { page, status: answer?.status(), complaints: () => complaints.slice(earlier) }
  }

  for (const address of pages) {
    for (const width of widths) {
      it(`${address} at ${width} px has no fault that axe finds, no complaint and no sideways scroll`, async () => {
        const { page, status, complaints } = await come({ width }, address)
        assert.equal(status, address === '/not-there' ? 404 : 200)
        assert.deepEqual(await violationsOf(page), [])
        assert.equal(await sidewaysScroll(page), 0)
        assert.deepEqual(
          complaints().filter((line) => !line.includes('404')),
          [],
        )
      })
    }

    it(`${address} says the same without JavaScript, without sideways scroll`, async () => {
      const scripted = await come({ width: 360 }, address)
      const plain = await come({ width: 360, javaScript: false }, address)
      assert.equal(await wordsOf(plain.page), await wordsOf(scripted.page))
      assert.equal(await sidewaysScroll(plain.page), 0)
    })

    it(`${address} fits a poor line`, async () => {
      const html = await (await fetch(site.origin + address)).text()
      assert.ok(gzipSync(html).length < 60_000, `${gzipSync(html).length} bytes gzipped`)
    })
  }

  it('fits a window of 320 px without sideways scroll', async () => {
    const { context, page } = await visit({ width: 320 })
    try {
      for (const address of pages) {
        await page.goto(site.origin + address)
        assert.equal(await sidewaysScroll(page), 0, address)
      }
    } finally {
      await context.close()
    }
  })

  it('sends style sheets under 8 KB, compressed as browsers ask for them', async () => {
    const sizes = await Promise.all(['/css/tokens.css', '/css/base.css'].map((file) => sentBytes(site.origin + file)))
    assert.ok(sizes.reduce((sum, size) => sum + size) < 8192, sizes.join(' + '))
  })

  it('leads the keyboard past the header first', async () => {
    const { context, page } = await visit({ width: 1280 })
    try {
      await page.goto(`${site.origin}/products`)
      await page.keyboard.press('Tab')
      assert.equal(await page.evaluate('document.activeElement.textContent'), '跳到正文')
    } finally {
      await context.close()
    }
  })
})

/** What stands on the page, apart from what says so only to those without scripts, and the number of the request. */
async function wordsOf(page: Page): Promise<string> {
  const text = await page.evaluate<string>(
    "(() => { const main = document.querySelector('main').cloneNode(true); main.querySelectorAll('noscript, [data-script]').forEach((one) => one.remove()); return main.textContent })()",
  )
  return text.replace(/\s+/g, ' ').replace(/请求编号 \S+/, '')
}

/** How many bytes of an answer travel when gzip is accepted. */
function sentBytes(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(address, { headers: { 'Accept-Encoding': 'gzip' } }, (answer) => {
      let bytes = 0
      answer.on('data', (chunk: Buffer) => (bytes += chunk.length))
      answer.on('end', () => resolve(bytes))
    }).on('error', reject)
  })
}
