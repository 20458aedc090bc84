import assert from 'node:assert/strict'
import { portal, type Application, type Mover } from '../../src/applications/index.js'
import { inTransaction, newRecordId } from '../../src/db/index.js'
import type { Loan } from '../../src/loans/index.js'
import type { DrawdownOrder } from '../../src/loans/use-cases/make-drawdown.js'
import type { Signature } from '../../src/loans/use-cases/sign-contract.js'
import type { TestApp } from './app.js'

/** Somebody of the bank, without an account. */
export const clerk: Mover = { kind: 'officer', actor: portal.actor, name: '客户经理李' }

const wan = (amount: number) => amount * 1_000_000
let made = 0

/** An application that a bank has approved: 500 万 at 3.6 % for twelve months, unless told otherwise. */
export async function approvedApplication(
  { deps }: TestApp,
  given: Partial<Application> & Pick<Application, 'bankId' | 'enterpriseId'>,
): Promise<Application> {
  const at = deps.now()
  const number = ++made
  const application: Application = {
    id: newRecordId(),
    number: `SQ-2026-${String(number).padStart(6, '0')}-1`,
    requestId: newRecordId(),
    kind: 'bank',
    channel: 'directed',
    enterpriseName: '天山纺织有限公司',
    title: '二号锅炉节能改造',
    bankName: '第一银行',
    productId: 'product-1',
    productName: '绿色设备贷',
    amountFen: wan(500),
    termMonths: 12,
    dimensions: {
      division: '第八师',
      industry: '1711',
      sizeClass: '中型',
      ownership: '民营',
      yearsInOperation: 8,
      greenCode: '1.1.1',
      purpose: '设备更新',
      firstLoan: true,
      investmentFen: wan(1000),
      energySavingTce: 800,
      carbonReductionT: 2000,
    },
    isSample: false,
    state: 'approved',
    before: null,
    step: null,
    officerId: null,
    officerName: null,
    documents: [],
    asked: null,
    offer: {
      id: newRecordId(),
      terms: {
        amountFen: wan(500),
        rateBp: 360,
        months: 12,
        method: '等额本金',
        dayCount: 'month',
        fees: [{ kind: 'guarantee', state: 'none' }],
        securities: [],
        conditions: '',
        validUntil: '2026-12-31',
      },
      at,
      by: '客户经理李',
    },
    proposal: null,
    decision: {
      amountFen: wan(500),
      rateBp: 360,
      months: 12,
      conditions: '设备抵押登记办妥；采购合同已签订',
      at,
      by: '审批经理王',
      proposedBy: null,
    },
    refusal: null,
    contests: [],
    reached: { approved: at },
    steps: [],
    version: 1,
    submittedAt: at,
    updatedAt: at,
    endedAt: null,
    ...given,
  }
  await inTransaction(deps.db.connection, (session) =>
    deps.applications.context.applications.insert(session, [application]),
  )
  return application
}

/** A contract as the bank of this application may sign it. */
export function signatureOf(
  application: Pick<Application, 'version'>,
  contract: Partial<Signature['contract']> = {},
  rest: Partial<Omit<Signature, 'contract'>> = {},
): Signature {
  return {
    contract: {
      contractNumber: `HT-${newRecordId()}`,
      amountFen: wan(500),
      rateBp: 360,
      months: 12,
      method: '等额本金',
      dayCount: 'month',
      plan: [],
      signedOn: '2026-11-20',
      firstDueOn: '2026-12-20',
      maturity: '2027-11-20',
      guarantee: '抵押',
      ...contract,
    },
    conditions: [],
    drawdowns: [],
    shown: application.version,
    ...rest,
  }
}

export type SignedLoan = { readonly loan: Loan; readonly application: Application }

/** A loan whose contract is signed; nothing is drawn. */
export async function signedLoan(
  test: TestApp,
  of: Parameters<typeof approvedApplication>[1],
  contract: Partial<Signature['contract']> = {},
  rest: Partial<Omit<Signature, 'contract'>> = {},
): Promise<SignedLoan> {
  const application = await approvedApplication(test, of)
  const signature = signatureOf(application, contract, rest)
  const signed = await test.deps.loans.sign('all', application.id, signature, clerk)
  assert.ok(signed.ok, signed.ok ? '' : signed.error.map(({ message }) => message).join())
  return { loan: signed.value, application }
}

export const drawing = (given: Partial<DrawdownOrder> = {}): DrawdownOrder => ({
  plannedId: null,
  madeOn: '2026-11-20',
  amountFen: wan(500),
  use: '受托支付至设备供应商',
  fulfilled: [],
  key: newRecordId(),
  ...given,
})

/** A loan that is drawn in full on 20 November 2026. */
export async function drawnLoan(
  test: TestApp,
  of: Parameters<typeof approvedApplication>[1],
  contract: Partial<Signature['contract']> = {},
  order: Partial<DrawdownOrder> = {},
): Promise<SignedLoan> {
  const signed = await signedLoan(test, of, contract)
  const drawn = await test.deps.loans.draw('all', signed.loan.id, drawing(order), clerk)
  assert.ok(drawn.ok, drawn.ok ? '' : drawn.error.map(({ message }) => message).join())
  return { ...signed, loan: drawn.value }
}
