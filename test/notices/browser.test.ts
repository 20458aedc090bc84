import assert from 'node:assert/strict'
import { inTransaction } from '../../src/db/index.js'
import { needsBrowser, sidewaysScroll, signInOn, violationsOf, visit, widths } from '../support/browser.js'
import { openPerson, type Person } from '../support/people.js'
import { startSite, type TestSite } from '../support/site.js'

describe('the inbox and the jobs in a browser', function () {
  this.timeout(120_000)
  let site: TestSite
  let administrator: Person

  before(async function () {
    needsBrowser(this)
    site = await startSite()
    administrator = await openPerson(site, 'administrator')
    const about = { kind: 'application', id: '1' }
    const long = '第八师石河子市示例新型建材有限责任公司年产三十万吨生产线节能降碳改造项目（LQ-2026-000123-3）'
    const tells = Array.from({ length: 22 }, (_, n) => ({
      ...{ to: administrator.organisation, subject: `“首次联系”已超时限：${long}`, href: '/notices', about },
      ...{ text: '“首次联系”最迟 2026年11月23日，已超时限。\n请尽快办理。', urgent: n % 2 === 0 },
    }))
    await inTransaction(site.deps.db.connection, (session) => site.deps.notices.tell(session, tells))
    const { notices } = await site.deps.notices.list(administrator, { skip: 0, limit: 1 })
    await site.deps.notices.markRead(administrator, notices[0]?.id ?? '')
    site.deps.jobs.define('broken', { everyMs: 60_000 }, () =>
      Promise.reject(new Error('connect ECONNREFUSED 127.0.0.1')),
    )
    await site.deps.jobs.runDue()
  })
  after(() => site?.close())

  for (const width of widths) {
    it(`are sound at ${width} pixels: no violation of axe, no sideways scrolling, no complaint`, async () => {
      const { context, page, complaints } = await visit({ width })
      await signInOn(page, site.origin, administrator.email)
      const wrong: string[] = []
      for (const address of ['/notices', '/notices?state=unread&page=2', '/centre/jobs']) {
        const answer = await page.goto(site.origin + address)
        assert.equal(answer?.status(), 200, address)
        assert.equal(
          (await page.locator('.user-menu a[href="/notices"]').textContent())?.replace(/\s+/g, ' '),
          '消息 21 条未读',
          address,
        )
        for (const violation of await violationsOf(page)) wrong.push(`${address}: ${violation}`)
        const sideways = await sidewaysScroll(page)
        if (sideways > 0) wrong.push(`${address}: ${sideways} px too wide`)
      }
      await context.close()
      assert.deepEqual([...wrong, ...complaints], [])
    })
  }
})
