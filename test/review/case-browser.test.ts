import assert from 'node:assert/strict'
import { inTransaction } from '../../src/db/index.js'
import { wan } from '../applications/applying.js'
import { needsBrowser, sidewaysScroll, signInOn, violationsOf, visit, widths } from '../support/browser.js'
import { startSite, type TestSite } from '../support/site.js'
import { banker, bringTo, caseAddress, caseAtBank, post, currentApplication, type Banker } from './bank-case.js'

describe('the bank desk in a browser', function () {
  this.timeout(180_000)
  let site: TestSite
  let officer: Banker
  let manager: Banker
  const addresses: string[] = []

  before(async function () {
    needsBrowser(this)
    site = await startSite()
    const first = await caseAtBank(site)
    officer = await banker(site, first.bankId, 'officer', '李强')
    manager = await banker(site, first.bankId, 'manager', '赵敏')
    await bringTo(site, first, officer, 'due_diligence')
    const at = caseAddress(first.application)
    const { review, applications, db } = site.deps
    await review.planVisit(
      { user: officer.user, id: first.application.id },
      { plannedOn: '2026-11-25', place: '厂区', note: '' },
    )
    await review.addNote({ user: officer.user, id: first.application.id }, '先看现金流')
    await review.checkFact(
      { user: officer.user, id: first.application.id },
      { fact: 'enterprise.taxGrade', note: '查询单' },
    )

    const chosen = await bringTo(site, await caseAtBank(site), officer, 'chosen')
    await review.setThreshold(manager.user, { fourEyesFen: wan(10), shown: 0 })
    await post(officer, chosen, 'approve', { amount: '40', rate: '3.45', months: '12', conditions: '减额' })

    const declined = await caseAtBank(site)
    await review.setThreshold(manager.user, { fourEyesFen: wan(1000), shown: 1 })
    await post(officer, declined.application, 'decline', {
      code: 'credit-record',
      text: '征信显示有一笔逾期未还的贷款。',
    })
    const contest = { fact: null, text: '已结清', evidenceIds: [], at: site.deps.now(), by: '王芳', answer: null }
    const stood = await currentApplication(site, declined.application)
    await inTransaction(db.connection, (session) =>
      applications.amendIn(session, stood, {
        ...{ set: { contests: [contest] }, event: 'APPLICATION_CONTESTED', actor: declined.who.mover.actor },
      }),
    )
    const fresh = await caseAtBank(site)
    const claimed = await bringTo(site, await caseAtBank(site), officer, 'claimed')
    addresses.push('/bank', '/bank?q=nobody', '/bank/settings')
    addresses.push(
      ...['profile', 'project', 'documents', 'notes', 'history', 'dealings'].map((tab) => `${at}?tab=${tab}`),
    )
    addresses.push(
      ...['offer', 'ask', 'visit', 'decline'].map((step) => `${at}?do=${step}`),
      `${at}?check=enterprise.taxGrade`,
    )
    addresses.push(`${caseAddress(chosen)}?do=approve`, caseAddress(declined.application))
    addresses.push(caseAddress(fresh.application), `${caseAddress(claimed)}?do=contact`)
  })
  after(() => site?.close())

  for (const width of widths) {
    it(`is sound at ${width} pixels: no violation of axe, no sideways scrolling, no complaint`, async () => {
      const { context, page, complaints } = await visit({ width })
      const wrong: string[] = []
      await signInOn(page, site.origin, manager.user.email)
      assert.equal(new URL(page.url()).pathname, '/bank', 'people of a bank land at their queue')
      for (const address of addresses) {
        const answer = await page.goto(site.origin + address)
        assert.equal(answer?.status(), 200, address)
        for (const violation of await violationsOf(page)) wrong.push(`${address}: ${violation}`)
        const sideways = await sidewaysScroll(page)
        if (sideways > 0) wrong.push(`${address}: ${sideways} px too wide`)
        const twice = await page.evaluate<string[]>(
          '[...document.querySelectorAll("[id]")].map((one) => one.id).filter((id, place, all) => all.indexOf(id) !== place)',
        )
        wrong.push(...twice.map((id) => `${address}: the id ${id} stands twice`))
      }
      await context.close()
      assert.deepEqual([...wrong, ...complaints], [])
    })
  }

  it('works without a script: a step is chosen, sent back with its faults, and taken', async () => {
    const { application } = await caseAtBank(site)
    await bringTo(site, { application, who: (await caseAtBank(site)).who, bankId: '' }, officer, 'claimed')
    const { context, page } = await visit({ width: 360, javaScript: false })
    await signInOn(page, site.origin, officer.user.email)
    await page.goto(site.origin + caseAddress(application))
    await page.click('#next a:has-text("首次联系")')
    await page.click('#step button')
    await page.waitForLoadState()
    assert.match(await page.innerText('.errors'), /联系方式：请选择一项/)
    await page.selectOption('#f-how', '电话')
    await page.fill('#f-note', '已约下周走访')
    await page.click('#step button')
    await page.waitForLoadState()
    assert.match(await page.innerText('article'), /已办理，企业会收到通知/)
    await context.close()
    assert.equal((await currentApplication(site, application)).state, 'contacted')
  })
})
