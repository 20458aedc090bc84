import assert from 'node:assert/strict'
import { newRecordId } from '../../src/db/index.js'
import type { TestApp } from './app.js'
import { approvedApplication, clerk, drawnLoan, signedLoan } from './loans.js'
import { openPerson, type Person } from './people.js'
import type { RecordOfOne } from './records.js'

type Make = (test: TestApp, owner: Person) => Promise<string>

/** What a bank keeps: a record of an enterprise that is somebody else's. */
const ofBank = (make: Make, fields: Readonly<Record<string, string>> = {}): RecordOfOne => ({
  role: 'officer',
  address: make,
  fields,
})
const borrower = async (test: TestApp, owner: Person) => {
  const { organisation } = await openPerson(test, 'owner')
  return { bankId: owner.organisation.id, enterpriseId: organisation.id }
}
const drawn =
  (end: string): Make =>
  async (test, owner) => {
    const { loan } = await drawnLoan(test, await borrower(test, owner))
    return `/bank/loans/${loan.id}${end}`
  }
const signed =
  (end: (drawdown: string) => string): Make =>
  async (test, owner) => {
    const drawdowns = [{ on: '2026-11-21', amountFen: 100_000_000 }]
    const { loan } = await signedLoan(test, await borrower(test, owner), {}, { drawdowns })
    const { drawdowns: planned } = await test.deps.loans.file('all', loan.id)
    return `/bank/loans/${loan.id}${end(planned[0]?.id ?? '')}`
  }
const corrected =
  (kind: 'drawdowns' | 'repayments'): Make =>
  async (test, owner) => {
    const { loan } = await drawnLoan(test, await borrower(test, owner))
    const paid = { paidOn: '2026-11-21', principalFen: 100, prepaidFen: 0, interestFen: 0, otherFen: 0 }
    const done = await test.deps.loans.repay('all', loan.id, { ...paid, key: newRecordId() }, clerk)
    assert.ok(done.ok)
    const record = (await test.deps.loans.file('all', loan.id))[kind][0]?.id ?? ''
    return `/bank/loans/${loan.id}/${kind}/${record}/correction`
  }
const own =
  (end: string): Make =>
  async (test, owner) => {
    const { loan } = await drawnLoan(test, { bankId: 'bank-x', enterpriseId: owner.organisation.id })
    return `/enterprise/loans/${loan.id}${end}`
  }
const benefit: Make = async (test, owner) => {
  const dates = { signedOn: '2025-11-20', firstDueOn: '2025-12-20', maturity: '2026-12-20' }
  const { loan } = await drawnLoan(test, await borrower(test, owner), dates, { madeOn: '2025-11-21' })
  const report = { year: 2025, standardCoalTce: 1, carbonT: null, basis: '能源统计报表' }
  assert.ok((await test.deps.loans.reportBenefit('all', loan.id, report, clerk)).ok)
  return `/bank/loans/${loan.id}/benefits/2025`
}

const reason = { reason: '登记时金额看错' }

/** Loans and what belongs to them, by address. */
export const loanRecords: Readonly<Record<string, RecordOfOne>> = {
  '/bank/applications/:id/contract': ofBank(async (test, owner) => {
    const { id } = await approvedApplication(test, await borrower(test, owner))
    return `/bank/applications/${id}/contract`
  }),
  '/bank/loans/:id': ofBank(drawn('')),
  '/bank/loans/:id/drawdowns': ofBank(drawn('/drawdowns')),
  '/bank/loans/:id/drawdowns/:record/cancellation': ofBank(
    signed((id) => `/drawdowns/${id}/cancellation`),
    reason,
  ),
  '/bank/loans/:id/drawdowns/:record/correction': ofBank(corrected('drawdowns'), reason),
  '/bank/loans/:id/repayments/:record/correction': ofBank(corrected('repayments'), reason),
  '/bank/loans/:id/drawing-end': ofBank(drawn('/drawing-end')),
  '/bank/loans/:id/repayments': ofBank(drawn('/repayments')),
  '/bank/loans/:id/quality': ofBank(drawn('/quality')),
  '/bank/loans/:id/closure': ofBank(async (test, owner) => {
    const address = await drawn('')(test, owner)
    const id = address.split('/').at(-1) ?? ''
    const { loans } = test.deps
    const all = { paidOn: '2026-11-20', principalFen: 0, prepaidFen: 500_000_000, interestFen: 0, otherFen: 0 }
    assert.ok((await loans.repay('all', id, { ...all, key: newRecordId() }, clerk)).ok)
    await loans.endDrawing('all', id, clerk)
    return `${address}/closure`
  }),
  '/bank/loans/:id/cancellation': ofBank(
    signed(() => '/cancellation'),
    { version: '1', cancelReason: '企业放弃了项目' },
  ),
  '/bank/loans/:id/benefits/:year': ofBank(benefit, { note: '查验了能源计量报表' }),
  '/enterprise/loans/:id': { role: 'owner', address: own('') },
  '/enterprise/loans/:id/benefits': { role: 'owner', address: own('/benefits') },
}
