import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { systemActor } from '../../src/audit/index.js'
import { bureauTabs } from '../../src/menus.js'
import { needsBrowser, openSound, sidewaysScroll, visit, widths } from '../support/browser.js'
import { openPerson, password } from '../support/people.js'
import { startSite, type TestSite } from '../support/site.js'
import { rawRecords } from './figures/raw-records.js'
import { enterRaw } from './enter-raw.js'

const everything = 'stretch=custom&from=2024-01-01&to=2026-12-31'
const nothing = 'stretch=custom&from=2020-01-01&to=2020-01-31'
const FIGURES: readonly (readonly [address: string, status: number])[] = [
  [`/bureau?${everything}&measure=requests`, 200],
  [`/bureau?${nothing}`, 200],
  ['/bureau?stretch=custom&from=2026-02-01&to=2026-01-01', 422],
  [`/bureau/figures/disbursed?${everything}`, 200],
  [`/bureau/figures/rate?${everything}`, 200],
  [`/bureau/figures/disbursed?${nothing}`, 200],
  ['/bureau/figures/disbursed?size=x', 422],
  ['/bureau/definitions', 200],
  ['/bureau/wall', 200],
]

/** Texts of charts that stick out of their drawing, or run into the bar of their own row. */
const CLIPPED = `[...document.querySelectorAll('svg.chart text')].filter((text) => {
  const frame = text.closest('svg').getBoundingClientRect()
  const own = text.getBoundingClientRect()
  const bar = text.parentElement.querySelector('rect.bar')?.getBoundingClientRect()
  const outside = own.left < frame.left - 1 || own.right > frame.right + 1
  return outside || (text.matches('a > .l') && bar && own.right > bar.left)
}).map(({ textContent }) => textContent)`

/** Names of rows that were left no room beside the figures. */
const SQUEEZED = `[...document.querySelectorAll('table th[scope=row]')]
  .filter((cell) => cell.clientWidth < 40).map(({ textContent }) => textContent)`

describe('the overview in a browser', function () {
  this.timeout(180_000)
  let site: TestSite
  let email = ''

  before(async function () {
    needsBrowser(this)
    site = await startSite()
    await site.deps.samples.turnOn(systemActor)
    await enterRaw(site, rawRecords(5, 300))
    email = (await openPerson(site, 'bureau')).email
  })
  after(async () => {
    await (site as TestSite | undefined)?.close()
  })

  async function asBureau(width: number, look: (page: Page) => Promise<void>): Promise<void> {
    const { context, page } = await visit({ width })
    try {
      await page.goto(`${site.origin}/sign-in`)
      await page.fill('#f-email', email)
      await page.fill('#f-password', password)
      await Promise.all([page.waitForURL((url) => url.pathname !== '/sign-in'), page.click('#sign-in button')])
      await look(page)
    } finally {
      await context.close()
    }
  }

  for (const width of widths) {
    it(`and every page of the menu have no fault that axe finds and nothing cut off at ${width} px`, async () => {
      const menu = bureauTabs('overview').map(({ href }) => [href, 200] as const)
      await asBureau(width, async (page) => {
        for (const [address, status] of [...menu, ...FIGURES]) {
          await openSound(page, site.origin, address, status)
          assert.deepEqual(await page.evaluate(CLIPPED), [], address)
        }
      })
    })
  }

  it('folds its filter on a phone, tells there what is asked, and opens where something is wrong', async () => {
    await asBureau(360, async (page) => {
      await page.goto(`${site.origin}/bureau?stretch=last-year&size=小型`)
      assert.equal(await page.locator('#f-stretch').isVisible(), false)
      assert.match(await page.locator('.facets summary').innerText(), /上一年，小型/)
      await page.click('.facets summary')
      assert.equal(await page.locator('#f-stretch').isVisible(), true)
      await page.goto(`${site.origin}/bureau?stretch=custom&from=2026-02-01&to=2026-01-01`)
      assert.equal(await page.locator('#f-to').isVisible(), true)
    })
    await asBureau(1280, async (page) => {
      await page.goto(`${site.origin}/bureau`)
      assert.equal(await page.locator('#f-stretch').isVisible(), true)
    })
  })

  it('marks what waits as sample even where the filter leaves no sample, since it follows no filter', async () => {
    await asBureau(1280, async (page) => {
      await page.goto(`${site.origin}/bureau?division=第二师&bank=adbc&size=大型&section=S`)
      assert.equal(await page.locator('#t1 .tag').count(), 0)
      assert.equal(await page.locator('#t-wait .tag').count(), 1)
    })
  })

  it('shows the wall whole on a screen of 1920 × 1080', async () => {
    await asBureau(1920, async (page) => {
      await page.setViewportSize({ width: 1920, height: 1080 })
      await page.goto(`${site.origin}/bureau/wall`)
      assert.equal(await page.evaluate('document.documentElement.scrollHeight'), 1080)
    })
  })

  it('prints its figures and their period on A4, without menus and with no column squeezed', async () => {
    await asBureau(680, async (page) => {
      await page.emulateMedia({ media: 'print' })
      for (const address of [`/bureau?${everything}`, `/bureau/figures/disbursed?${everything}`]) {
        await page.goto(site.origin + address)
        for (const part of ['.tabs', '.user-menu', 'form.filter-bar', 'a[download]']) {
          assert.equal(await page.locator(part).first().isVisible(), false, `${part} of ${address}`)
        }
        assert.match(await page.locator('.facets summary').innerText(), /2024-01-01 至 2026-12-31/)
        assert.ok((await sidewaysScroll(page)) <= 0, address)
        assert.deepEqual(await page.evaluate(SQUEEZED), [], address)
      }
    })
  })
})
