import type { Page } from 'playwright-core'
import assert from 'node:assert/strict'
import { needsBrowser, sidewaysScroll, violationsOf, visit, widths } from '../support/browser.js'
import { startSite, type TestSite } from '../support/site.js'
import { answerFrom, exampleFacts, isQuestion } from './fill-in.js'

const facts = exampleFacts()
const mostQuestions = 45

describe('the questionnaire in a browser', function () {
  this.timeout(120_000)
  let site: TestSite
  before(async function () {
    needsBrowser(this)
    site = await startSite()
  })
  after(async () => {
    await (site as TestSite | undefined)?.close()
  })

  for (const width of widths) {
    it(`leads to a result at ${width} px, every kind of page of it without a fault that axe finds`, async () => {
      const { context, page, complaints } = await visit({ width })
      const seen = new Set<string>()
      try {
        await page.goto(`${site.origin}/match`)
        for (let asked = 0; isQuestion(page); asked++) {
          assert.ok(asked < mostQuestions, 'the questions do not end')
          const kind = await controlsOf(page)
          if (!seen.has(kind)) assert.deepEqual(await violationsOf(page), [], page.url())
          seen.add(kind)
          assert.equal(await sidewaysScroll(page), 0)
          await answerFrom(page, facts)
        }
        assert.match(await page.locator('h1').innerText(), /9 个产品符合/)
        assert.deepEqual(await violationsOf(page), [])
        assert.equal(await sidewaysScroll(page), 0)
        assert.deepEqual(complaints, [])
      } finally {
        await context.close()
      }
    })

    it(`leads to the same result at ${width} px without JavaScript`, async () => {
      const { context, page } = await visit({ width, javaScript: false })
      try {
        await page.goto(`${site.origin}/match`)
        for (let asked = 0; isQuestion(page); asked++) {
          assert.ok(asked < mostQuestions, 'the questions do not end')
          await answerFrom(page, facts)
        }
        assert.match(await page.locator('h1').innerText(), /9 个产品符合/)
        await page.locator('#fit summary').first().click()
        assert.equal(await page.locator('#fit table').first().isVisible(), true)
      } finally {
        await context.close()
      }
    })
  }

  it('keeps a wrong answer in the field, says what is wrong and leads to it', async () => {
    const { context, page } = await visit({ width: 360 })
    try {
      await page.goto(`${site.origin}/match?fact=need.amountWan`)
      await page.locator('input[name=value]').fill('三百万')
      await page.getByRole('button', { name: '继续' }).click()
      assert.equal(await page.locator('input[name=value]').inputValue(), '三百万')
      assert.deepEqual(await violationsOf(page), [])
      const link = page.locator('.errors a').first()
      assert.equal(await page.locator((await link.getAttribute('href')) ?? 'none').count(), 1)
    } finally {
      await context.close()
    }
  })

  it('shows every condition of every product in print', async () => {
    const { context, page } = await visit({ width: 1280 })
    try {
      await page.goto(`${site.origin}/match`)
      while (isQuestion(page)) await answerFrom(page, facts)
      await page.emulateMedia({ media: 'print' })
      const tables = page.locator('#fit table, #maybe table, #near table, #rest table')
      assert.equal(await tables.count(), 110)
      const visible = await page.evaluate<boolean[]>(
        "Array.from(document.querySelectorAll('section.section-gap table.conditions'), (one) => one.checkVisibility({ contentVisibilityAuto: true }))",
      )
      const hidden = visible.filter((one) => !one).length
      assert.equal(hidden, 0)
      assert.equal(await page.locator('form.filter-bar').isVisible(), false)
    } finally {
      await context.close()
    }
  })
})

/** What a question is answered with; pages with the same controls differ in words only. */
async function controlsOf(page: Page): Promise<string> {
  const kinds = await page.evaluate<string[]>("Array.from(document.querySelectorAll('main input'), (one) => one.type)")
  return [...new Set(kinds)].sort().join(' ')
}
