import assert from 'node:assert/strict'
import type { BrowserContext } from 'playwright-core'
import { needsBrowser, sidewaysScroll, signInOn, violationsOf, visit, widths } from '../support/browser.js'
import { startSite, type TestSite } from '../support/site.js'
import { monday } from './bidding.js'
import { hallPagesOf, type HallPages } from './hall-pages.js'

describe('the hall in a browser', function () {
  this.timeout(120_000)
  let site: TestSite
  let scene: HallPages
  let now = monday

  before(async function () {
    needsBrowser(this)
    site = await startSite({ now: () => now })
    scene = await hallPagesOf(site, (at) => {
      now = at
    })
  })
  after(() => site.close())

  async function signInAs(context: BrowserContext, email: string): Promise<void> {
    await context.clearCookies()
    const page = await context.newPage()
    await signInOn(page, site.origin, email)
    await page.close()
  }

  for (const width of widths) {
    it(`has no fault that axe finds, no complaint and no sideways scroll on any page at ${width} px`, async () => {
      const { context, page, complaints } = await visit({ width })
      let who = ''
      for (const { name, email, address } of scene) {
        if (email !== who) await signInAs(context, email)
        who = email
        const answer = await page.goto(site.origin + address)
        assert.equal(answer?.status(), 200, name)
        await page.waitForLoadState('load')
        await page.evaluate('document.querySelectorAll("details").forEach((one) => (one.open = true))')
        assert.deepEqual(await violationsOf(page), [], name)
        assert.ok((await sidewaysScroll(page)) <= 0, `${name} scrolls sideways`)
      }
      assert.deepEqual(complaints, [])
      await context.close()
    })
  }
})
