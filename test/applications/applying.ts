import assert from 'node:assert/strict'
import { systemActor } from '../../src/audit/index.js'
import { moverOf, type Mover, type FinancingRequest, type Submission } from '../../src/applications/index.js'
import { newRecordId } from '../../src/db/index.js'
import type { Need, NeedTerms } from '../../src/enterprises/index.js'
import type { TestApp } from '../support/app.js'
import { openPerson, type Person } from '../support/people.js'

/** An approved enterprise with a need that some products fit, and the papers that are asked for at once. */
export type Applicant = {
  readonly enterpriseId: string
  readonly accountId: string
  readonly email: string
  readonly mover: Mover
  readonly need: Need
  readonly fileId: string
}

export const wan = (amount: number): number => amount * 1_000_000

const terms: NeedTerms = {
  title: '日常流动资金',
  amountFen: wan(100),
  termMonths: 12,
  purpose: '流动资金',
  greenCode: '',
  investmentFen: null,
  ownFundsFen: null,
  approvals: null,
  securities: [{ kind: '房产', valueFen: wan(150) }],
  securityRegistered: null,
  energySavingTce: null,
  carbonReductionT: null,
}

let applicants = 0

/** Registers, approves and equips an enterprise, straight through the services. */
export async function applicant(test: TestApp, given: Partial<NeedTerms> = {}): Promise<Applicant> {
  return applicantFor(test, await openPerson(test, 'owner'), given)
}

/** The same for an owner who is there already. */
export async function applicantFor(test: TestApp, owner: Person, given: Partial<NeedTerms> = {}): Promise<Applicant> {
  const { enterprises } = test.deps
  const enterpriseId = owner.organisation.id
  await enterprises.approve(enterpriseId, systemActor)
  const bytes = Buffer.from(`%PDF-1.7\n${++applicants}\n%%EOF`)
  const file = await enterprises.addEvidence(
    enterpriseId,
    { name: '营业执照.pdf', kind: 'pdf', mime: 'application/pdf', bytes },
    systemActor,
  )
  const need = await enterprises.addNeed(enterpriseId, { ...terms, ...given }, systemActor)
  assert.ok(file.ok && need.ok)
  const user = { id: owner.id, role: owner.role, name: '王芳', email: owner.email, organisation: owner.organisation }
  return {
    enterpriseId,
    accountId: owner.id,
    email: owner.email,
    mover: moverOf(user),
    need: need.value,
    fileId: file.value.id,
  }
}

/** A submission that nothing is wrong with, to the first bank whose product may be applied for. */
export async function submission(
  test: TestApp,
  { enterpriseId, need, fileId }: Applicant,
  given: Partial<Submission> = {},
): Promise<Submission> {
  const product = await openProduct(test, enterpriseId, need.id)
  return {
    key: newRecordId(),
    needId: need.id,
    channel: 'directed',
    productIds: [product.productId],
    excludedBanks: [],
    amountFen: wan(50),
    termMonths: 12,
    securities: [],
    papers: ['licence', 'statements', 'approvals'].map((code) => ({ code, evidenceIds: [fileId] })),
    firstLoan: null,
    agreedBanks: [product.bankId],
    agreedHall: true,
    scopes: ['profile', 'figures', 'evidence', 'needs'],
    until: '2027-05-22',
    ...given,
  }
}

/** A product that may be applied for and lends fifty 万元 for a year. */
async function openProduct(test: TestApp, enterpriseId: string, needId: string) {
  const match = await test.deps.enterprises.matchNeed(enterpriseId, needId, systemActor)
  const snapshot = await test.deps.catalogue.current()
  const record = JSON.parse(match.text) as { results: { product: string; bank: string; verdict: string }[] }
  const found = record.results.find(({ product, verdict }) => {
    const { amount, term, confidence } = snapshot.products.get(product) ?? {}
    return (
      verdict !== 'ineligible' &&
      confidence !== 'illustrative' &&
      (amount?.minWan ?? 0) <= 1 &&
      (amount?.maxWan ?? 1e9) >= 100 &&
      (term?.minMonths ?? 0) <= 12 &&
      (term?.maxMonths ?? 999) >= 12
    )
  })
  assert.ok(found, 'no product may be applied for')
  return { productId: found.product, bankId: found.bank }
}

/** Submits and expects it to go through. */
export async function submitted(
  test: TestApp,
  who: Applicant,
  given: Partial<Submission> = {},
): Promise<FinancingRequest> {
  const outcome = await test.deps.requests.submit(who.enterpriseId, await submission(test, who, given), who.mover)
  assert.ok(outcome.ok, outcome.ok ? '' : JSON.stringify(outcome.faults))
  return outcome.request
}

/** Submits and expects it to be refused, answering the sentences. */
export async function refused(test: TestApp, who: Applicant, given: Partial<Submission>): Promise<readonly string[]> {
  const outcome = await test.deps.requests.submit(who.enterpriseId, await submission(test, who, given), who.mover)
  assert.ok(!outcome.ok, 'it was submitted')
  return outcome.faults.map(({ message }) => message)
}
