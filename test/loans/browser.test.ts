import assert from 'node:assert/strict'
import { newRecordId } from '../../src/db/index.js'
import { needsBrowser, sidewaysScroll, signInOn, violationsOf, visit, widths } from '../support/browser.js'
import { approvedApplication, clerk, drawing, drawnLoan, signedLoan } from '../support/loans.js'
import { openPerson, type Person } from '../support/people.js'
import { startSite, type TestSite } from '../support/site.js'

const wan = (amount: number) => amount * 1_000_000
const dates = { signedOn: '2025-10-20', firstDueOn: '2025-11-20', maturity: '2027-10-20', months: 12 }

/** Pages of loans in a real browser: what is there is readable, reachable, and of one column on a phone. */
describe('the pages of loans in a browser', function () {
  this.timeout(120_000)
  let site: TestSite
  let officer: Person
  let owner: Person
  const addresses = { bank: [] as string[], enterprise: [] as string[] }

  before(async function () {
    needsBrowser(this)
    site = await startSite()
    officer = await openPerson(site, 'officer')
    owner = await openPerson(site, 'owner')
    const of = { bankId: officer.organisation.id, enterpriseId: owner.organisation.id }
    const approved = await approvedApplication(site, of)
    const drawdowns = [{ on: '2026-12-10', amountFen: wan(200) }]
    const contract = { ...dates, amountFen: wan(500) }
    const signed = await signedLoan(site, of, contract, {
      drawdowns,
      conditions: ['设备抵押登记办妥', '采购合同已签订'],
    })
    const late = await drawnLoan(site, of, contract, { madeOn: '2025-10-21', amountFen: wan(300) })
    const { id } = late.loan
    const { dues } = await site.deps.loans.file('all', id)
    for (const { dueOn, principalFen, interestFen } of dues.slice(0, 10)) {
      const paid = { paidOn: dueOn, principalFen, interestFen, prepaidFen: 0, otherFen: 0, key: newRecordId() }
      assert.ok((await site.deps.loans.repay('all', id, paid, clerk)).ok)
    }
    const { repayments, drawdowns: made } = await site.deps.loans.file('all', id)
    await site.deps.loans.correctRepayment('all', { loanId: id, id: repayments.at(-1)?.id ?? '' }, '登记错月份', clerk)
    await site.deps.loans.draw('all', id, drawing({ madeOn: '2026-03-03', amountFen: wan(50) }), clerk)
    const report = { year: 2025, standardCoalTce: 812.5, carbonT: null, basis: '能源统计报表和电表计量' }
    assert.ok((await site.deps.loans.reportBenefit('all', id, report, clerk)).ok)
    const step = { quality: '关注', from: '2026-10-01', reason: '连续两期晚还' } as const
    await site.deps.loans.changeQuality('all', id, step, clerk)
    // Figures that are not round are the widest: the cells of the head have to wrap on a phone.
    const odd = await drawnLoan(site, of, contract, { madeOn: '2026-11-20', amountFen: 82_444_593 })
    addresses.bank.push(
      '/bank/loans',
      `/bank/applications/${approved.id}/contract`,
      `/bank/loans/${signed.loan.id}`,
      `/bank/loans/${id}`,
      `/bank/loans/${id}/drawdowns/${made[0]?.id ?? ''}/correction`,
      `/bank/loans/${odd.loan.id}`,
    )
    addresses.enterprise.push('/enterprise/loans', `/enterprise/loans/${id}`, `/enterprise/loans/${odd.loan.id}`)
  })
  after(async () => {
    await (site as TestSite | undefined)?.close()
  })

  for (const side of ['bank', 'enterprise'] as const) {
    for (const width of widths) {
      it(`have no fault of axe, no sideways scroll and no complaint for the ${side} at ${width} px`, async () => {
        const { context, page, complaints } = await visit({ width })
        try {
          await signInOn(page, site.origin, side === 'bank' ? officer.email : owner.email)
          for (const address of addresses[side]) {
            await page.goto(site.origin + address)
            await page.waitForLoadState('networkidle')
            for (const summary of await page.locator('main summary').all()) await summary.click()
            assert.deepEqual(await violationsOf(page), [], address)
            assert.equal(await sidewaysScroll(page), 0, address)
            const shots = process.env.SHOTS
            if (shots)
              await page.screenshot({
                path: `${shots}/${side}-${width}-${addresses[side].indexOf(address)}.png`,
                fullPage: true,
              })
          }
          assert.deepEqual(complaints, [])
        } finally {
          await context.close()
        }
      })
    }
  }

  it('let a repayment be recorded without JavaScript, faults leading to their fields', async () => {
    const { context, page } = await visit({ width: 360, javaScript: false })
    try {
      await signInOn(page, site.origin, officer.email)
      const address = addresses.bank[3] ?? ''
      await page.goto(site.origin + address)
      await page.click('summary:has-text("登记还款")')
      await page.fill('#f-principal', '一百')
      await page.click('button:has-text("登记还款")')
      await page.waitForLoadState()
      assert.equal(await page.locator('.errors a[href="#f-principal"]').count(), 1)
      assert.equal(await page.inputValue('#f-principal'), '一百')
      assert.equal(await page.locator('#f-principal').isVisible(), true, 'the form stands open')
    } finally {
      await context.close()
    }
  })
})
