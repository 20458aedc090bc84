import assert from 'node:assert/strict'
import { generateSync } from 'otplib'
import type { BrowserContext, Page } from 'playwright-core'
import { inTransaction } from '../../src/db/index.js'
import { needsBrowser, sidewaysScroll, violationsOf, visit, widths } from '../support/browser.js'
import { linkTo, openPerson, password } from '../support/people.js'
import { startSite, type TestSite } from '../support/site.js'

describe('the pages of accounts in a browser', function () {
  this.timeout(90_000)
  let site: TestSite
  before(async function () {
    needsBrowser(this)
    site = await startSite()
  })
  after(async () => {
    await (site as TestSite | undefined)?.close()
  })

  const sound = async (page: Page, what: string) => {
    assert.deepEqual(await violationsOf(page), [], what)
    assert.equal(await sidewaysScroll(page), 0, what)
  }
  async function signIn(page: Page, role: 'owner' | 'administrator' | 'bureau'): Promise<string> {
    const person = await openPerson(site, role)
    await page.goto(`${site.origin}/sign-in`)
    await page.fill('#f-email', person.email)
    await page.fill('#f-password', password)
    await page.press('#f-password', 'Enter')
    await page.waitForURL((url) => url.pathname !== '/sign-in')
    return person.email
  }
  const across = async (width: number, walk: (page: Page, context: BrowserContext) => Promise<void>) => {
    const { context, page, complaints } = await visit({ width })
    try {
      await walk(page, context)
      assert.deepEqual(
        complaints.filter((line) => !/\b(404|422)\b/.test(line)),
        [],
      )
    } finally {
      await context.close()
    }
  }

  for (const width of widths) {
    it(`have no fault that axe finds and no sideways scroll for a visitor at ${width} px`, () =>
      across(width, async (page) => {
        for (const address of [
          '/sign-in',
          '/sign-up',
          '/sign-up?q=棉花',
          '/password/forgotten',
          '/invitations/no-such-link',
        ]) {
          await page.goto(site.origin + address)
          await sound(page, address)
        }
        await page.goto(`${site.origin}/sign-up`)
        await page.fill('#f-email', 'no')
        await page.press('#f-email', 'Enter')
        await page.waitForSelector('#errors')
        await sound(page, 'the refused form')
      }))

    it(`have no fault for people who are signed in at ${width} px`, () =>
      across(width, async (page) => {
        await signIn(page, 'administrator')
        await inTransaction(site.deps.db.connection, (session) =>
          site.deps.mail.post(session, {
            to: 'a@example.cn',
            subject: '一封邮件',
            text: '内容\n{link}',
            link: 'https://a.example/x',
          }),
        )
        for (const address of ['/account', '/account/second-factor', '/invitations', '/audit', '/outbox']) {
          await page.goto(site.origin + address)
          await sound(page, address)
        }
        await page.click('tbody a')
        await sound(page, 'a mail of the outbox')
      }))
  }

  it('let a person set the second factor up, and show the recovery codes once', () =>
    across(1280, async (page) => {
      await signIn(page, 'owner')
      await page.goto(`${site.origin}/account/second-factor`)
      const secret = (await page.textContent('#secret'))?.replace(/\s/g, '') ?? ''
      // The site's clock stands still.
      await page.fill('#f-code', generateSync({ secret, epoch: Math.floor(site.deps.now().getTime() / 1000) }))
      await page.click('#set-up button')
      await page.waitForSelector('#codes')
      await sound(page, 'the recovery codes')
      await page.goto(`${site.origin}/account/second-factor`)
      await sound(page, 'the second factor that is set up')
    }))

  it('work without JavaScript from the search for an industry to the confirmed address', async () => {
    const { context, page } = await visit({ width: 360, javaScript: false })
    try {
      await page.goto(`${site.origin}/sign-up`)
      await page.fill('#f-enterpriseName', '石河子示例棉业有限公司')
      await page.fill('#f-creditCode', '91100000100003962T')
      await page.selectOption('#f-division', '第八师')
      await page.fill('#f-industry', '棉花')
      await page.click('button[value=industry]')
      await page.click('[name=industry] >> nth=0')
      await page.fill('#f-name', '王芳')
      await page.fill('#f-email', 'wang@example.cn')
      await page.fill('#f-phone', '13900000000')
      await page.fill('#f-password', password)
      await page.check('#f-consent')
      await page.click('#sign-up .btn.wide-on-phone')
      assert.match((await page.textContent('h1')) ?? '', /请查收邮件/)
      await page.goto(site.origin + (await linkTo(site, 'wang@example.cn')))
      await page.click('#confirm button')
      assert.match((await page.textContent('h1')) ?? '', /邮箱已确认/)
    } finally {
      await context.close()
    }
  })
})
