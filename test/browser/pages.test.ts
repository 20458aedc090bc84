import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { gzipSync } from 'node:zlib'
import { needsBrowser, sidewaysScroll, violationsOf, visit, widths } from '../support/browser.js'
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
    await (site as TestSite | undefined)?.close()
  })

  for (const address of pages) {
    for (const width of widths) {
      it(`${address} at ${width} px has no fault that axe finds, no complaint and no sideways scroll`, async () => {
        const { context, page, complaints } = await visit({ width })
        try {
          const answer = await page.goto(site.origin + address)
          assert.equal(answer?.status(), address === '/not-there' ? 404 : 200)
          assert.deepEqual(await violationsOf(page), [])
          assert.equal(await sidewaysScroll(page), 0)
          assert.deepEqual(
            complaints.filter((line) => !line.includes('404')),
            [],
          )
        } finally {
          await context.close()
        }
      })
    }

    it(`${address} says the same without JavaScript, without sideways scroll`, async () => {
      const [scripted, plain] = await Promise.all([visit({ width: 360 }), visit({ width: 360, javaScript: false })])
      try {
        await Promise.all([scripted.page, plain.page].map((page) => page.goto(site.origin + address)))
        assert.equal(await wordsOf(plain.page), await wordsOf(scripted.page))
        assert.equal(await sidewaysScroll(plain.page), 0)
      } finally {
        await Promise.all([scripted.context.close(), plain.context.close()])
      }
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

  it('sends style sheets under 20 KB', async () => {
    const sizes = await Promise.all(
      ['/css/tokens.css', '/css/base.css'].map(
        async (file) => (await (await fetch(site.origin + file)).arrayBuffer()).byteLength,
      ),
    )
    assert.ok(sizes.reduce((sum, size) => sum + size) < 20_480)
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
