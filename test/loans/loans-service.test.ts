import assert from 'node:assert/strict'
import { FEE_KINDS, type Fee } from '../../src/finance/index.js'
import { addDays, addMonths } from '../../src/kernel/dates.js'
import { inTransaction, newRecordId } from '../../src/db/index.js'
import { LoanRefused } from '../../src/loans/use-cases/change-loan.js'
import { attributedShare } from '../../src/loans/index.js'
import { contractFaults } from '../../src/loans/use-cases/sign-contract.js'
import type { RepaymentOrder } from '../../src/loans/use-cases/record-repayment.js'
import { startApp, type TestApp } from '../support/app.js'
import { approvedApplication, clerk, drawing, drawnLoan, signatureOf, signedLoan } from '../support/loans.js'
import { openPerson, type Person } from '../support/people.js'
import { refusalMatching } from '../support/refusals.js'

const wan = (amount: number) => amount * 1_000_000
const payment = (given: Partial<RepaymentOrder>): RepaymentOrder => ({
  ...{ paidOn: '2026-11-21', principalFen: 0, prepaidFen: 0, interestFen: 0, otherFen: 0, key: newRecordId() },
  ...given,
})

describe('loans', () => {
  let test: TestApp
  let of: { bankId: string; enterpriseId: string }
  let owner: Person
  let officer: Person
  let now = new Date('2026-11-22T04:00:00Z')
  before(async () => {
    test = await startApp({ now: () => now })
    owner = await openPerson(test, 'owner')
    officer = await openPerson(test, 'officer')
    of = { bankId: officer.organisation.id, enterpriseId: owner.organisation.id }
  })
  after(() => test.close())
  beforeEach(() => {
    now = new Date('2026-11-22T04:00:00Z')
  })

  const told = async (person: Person, subject: RegExp) => {
    const { notices } = await test.deps.notices.list(person, { skip: 0, limit: 500 })
    return notices.filter((one) => subject.test(one.subject))
  }
  const books = async (id: string) => {
    const { loan, drawdowns, repayments, dues } = await test.deps.loans.file('all', id)
    const drawn = drawdowns.reduce((sum, { amountFen }) => sum + amountFen, 0)
    const paid = repayments.reduce((sum, { principalFen }) => sum + principalFen, 0)
    const open = dues.reduce((sum, due) => sum + due.principalFen - due.paidPrincipalFen, 0)
    assert.equal(loan.balanceFen, drawn - paid, 'the balance is what the records sum to')
    assert.equal(open, loan.balanceFen, 'the due list holds the balance')
    assert.equal(await test.deps.loans.balanceOn(id, '2099-12-31'), loan.balanceFen)
    return { loan, drawdowns, repayments, dues }
  }

  describe('drawdowns', () => {
    it('never come to more than the contract, though eight are entered at once', async () => {
      const { loan } = await signedLoan(test, of)
      const orders = Array.from({ length: 8 }, () => drawing({ amountFen: wan(120) }))
      const outcomes = await Promise.all(orders.map((order) => test.deps.loans.draw('all', loan.id, order, clerk)))
      assert.equal(outcomes.filter(({ ok }) => ok).length, 4)
      for (const outcome of outcomes) {
        if (!outcome.ok) assert.match(outcome.error[0]?.message ?? '', /合同还可投放 20 万元/)
      }
      assert.equal((await books(loan.id)).loan.drawnFen, wan(480))
    }).timeout(30_000)

    it('are made once by a form that is sent twice at the same moment', async () => {
      const { loan, application } = await signedLoan(test, of)
      const order = drawing({ amountFen: wan(100) })
      const both = await Promise.all([1, 2, 3].map(() => test.deps.loans.draw('all', loan.id, order, clerk)))
      assert.ok(both.every(({ ok }) => ok))
      assert.equal((await books(loan.id)).drawdowns.length, 1)
      const moves = await test.deps.applications.movesOf(application.id)
      assert.deepEqual(
        moves.map(({ action }) => action),
        ['sign', 'draw'],
      )
    })

    it('tell a second officer that the loan has changed since the page was opened', async () => {
      const { loan } = await signedLoan(test, of)
      const shown = loan.version
      assert.ok((await test.deps.loans.draw('all', loan.id, drawing({ amountFen: wan(1), shown }), clerk)).ok)
      const second = test.deps.loans.draw('all', loan.id, drawing({ amountFen: wan(1), shown }), clerk)
      await assert.rejects(second, refusalMatching(/这笔贷款已经变动/))
      assert.equal((await books(loan.id)).loan.drawnFen, wan(1))
    })

    it('need every condition fulfilled, and one that was fulfilled stays so', async () => {
      const { loan } = await signedLoan(test, of, {}, { conditions: ['抵押登记', '合同'] })
      const part = await test.deps.loans.draw('all', loan.id, drawing({ amountFen: wan(1), fulfilled: [0] }), clerk)
      assert.equal(part.ok, false)
      const all = drawing({ amountFen: wan(1), fulfilled: [0, 1] })
      assert.ok((await test.deps.loans.draw('all', loan.id, all, clerk)).ok)
      assert.ok((await test.deps.loans.draw('all', loan.id, drawing({ amountFen: wan(1) }), clerk)).ok)
    })

    it('turn a planned one into a made one, and cancel what is left when drawing ends', async () => {
      const drawdowns = [
        { on: '2026-11-21', amountFen: wan(100) },
        { on: '2026-12-21', amountFen: wan(200) },
      ]
      const { loan } = await signedLoan(test, of, {}, { drawdowns })
      const [first] = (await books(loan.id)).drawdowns
      const order = drawing({ plannedId: first?.id ?? '', madeOn: '2026-11-22', amountFen: wan(90) })
      assert.ok((await test.deps.loans.draw('all', loan.id, order, clerk)).ok)
      const again = test.deps.loans.draw('all', loan.id, { ...order, key: newRecordId() }, clerk)
      await assert.rejects(again, refusalMatching(/这笔计划提款已经办理过/))
      await test.deps.loans.endDrawing('all', loan.id, clerk)
      const made = (await books(loan.id)).drawdowns
      assert.deepEqual(
        made.map(({ state, plannedFen, amountFen }) => [state, plannedFen, amountFen]),
        [
          ['made', wan(100), wan(90)],
          ['cancelled', wan(200), 0],
        ],
      )
      await assert.rejects(
        test.deps.loans.draw('all', loan.id, drawing({ amountFen: 1 }), clerk),
        refusalMatching(/还款中/),
      )
    })
  })

  describe('repayments', () => {
    it('are recorded once by a form that is sent twice', async () => {
      const { loan } = await drawnLoan(test, of)
      const order = payment({ principalFen: wan(1) })
      await Promise.all([1, 2].map(() => test.deps.loans.repay('all', loan.id, order, clerk)))
      assert.equal((await books(loan.id)).repayments.length, 1)
    })

    it('may not exceed what is due under a heading, and say where the rest belongs', async () => {
      const { loan } = await drawnLoan(test, of)
      const refused = async (given: Partial<RepaymentOrder>) => {
        const outcome = await test.deps.loans.repay('all', loan.id, payment(given), clerk)
        assert.equal(outcome.ok, false, JSON.stringify(given))
        return outcome.ok ? '' : outcome.error.map(({ field, message }) => `${field} ${message}`).join('\n')
      }
      assert.match(await refused({ principalFen: wan(50) }), /^principal .*“提前归还本金”/)
      assert.match(await refused({ interestFen: wan(50) }), /^interest .*“罚息及其他”/)
      assert.match(await refused({ prepaidFen: wan(501) }), /^prepaid .*超过贷款余额 5,000,000.00 元/)
      assert.match(await refused({}), /^principal 请至少填写一项金额/)
      assert.match(await refused({ paidOn: '2026-11-23', principalFen: 1 }), /^paidOn .*不能晚于今天/)
      assert.match(await refused({ paidOn: '2026-11-19', prepaidFen: 1 }), /^paidOn .*那一天的贷款余额/)
      assert.equal((await books(loan.id)).repayments.length, 0)
    })

    it('shorten the due list from the day of a prepayment, penalty interest left out of it', async () => {
      const { loan } = await drawnLoan(test, of)
      const before = await books(loan.id)
      const order = payment({ prepaidFen: wan(250), otherFen: 12_345 })
      assert.ok((await test.deps.loans.repay('all', loan.id, order, clerk)).ok)
      const { dues, repayments } = await books(loan.id)
      assert.equal(dues.length, before.dues.length)
      assert.ok((dues[1]?.principalFen ?? 0) < (before.dues[1]?.principalFen ?? 0) / 2 + 2)
      assert.equal(repayments[0]?.otherFen, 12_345)
      assert.equal(
        dues.reduce((sum, { paidInterestFen }) => sum + paidInterestFen, 0),
        0,
      )
    })
  })

  describe('corrections', () => {
    it('stand beside what they reverse, on its day, and leave it as it was', async () => {
      const { loan } = await drawnLoan(test, of)
      assert.ok((await test.deps.loans.repay('all', loan.id, payment({ principalFen: 4_100 }), clerk)).ok)
      const [wrong] = (await books(loan.id)).repayments
      const of1 = { loanId: loan.id, id: wrong?.id ?? '' }
      assert.ok((await test.deps.loans.correctRepayment('all', of1, '打错了', clerk)).ok)
      const { repayments } = await books(loan.id)
      assert.deepEqual(
        repayments.map(({ paidOn, principalFen, reverses, reason }) => [paidOn, principalFen, reverses, reason]),
        [
          ['2026-11-21', 4_100, null, null],
          ['2026-11-21', -4_100, wrong?.id, '打错了'],
        ],
      )
      assert.equal(await test.deps.loans.balanceOn(loan.id, '2026-11-21'), wan(500))
      await assert.rejects(test.deps.loans.correctRepayment('all', of1, '再来', clerk), refusalMatching(/已经更正过/))
      const own = { loanId: loan.id, id: repayments[1]?.id ?? '' }
      await assert.rejects(
        test.deps.loans.correctRepayment('all', own, '冲销冲销', clerk),
        refusalMatching(/没有这笔记录/),
      )
      const events = await test.deps.audit.list({ subjectKind: 'loan', subjectId: loan.id }, { number: 1, size: 9 })
      assert.match(events.events[0]?.detail ?? '', /打错了/, 'the audit log says why')
    })

    it('of a drawdown are refused while money was paid back on it', async () => {
      const { loan } = await drawnLoan(test, of)
      assert.ok((await test.deps.loans.repay('all', loan.id, payment({ principalFen: 100 }), clerk)).ok)
      const { drawdowns, repayments } = await books(loan.id)
      const ofDraw = { loanId: loan.id, id: drawdowns[0]?.id ?? '' }
      const refused = await test.deps.loans.correctDrawdown('all', ofDraw, '重复登记', clerk)
      assert.match(refused.ok ? '' : (refused.error[0]?.message ?? ''), /请先更正还款/)
      assert.equal((await books(loan.id)).drawdowns.length, 1, 'nothing was written')
      const ofPaid = { loanId: loan.id, id: repayments[0]?.id ?? '' }
      assert.ok((await test.deps.loans.correctRepayment('all', ofPaid, '打错了', clerk)).ok)
      assert.ok((await test.deps.loans.correctDrawdown('all', ofDraw, '重复登记', clerk)).ok)
      const after = await books(loan.id)
      assert.equal(after.loan.balanceFen, 0)
      assert.deepEqual(
        after.drawdowns.map(({ state, madeOn, amountFen }) => [state, madeOn, amountFen]),
        [
          ['corrected', '2026-11-20', wan(500)],
          ['corrected', '2026-11-20', -wan(500)],
        ],
      )
      await assert.rejects(test.deps.loans.endDrawing('all', loan.id, clerk), refusalMatching(/还没有有效的投放/))
    })
  })

  describe('closing', () => {
    it('waits until principal and interest are paid', async () => {
      const { loan } = await drawnLoan(test, of)
      await assert.rejects(test.deps.loans.close('all', loan.id, clerk), refusalMatching(/投放中/))
      await test.deps.loans.endDrawing('all', loan.id, clerk)
      const all = payment({ prepaidFen: wan(500), paidOn: '2026-11-22' })
      assert.ok((await test.deps.loans.repay('all', loan.id, all, clerk)).ok)
      const { dues } = await books(loan.id)
      const owed = dues.reduce((sum, { interestFen }) => sum + interestFen, 0)
      // 500 万 at 3.6 % for two days, 1/360 of a year each.
      assert.equal(owed, 100_000)
      await assert.rejects(test.deps.loans.close('all', loan.id, clerk), refusalMatching(/利息 1,000\.00 元 没有还清/))
      const interest = payment({ interestFen: owed, paidOn: '2026-11-22' })
      assert.ok((await test.deps.loans.repay('all', loan.id, interest, clerk)).ok)
      assert.equal((await test.deps.loans.close('all', loan.id, clerk)).state, 'closed')
      assert.equal((await test.deps.loans.close('all', loan.id, clerk)).state, 'closed', 'a second click')
      const ofPaid = { loanId: loan.id, id: (await books(loan.id)).repayments[0]?.id ?? '' }
      await assert.rejects(test.deps.loans.correctRepayment('all', ofPaid, '晚了', clerk), refusalMatching(/已结清/))
    })
  })

  describe('the class of quality', () => {
    it('keeps every step with its day and reason, none before the last or after today', async () => {
      const { loan } = await drawnLoan(test, of)
      const change = (quality: '关注' | '次级', from: string) =>
        test.deps.loans.changeQuality('all', loan.id, { quality, from, reason: '经营现金流下降' }, clerk)
      assert.ok((await change('关注', '2026-11-21')).ok)
      assert.equal((await change('次级', '2026-11-20')).ok, false)
      assert.equal((await change('次级', '2026-11-23')).ok, false)
      assert.ok((await change('次级', '2026-11-22')).ok)
      const { qualities, version } = (await books(loan.id)).loan
      const late = { quality: '可疑', from: '2026-11-22', reason: '停产整顿', shown: version - 1 } as const
      await assert.rejects(test.deps.loans.changeQuality('all', loan.id, late, clerk), LoanRefused)
      assert.deepEqual(
        qualities.map(({ quality, from }) => [quality, from]),
        [
          ['正常', '2026-11-20'],
          ['关注', '2026-11-21'],
          ['次级', '2026-11-22'],
        ],
      )
    })
  })

  it('leave with their enterprise without what is the bank’s own: the class of quality, its reasons, its people', async () => {
    const guest = await openPerson(test, 'owner')
    const { loan } = await drawnLoan(test, { ...of, enterpriseId: guest.organisation.id })
    assert.ok((await test.deps.loans.repay('all', loan.id, payment({ principalFen: 1 }), clerk)).ok)
    const quality = { quality: '关注', from: '2026-11-21', reason: '经营现金流下降' } as const
    assert.ok((await test.deps.loans.changeQuality('all', loan.id, quality, clerk)).ok)
    const text = JSON.stringify(await test.deps.loans.holder.exportOf(guest.organisation.id))
    assert.ok(text.includes(loan.contractNumber) && text.includes('"dues":[{') && text.includes('"repayments":[{'))
    assert.doesNotMatch(text, /qualities|关注|现金流下降/)
    assert.ok(!text.includes(clerk.name), 'nobody of the bank is named')
  })

  describe('signatures', () => {
    it('make one loan an application, though two officers sign at once', async () => {
      const application = await approvedApplication(test, of)
      const outcomes = await Promise.allSettled(
        [1, 2].map(() => test.deps.loans.sign('all', application.id, signatureOf(application), clerk)),
      )
      assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
      const moves = await test.deps.applications.movesOf(application.id)
      assert.equal(moves.length, 1)
    })

    it('keep what the contract costs a year in all, and nothing where a fee is not known', async () => {
      const plain = await approvedApplication(test, of)
      assert.ok(plain.offer)
      const costOfSigned = async (fees: readonly Fee[]) => {
        const offer = plain.offer && { ...plain.offer, terms: { ...plain.offer.terms, fees } }
        const application = await approvedApplication(test, { ...of, offer })
        const signed = await test.deps.loans.sign('all', application.id, signatureOf(application), clerk)
        return signed.ok ? signed.value.allInBp : 'refused'
      }
      const none = FEE_KINDS.map((kind): Fee => ({ kind, state: 'none' }))
      // Without a fee, equal principal month by month costs its rate.
      assert.equal(await costOfSigned(none), 360)
      assert.equal(await costOfSigned(none.slice(1)), null)
    })

    it('that were entered before the cost was kept have it worked out when they are read', async () => {
      const fees = FEE_KINDS.map((kind): Fee => ({ kind, state: 'none' }))
      const { loan } = await signedLoan(test, of)
      const loans = test.deps.db.connection.collection<{ _id: string }>('loans')
      await loans.updateOne({ _id: loan.id }, { $unset: { allInBp: '' }, $set: { fees } })
      const { records } = test.deps.loans
      for await (const { id, allInBp } of records.loans([loan.id]))
        assert.deepEqual([id, allInBp], [loan.id, loan.rateBp])
      const told: (number | null)[] = []
      for await (const { id, allInBp } of records.contracts()) if (id === loan.id) told.push(allInBp)
      for await (const { id, allInBp } of records.loans(null)) if (id === loan.id) told.push(allInBp)
      assert.deepEqual(told, [loan.rateBp, loan.rateBp])
    })

    it('give one contract number to one of two applications that ask at once', async () => {
      const both = [await approvedApplication(test, of), await approvedApplication(test, of)]
      const outcomes = await Promise.all(
        both.map((one) => test.deps.loans.sign('all', one.id, signatureOf(one, { contractNumber: 'HT-抢' }), clerk)),
      )
      assert.deepEqual(outcomes.map(({ ok }) => ok).sort(), [false, true])
    })

    it('refuse a maturity that lies before the end of the term, but for the days on which no bank works', async () => {
      const application = await approvedApplication(test, of)
      const plain = signatureOf(application)
      const { signedOn, months } = plain.contract
      const term = addMonths(signedOn, months)
      const faults = (maturity: string) =>
        contractFaults({ ...plain, contract: { ...plain.contract, maturity } }, application, '2026-11-22').filter(
          ({ field }) => field === 'maturity',
        )
      assert.deepEqual(faults(addDays(term, -7)), [])
      assert.deepEqual(faults(addMonths(term, 12)), [])
      assert.match(faults(addDays(term, -8))[0]?.message ?? '', new RegExp(`与期限 ${months} 个月不符`))
      assert.match(faults(addDays(addMonths(term, 12), 1))[0]?.message ?? '', /与期限/)
    })

    it('refuse a plan that does not add up or does not end at the maturity', async () => {
      const application = await approvedApplication(test, of)
      const faults = async (plan: { dueOn: string; principalFen: number }[]) => {
        const signature = signatureOf(application, { method: '按计划还本', plan })
        const outcome = await test.deps.loans.sign('all', application.id, signature, clerk)
        return outcome.ok ? [] : outcome.error.map(({ message }) => message)
      }
      assert.match((await faults([]))[0] ?? '', /请写明每次还本/)
      assert.match(
        (await faults([{ dueOn: '2027-11-20', principalFen: wan(499) }]))[0] ?? '',
        /应等于合同金额 500 万元/,
      )
      assert.match((await faults([{ dueOn: '2027-10-20', principalFen: wan(500) }]))[0] ?? '', /最后一次应在到期日/)
    })
  })

  describe('overdue', () => {
    it('begins at midnight in China, and both sides are told once a date that was missed', async () => {
      const { loan } = await drawnLoan(test, of, { firstDueOn: '2026-11-30', maturity: '2027-11-30' })
      const since = async () => (await test.deps.loans.overdue('all')).get(loan.id)?.since ?? null
      const about = new RegExp(`有一期还款逾期.*${loan.number}`)
      now = new Date('2026-11-30T15:59:59Z')
      assert.equal(await since(), null)
      await test.deps.loans.sendOverdueNotices(now)
      assert.equal((await told(owner, about)).length, 0)
      now = new Date('2026-11-30T16:00:00Z')
      assert.equal(await since(), '2026-11-30')
      await Promise.all([test.deps.loans.sendOverdueNotices(now), test.deps.loans.sendOverdueNotices(now)])
      await test.deps.loans.sendOverdueNotices(now)
      assert.equal((await told(owner, about)).length, 1)
      assert.equal((await told(officer, about)).length, 1)
      now = new Date('2026-12-30T16:00:00Z')
      await test.deps.loans.sendOverdueNotices(now)
      assert.equal((await told(owner, about)).length, 2, 'the second date, 30 December')
      const totals = await test.deps.loans.totals({ bankId: of.bankId }, { text: loan.number })
      const { dues } = await books(loan.id)
      const missed = dues.slice(0, 2).reduce((sum, due) => sum + due.principalFen + due.interestFen, 0)
      assert.deepEqual([totals.overdueCount, totals.overdueFen], [1, missed])
    })

    it('of a sample is told to nobody: its bank is a real one', async () => {
      const dates = { signedOn: '2025-11-20', firstDueOn: '2025-12-20', maturity: '2026-12-20' }
      const { loan } = await drawnLoan(test, { ...of, isSample: true }, dates, { madeOn: '2025-11-21' })
      await test.deps.loans.sendOverdueNotices(now)
      now = new Date('2027-01-04T02:00:00Z')
      await test.deps.loans.sendBenefitReminders(now)
      const about = new RegExp(`${loan.number}`)
      assert.deepEqual([...(await told(owner, about)), ...(await told(officer, about))], [])
    })

    it('is run by the job of the portal', async () => {
      const job = (await test.deps.jobs.list()).find(({ name }) => name === 'remind-of-loans')
      assert.ok(job)
    })
  })

  describe('benefits', () => {
    const dates = { signedOn: '2025-11-20', firstDueOn: '2025-12-20', maturity: '2026-12-20' }
    const report = { year: 2025, standardCoalTce: 800, carbonT: null, basis: '能源统计报表' }

    it('count once a project and year, whatever number of loans it has', async () => {
      const requestId = newRecordId()
      const [one, other] = [
        await drawnLoan(test, { ...of, requestId }, dates, { madeOn: '2025-11-21' }),
        await drawnLoan(test, { ...of, requestId }, dates, { madeOn: '2025-11-21' }),
      ]
      assert.ok((await test.deps.loans.reportBenefit('all', one.loan.id, report, clerk)).ok)
      const again = { ...report, standardCoalTce: 790 }
      assert.ok((await test.deps.loans.reportBenefit('all', other.loan.id, again, clerk)).ok)
      const { benefits } = await test.deps.loans.file('all', one.loan.id)
      assert.deepEqual(
        benefits.map(({ year, standardCoalTce, carbonT }) => [year, standardCoalTce, carbonT]),
        [[2025, 790, null]],
      )
      await test.deps.loans.verifyBenefit('all', { loanId: other.loan.id, year: 2025 }, '查验报表', clerk)
      const mended = await test.deps.loans.reportBenefit('all', one.loan.id, report, clerk)
      assert.match(mended.ok ? '' : (mended.error[0]?.message ?? ''), /已经核实/)
    })

    it('are not verified by who has seen other figures', async () => {
      const { loan } = await drawnLoan(test, of, dates, { madeOn: '2025-11-21' })
      const seen = await test.deps.loans.reportBenefit('all', loan.id, report, clerk)
      assert.ok(seen.ok)
      now = new Date(now.getTime() + 60_000)
      const mended = await test.deps.loans.reportBenefit('all', loan.id, { ...report, standardCoalTce: 8000 }, clerk)
      assert.ok(mended.ok)
      const verify = ({ reportedAt }: { readonly reportedAt: Date }) =>
        test.deps.loans.verifyBenefit(
          'all',
          { loanId: loan.id, year: 2025, shown: reportedAt.getTime() },
          '查验报表',
          clerk,
        )
      await assert.rejects(verify(seen.value), refusalMatching(/核实/))
      assert.equal((await test.deps.loans.file('all', loan.id)).benefits[0]?.source, '自报')
      await verify(mended.value)
      assert.equal((await test.deps.loans.file('all', loan.id)).benefits[0]?.source, '核实')
    })

    it('are not overwritten by a colleague who has not seen them', async () => {
      const { loan } = await drawnLoan(test, of, dates, { madeOn: '2025-11-21' })
      const first = { ...clerk, name: '王芳' }
      assert.ok((await test.deps.loans.reportBenefit('all', loan.id, { ...report, shown: 0 }, first)).ok)
      const late = { ...report, standardCoalTce: 8000, shown: 0 }
      await assert.rejects(
        test.deps.loans.reportBenefit('all', loan.id, late, clerk),
        refusalMatching(/王芳已于.*您刚才提交的内容没有保存/),
      )
      const kept = (await test.deps.loans.file('all', loan.id)).benefits[0]
      assert.equal(kept?.standardCoalTce, 800)
      assert.ok((await test.deps.loans.reportBenefit('all', loan.id, { ...report, shown: 0 }, first)).ok, 'sent twice')
      const seen = { ...late, shown: kept.reportedAt.getTime() }
      assert.ok((await test.deps.loans.reportBenefit('all', loan.id, seen, clerk)).ok)
      assert.equal((await test.deps.loans.file('all', loan.id)).benefits[0]?.standardCoalTce, 8000)
    })

    it('are one record though the form is sent twice at the same moment', async () => {
      const { loan } = await drawnLoan(test, of, dates, { madeOn: '2025-11-21' })
      const both = await Promise.all([1, 2].map(() => test.deps.loans.reportBenefit('all', loan.id, report, clerk)))
      assert.ok(both.every(({ ok }) => ok))
      assert.equal((await test.deps.loans.file('all', loan.id)).benefits.length, 1)
    })

    it('are asked for in January, once, of projects that are green and have not reported', async () => {
      const green = await drawnLoan(test, of, dates, { madeOn: '2025-11-21' })
      const { dimensions } = green.application
      const plain = { ...dimensions, greenCode: '', energySavingTce: null, carbonReductionT: null }
      const other = await drawnLoan(test, { ...of, dimensions: plain }, dates, { madeOn: '2025-11-21' })
      now = new Date('2026-12-31T15:00:00Z')
      assert.equal(await test.deps.loans.sendBenefitReminders(now), 0)
      now = new Date('2026-12-31T16:00:00Z')
      assert.ok((await test.deps.loans.sendBenefitReminders(now)) > 0)
      await test.deps.loans.sendBenefitReminders(now)
      assert.equal((await told(owner, new RegExp(`请填报 2026 年环境效益.*${green.loan.number}`))).length, 1)
      assert.equal((await told(owner, new RegExp(`环境效益.*${other.loan.number}`))).length, 0)
    })

    it('are attributed by balance over total investment, never above the whole, unknown while that is unknown', () => {
      assert.equal(attributedShare(wan(500), wan(2000)).share, 0.25)
      assert.equal(attributedShare(wan(500), wan(400)).share, 1)
      assert.equal(attributedShare(wan(500), null).share, null)
      assert.equal(attributedShare(0, wan(400)).share, 0)
    })
  })

  it('keep their enterprise from being closed, until they are closed themselves', async () => {
    const guest = await openPerson(test, 'owner')
    const { connection } = test.deps.db
    const { id } = guest.organisation
    const close = () => inTransaction(connection, (session) => test.deps.loans.holder.close(session, id))
    const { loan } = await drawnLoan(test, { ...of, enterpriseId: id })
    await assert.rejects(close(), refusalMatching(/企业还有 1 笔贷款没有结清/))
    await test.deps.loans.endDrawing('all', loan.id, clerk)
    const all = payment({ prepaidFen: wan(500), paidOn: '2026-11-20' })
    assert.ok((await test.deps.loans.repay('all', loan.id, all, clerk)).ok)
    await test.deps.loans.close('all', loan.id, clerk)
    await close()
    assert.equal((await test.deps.loans.file('all', loan.id)).loan.state, 'closed', 'the bank keeps its record')
  })

  it('of samples leave with their enterprise, notices and all', async () => {
    const guest = await openPerson(test, 'owner')
    const { loan } = await drawnLoan(test, { ...of, enterpriseId: guest.organisation.id, isSample: true })
    assert.ok((await test.deps.loans.repay('all', loan.id, payment({ principalFen: 1 }), clerk)).ok)
    const removed = await inTransaction(test.deps.db.connection, (session) =>
      test.deps.loans.removeOf(session, [guest.organisation.id]),
    )
    assert.equal(removed, 1)
    await assert.rejects(test.deps.loans.file('all', loan.id), refusalMatching(/没有这笔贷款/))
    assert.equal((await told(guest, new RegExp(`登记了一笔还款.*${loan.number}`))).length, 0)
    for (const name of ['loan_drawdowns', 'loan_repayments', 'loan_dues']) {
      assert.equal(await test.deps.db.connection.collection(name).countDocuments({ loanId: loan.id }), 0, name)
    }
  })

  it('sum up by the day of signature for what a bank has contracted', async () => {
    const bankId = `bank-${newRecordId()}`
    await signedLoan(test, { ...of, bankId }, { signedOn: '2026-11-01' })
    await signedLoan(test, { ...of, bankId }, { signedOn: '2026-11-20' })
    const contracted = (from: string, until: string, isSample = false) =>
      test.deps.loans.contractedFen(bankId, from, until, { isSample })
    assert.equal(await contracted('2026-11-01', '2026-11-20'), wan(1000))
    assert.equal(await contracted('2026-11-02', '2026-11-20'), wan(500))
    assert.equal(await contracted('2026-11-01', '2026-11-20', true), 0)
  })
})
