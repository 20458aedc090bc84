import assert from 'node:assert/strict'
import { banker, caseAddress } from '../review/bank-case.js'
import { needsBrowser, sidewaysScroll, violationsOf, visit, widths } from '../support/browser.js'
import { openPerson, password } from '../support/people.js'
import { startSite, type TestSite } from '../support/site.js'
import { escalatedCase, raisedAt } from './escalated.js'

describe('escalations in a browser', function () {
  this.timeout(180_000)
  let site: TestSite
  let now = raisedAt
  const visits: { email: string; addresses: string[] }[] = []

  before(async function () {
    needsBrowser(this)
    site = await startSite({ now: () => now })
    const setNow = (at: Date) => (now = at)
    const fresh = await escalatedCase(site, setNow)
    const said = await escalatedCase(site, setNow)
    const officer = await banker(site, said.bankId, 'officer', '李强')
    const bureau = await openPerson(site, 'bureau')
    const of = { user: officer.user, applicationId: said.application.id, escalationId: said.escalation.id }
    const long = '信贷系统升级期间无法受理，'.repeat(20)
    await site.deps.escalations.explain(of, { key: 'a'.repeat(24), text: long, promisedOn: '2026-11-27' })
    const question = { key: 'b'.repeat(24), text: '请说明系统升级是否影响其他企业的申请。' }
    await site.deps.escalations.ask({ ...bureau, name: '陈科长' }, said.escalation.id, question)
    visits.push(
      {
        email: officer.user.email,
        addresses: ['/bank/escalations', '/bank/escalations?show=open', caseAddress(fresh.application), caseAddress(said.application)], // prettier-ignore
      },
      { email: said.who.email, addresses: [`/enterprise/applications/${said.application.id}`] },
      {
        email: bureau.email,
        addresses: [
          ...['/bureau/escalations', `/bureau/escalations/${said.escalation.id}`],
          ...['', '/rows'].map((end) => `/bureau/promises${end}?stretch=custom&from=2026-11-01&to=2026-12-31&kind=escalations`),
        ], // prettier-ignore
      },
    )
  })
  after(async () => {
    await (site as TestSite | undefined)?.close()
  })

  for (const width of widths) {
    it(`are sound at ${String(width)} pixels: no violation of axe, no sideways scrolling, no complaint`, async () => {
      const wrong: string[] = []
      for (const { email, addresses } of visits) {
        const { context, page, complaints } = await visit({ width })
        await page.goto(`${site.origin}/sign-in`)
        await page.fill('[name=email]', email)
        await page.fill('[name=password]', password)
        await Promise.all([page.waitForURL((url) => url.pathname !== '/sign-in'), page.click('#sign-in button')])
        for (const address of addresses) {
          const answer = await page.goto(site.origin + address)
          assert.equal(answer?.status(), 200, address)
          for (const violation of await violationsOf(page)) wrong.push(`${address}: ${violation}`)
          const sideways = await sidewaysScroll(page)
          if (sideways > 0) wrong.push(`${address}: ${String(sideways)} px too wide`)
        }
        wrong.push(...complaints)
        await context.close()
      }
      assert.deepEqual(wrong, [])
    })
  }

  it('are explained without a script: sent back with the faults, then taken', async () => {
    const [{ email, addresses } = { email: '', addresses: [''] }] = visits
    const { context, page } = await visit({ width: 360, javaScript: false })
    await page.goto(`${site.origin}/sign-in`)
    await page.fill('[name=email]', email)
    await page.fill('[name=password]', password)
    await page.click('#sign-in button')
    await page.goto(site.origin + (addresses[2] ?? ''))
    await page.click('#explain button')
    await page.waitForLoadState()
    assert.match(await page.innerText('.errors'), /原因：请填写.*\s.*办完的日期：请填写/)
    await page.fill('#f-explanation', '人员调整，本周内可以办完。')
    await page.fill('#f-promised', '2026-11-27')
    await page.click('#explain button')
    await page.waitForLoadState()
    assert.match(await page.innerText('article'), /说明已提交，企业和工信局会收到通知/)
    await context.close()
  })
})
