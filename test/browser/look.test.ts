import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { needsBrowser, visit } from '../support/browser.js'
import { startSite, type TestSite } from '../support/site.js'

/** What the design fixes: one accent, a type scale of 16 / 28 / 44, one column on a phone, 44 px targets. */
describe('the look of the design', function () {
  this.timeout(60_000)
  let site: TestSite
  before(async function () {
    needsBrowser(this)
    site = await startSite()
  })
  after(async () => {
    await (site as TestSite | undefined)?.close()
  })

  async function at<T>(address: string, width: number, look: (page: Page) => Promise<T>): Promise<T> {
    const { context, page } = await visit({ width })
    try {
      await page.goto(site.origin + address)
      return await look(page)
    } finally {
      await context.close()
    }
  }
  const style = (page: Page, selector: string, property: string) =>
    page.evaluate<string>(
      `getComputedStyle(document.querySelector(${JSON.stringify(selector)}))[${JSON.stringify(property)}]`,
    )
  const box = async (page: Page, selector: string) =>
    (await page.locator(selector).first().boundingBox()) ?? assert.fail(selector)

  it('has one green accent on white with ink text', () =>
    at('/', 1280, async (page) => {
      assert.equal(await style(page, '.btn.large', 'backgroundColor'), 'rgb(11, 102, 71)')
      assert.equal(await style(page, 'body', 'backgroundColor'), 'rgb(255, 255, 255)')
      assert.equal(await style(page, 'body', 'color'), 'rgb(24, 33, 29)')
      assert.equal(await style(page, '.btn.large', 'boxShadow'), 'none')
    }))

  it('sets body text in 16 px, headings by the scale, in the Chinese stack', () =>
    at('/products', 1280, async (page) => {
      assert.equal(await style(page, 'body', 'fontSize'), '16px')
      assert.equal(await style(page, 'h1', 'fontSize'), '28px')
      assert.match(await style(page, 'body', 'fontFamily'), /PingFang SC.*Noto Sans CJK SC.*Microsoft YaHei/)
    }))

  it('shows one solid button on the home page', () =>
    at('/', 1280, async (page) => {
      assert.equal(await page.locator('main a.btn:not(.plain), main button.btn:not(.plain)').count(), 1)
    }))

  it('keeps facets beside the list on a wide window and above it, folded, on a phone', async () => {
    await at('/products', 1280, async (page) => {
      const [facets, list] = [await box(page, '#facets'), await box(page, '.list > li')]
      assert.ok(facets.x + facets.width < list.x)
      assert.equal(await page.locator('.facet-body').first().isVisible(), true)
    })
    await at('/products', 360, async (page) => {
      const [facets, list] = [await box(page, '#facets'), await box(page, '.list > li')]
      assert.ok(facets.y + facets.height <= list.y)
      assert.equal(await page.locator('.facet-body').first().isVisible(), false)
    })
  })

  it('marks sample terms with a dashed box, published ones with a solid green one, always with the word', () =>
    at('/products', 1280, async (page) => {
      assert.equal(await style(page, '.tag.demo', 'borderTopStyle'), 'dashed')
      assert.equal(await style(page, '.tag.pub', 'borderTopStyle'), 'solid')
      const words = await page.locator('main .facts .tag').allInnerTexts()
      assert.ok(words.length > 0 && words.every((word) => word === '公开' || word === '示例'))
    }))

  it('puts the running totals beside the question, and below it on a phone', async () => {
    await at('/match', 1280, async (page) => {
      const [question, aside] = [await box(page, 'h1'), await box(page, 'aside')]
      assert.ok(aside.x > question.x + 400)
    })
    await at('/match', 360, async (page) => {
      const [question, aside] = [await box(page, 'h1'), await box(page, 'aside')]
      assert.ok(aside.y > question.y)
    })
  })

  it('gives every control a target of 44 px', () =>
    at('/match', 360, async (page) => {
      const heights = await page.evaluate<number[]>(
        "Array.from(document.querySelectorAll('main .btn, main .pick'), (one) => one.getBoundingClientRect().height)",
      )
      assert.ok(heights.length > 5 && heights.every((height) => height >= 44), heights.join())
    }))
})
