import assert from 'node:assert/strict'
import type { FinancingRequest, Submission } from '../../src/applications/index.js'
import type { Fee, OfferTerms } from '../../src/finance/index.js'
import { FEE_KINDS } from '../../src/finance/index.js'
import type { Role } from '../../src/kernel/roles.js'
import { applicant, submitted, wan, type Applicant } from '../applications/applying.js'
import type { TestApp } from '../support/app.js'
import { openPerson } from '../support/people.js'

/** An instant in China. */
export const chinaTime = (text: string): Date => new Date(`${text}+08:00`)

/** A Monday morning; the window of what is submitted then ends on Tuesday at 23:59. */
export const monday = chinaTime('2026-11-23T10:00:00')
export const afterWindow = chinaTime('2026-11-25T00:00:00')

export type InHall = { readonly who: Applicant; readonly request: FinancingRequest; readonly banks: readonly string[] }

/** A request that stands in the hall, and the banks that may claim it in the order of the record. */
export async function inHall(test: TestApp, given: Partial<Submission> = {}): Promise<InHall> {
  const who = await applicant(test)
  const request = await submitted(test, who, { channel: 'hall', productIds: [], agreedBanks: [], ...given })
  const banks = [...new Set(request.products.map(({ bankId }) => bankId))]
  assert.ok(banks.length >= 5, `only ${banks.length} banks fit`)
  return { who, request, banks }
}

/** Somebody who works for a bank, as a route hands the person on. */
export async function bankUser(test: TestApp, bankId: string, role: Role = 'officer', name?: string) {
  const organisation = { kind: 'bank', id: bankId } as const
  const person = await openPerson(test, role, { organisation, ...(name !== undefined && { name }) })
  const account = await test.deps.accounts.find(person.id)
  assert.ok(account)
  return { ...person, name: account.name }
}

export async function bureauUser(test: TestApp) {
  const person = await openPerson(test, 'bureau')
  return { ...person, name: '工信局李' }
}

const none = FEE_KINDS.map((kind): Fee => ({ kind, state: 'none' }))

/** OfferTerms without fees, so that the cost is the rate. */
export const termsAt = (rateBp: number, given: Partial<OfferTerms> = {}): OfferTerms => ({
  amountFen: wan(50),
  rateBp,
  months: 12,
  method: '先息后本',
  dayCount: 'month',
  fees: none,
  securities: [],
  conditions: '',
  validUntil: '2026-12-31',
  ...given,
})

/** The bank's first product of a request. */
export function productOf({ products }: FinancingRequest, bankId: string): string {
  const product = products.find((one) => one.bankId === bankId)
  assert.ok(product, `${bankId} has no product for it`)
  return product.productId
}

/** Claims for a bank, as one of its officers, in the window that stands open. */
export async function bidAs(
  test: TestApp,
  user: Express.User,
  request: FinancingRequest,
  rateBp: number,
  given: Partial<OfferTerms> = {},
) {
  const bankId = user.organisation.id
  const { windows, bids: claims } = test.deps.hall.context
  const window = await windows.latest(request.id)
  assert.ok(window)
  const version = (await claims.find(window.id, bankId))?.version ?? 0
  return test.deps.hall.placeBid(
    user,
    request.id,
    { productId: productOf(request, bankId), terms: termsAt(rateBp, given) },
    { window: window.number, version },
  )
}

/** The hall's own application of a request, and those of banks. */
export async function applicationsOf(test: TestApp, request: FinancingRequest) {
  const all = await test.deps.applications.ofRequest('all', request.id)
  const hall = all.find(({ kind }) => kind === 'hall')
  assert.ok(hall)
  return { hall, banks: all.filter(({ kind }) => kind === 'bank') }
}
