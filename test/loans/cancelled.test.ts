import assert from 'node:assert/strict'
import { systemActor } from '../../src/audit/index.js'
import { newRecordId } from '../../src/db/index.js'
import { LoanRefused } from '../../src/loans/use-cases/change-loan.js'
import { applicant, submission, submitted, wan } from '../applications/applying.js'
import { startApp, type TestApp } from '../support/app.js'
import { clerk, drawing, drawnLoan, signatureOf, signedLoan } from '../support/loans.js'
import { openPerson, signedInAs } from '../support/people.js'
import { refusalMatching } from '../support/refusals.js'

const order = { reason: '企业放弃了项目' }

describe('a contract that is signed and never drawn', function () {
  this.timeout(60_000)
  let test: TestApp
  before(async () => {
    test = await startApp()
  })
  after(() => test.close())

  const parties = async () => {
    const [bank, owner] = [await openPerson(test, 'officer'), await openPerson(test, 'owner')]
    return { owner, of: { bankId: bank.organisation.id, enterpriseId: owner.organisation.id } }
  }

  it('is cancelled with what was planned, leaves the line of the bank and lets the enterprise go', async () => {
    const { loans, applications, notices, enterprises } = test.deps
    const { owner, of } = await parties()
    await enterprises.approve(of.enterpriseId, systemActor)
    const { loan } = await signedLoan(test, of, {}, { drawdowns: [{ on: '2026-11-21', amountFen: wan(100) }] })
    const year = ['2026-01-01', '2026-12-31'] as const
    assert.equal(await loans.contractedFen(of.bankId, ...year, { isSample: false }), wan(500))
    await assert.rejects(enterprises.close(of.enterpriseId, systemActor))

    const cancelled = await loans.cancel('all', loan.id, { ...order, shown: loan.version }, clerk)
    assert.deepEqual([cancelled.state, cancelled.closedOn, cancelled.drawnFen], ['cancelled', '2026-11-22', 0])
    assert.deepEqual(await loans.cancel('all', loan.id, order, clerk), cancelled, 'a second click changes nothing')
    assert.deepEqual(
      (await loans.file('all', loan.id)).drawdowns.map(({ state }) => state),
      ['cancelled'],
    )
    assert.equal((await applications.get('all', loan.applicationId)).state, 'cancelled')
    const [last] = (await applications.movesOf(loan.applicationId)).slice(-1)
    assert.deepEqual([last?.action, last?.reason], ['cancel', order.reason])
    assert.equal(await loans.contractedFen(of.bankId, ...year, { isSample: false }), 0)
    const { notices: told } = await notices.list(owner, { skip: 0, limit: 100 })
    assert.ok(told.some(({ subject, text }) => subject.startsWith('解除合同') && text.includes(order.reason)))
    assert.ok(told.some(({ subject }) => subject.includes('签订的合同已解除，接下来可以怎么办')))
    await assert.rejects(loans.draw('all', loan.id, drawing(), clerk), LoanRefused)
    const quality = { quality: '关注', from: '2026-11-22', reason: '现金流下降' } as const
    await assert.rejects(loans.changeQuality('all', loan.id, quality, clerk), LoanRefused)
    await enterprises.close(of.enterpriseId, systemActor)
    assert.equal((await test.deps.audit.verify()).sound, true)
  })

  it('is not cancelled while money is out, and is once the drawdown is corrected away', async () => {
    const { loans } = test.deps
    const { loan } = await drawnLoan(test, (await parties()).of)
    const refused = (error: unknown) => error instanceof LoanRefused && refusalMatching(/已经投放/)(error)
    await assert.rejects(loans.cancel('all', loan.id, order, clerk), refused)
    const [made] = (await loans.file('all', loan.id)).drawdowns
    await loans.correctDrawdown('all', { loanId: loan.id, id: made?.id ?? '' }, '登记错了企业', clerk)
    assert.equal((await loans.cancel('all', loan.id, order, clerk)).state, 'cancelled')
  })

  it('is not cancelled from a page that somebody has overtaken, nor beside a drawdown at the same moment', async () => {
    const { loans } = test.deps
    const { loan } = await signedLoan(test, (await parties()).of)
    await assert.rejects(loans.cancel('all', loan.id, { ...order, shown: loan.version + 1 }, clerk), LoanRefused)
    const both = await Promise.allSettled([
      loans.draw('all', loan.id, drawing(), clerk),
      loans.cancel('all', loan.id, order, clerk),
    ])
    assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1)
    const now = await loans.get('all', loan.id)
    assert.equal(now.drawnFen > 0, now.state === 'disbursing')
  })

  it('gives the share of its need back', async () => {
    const who = await applicant(test)
    const request = await submitted(test, who)
    const [own] = await test.deps.applications.ofRequest('all', request.id)
    assert.ok(own)
    await test.deps.db.connection
      .collection('applications')
      .updateOne({ _id: own.id as never }, { $set: { state: 'approved', step: null } })
    const contract = { amountFen: wan(10), contractNumber: `HT-${newRecordId()}` }
    const signed = await test.deps.loans.sign('all', own.id, signatureOf(own, contract), clerk)
    assert.ok(signed.ok)
    assert.equal((await test.deps.requests.leftOf(who.need)).heldFen, wan(10))
    await test.deps.loans.cancel('all', signed.value.id, order, clerk)
    assert.equal((await test.deps.requests.leftOf(who.need)).heldFen, 0)
    const whole = await submission(test, who, { amountFen: wan(100) })
    assert.ok((await test.deps.requests.submit(who.enterpriseId, whole, who.mover)).ok)
  })

  it('has its button with a reason on the page of the bank, which then says when it ended', async () => {
    const { visitor, person } = await signedInAs(test, 'officer')
    const { organisation } = await openPerson(test, 'owner')
    const { loan } = await signedLoan(test, { bankId: person.organisation.id, enterpriseId: organisation.id })
    const address = `/bank/loans/${loan.id}`
    const page = await visitor.open(address)
    const form = page(`form[action="${address}/cancellation"]`)
    const hidden = {
      _csrf: String(form.find('[name=_csrf]').val()),
      version: String(form.find('[name=version]').val()),
    }
    const blank = await visitor.post(`${address}/cancellation`, { ...hidden, cancelReason: ' ' })
    assert.equal(blank.status, 422)
    assert.match(blank.text, /解除的原因/)
    assert.equal((await test.deps.loans.get('all', loan.id)).state, 'contracted')
    const sent = await visitor.post(`${address}/cancellation`, { ...hidden, cancelReason: order.reason })
    assert.equal(sent.status, 303)
    const after = await visitor.open(address)
    assert.match(after('dl').text(), /解除日期\s*2026 ?年 ?11 ?月 ?22 ?日/)
    assert.match(after('body').text(), /合同已解除/)
    assert.equal(after('details form, form[action$="/cancellation"]').length, 0)
  })
})
