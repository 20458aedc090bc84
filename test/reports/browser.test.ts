import assert from 'node:assert/strict'
import { needsBrowser, openSound, visit, widths } from '../support/browser.js'
import { openPerson, password, type Person } from '../support/people.js'
import { startSite, type TestSite } from '../support/site.js'
import { rawRecords } from '../statistics/figures/raw-records.js'
import { enterRaw } from '../statistics/enter-raw.js'

const PAGES: readonly (readonly [address: string, status: number])[] = [
  ['/bureau/reports', 200],
  ['/bureau/reports/bulletin?month=2026-10', 200],
  ['/bureau/reports/bulletin?month=2026-13', 422],
  ['/bureau/reports/loans?on=2026-10-31&scope=all', 422],
  ['/bureau/reports/loans?on=2024-10-31', 200],
  ['/bureau/reports/ledger-check', 200],
]

describe('the reports in a browser', function () {
  this.timeout(120_000)
  let site: TestSite
  let bureau: Person

  before(async function () {
    needsBrowser(this)
    site = await startSite()
    await enterRaw(site, rawRecords(5, 120))
    bureau = await openPerson(site, 'bureau')
  })
  after(async () => {
    await (site as TestSite | undefined)?.close()
  })

  for (const width of widths) {
    it(`have no violation of accessibility and no sideways scroll at ${width}`, async () => {
      const { context, page } = await visit({ width })
      try {
        await page.goto(`${site.origin}/sign-in`)
        await page.fill('[name=email]', bureau.email)
        await page.fill('[name=password]', password)
        await page.click('#sign-in button')
        await page.waitForLoadState()
        for (const [address, status] of PAGES) {
          await openSound(page, site.origin, address, status)
        }
      } finally {
        await context.close()
      }
    })
  }

  it('print the bulletin on a few sheets of A4, without what is only for the screen', async () => {
    const { context, page } = await visit({ width: 1280 })
    try {
      await page.goto(`${site.origin}/sign-in`)
      await page.fill('[name=email]', bureau.email)
      await page.fill('[name=password]', password)
      await page.click('#sign-in button')
      await page.waitForLoadState()
      await page.goto(`${site.origin}/bureau/reports/bulletin?month=2026-10`)
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
      const sheets = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0
      assert.ok(sheets >= 2 && sheets <= 6, `${sheets} sheets`)
      const [, wide, high] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf) ?? []
      assert.deepEqual([Math.round(Number(wide)), Math.round(Number(high))], [595, 842])
      await page.emulateMedia({ media: 'print' })
      assert.equal(await page.locator('body > nav').isVisible(), false)
    } finally {
      await context.close()
    }
  })
})
