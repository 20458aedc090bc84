import type { Application, ChosenProduct, MoverKind, FinancingRequest } from '../../src/applications/index.js'
import { inTransaction, newRecordId } from '../../src/db/index.js'
import { FEE_KINDS, type Fee, type OfferTerms } from '../../src/finance/index.js'
import type { TestApp } from './app.js'
import { plainRequest } from './request.js'

export const WAN = 1_000_000

/** Terms of 800 万元 over 36 months at 3.45%, without fees. */
export function offeredTerms(changes: Partial<OfferTerms> = {}): OfferTerms {
  return {
    amountFen: 800 * WAN,
    rateBp: 345,
    months: 36,
    method: '等额本息',
    dayCount: 'month',
    fees: FEE_KINDS.map((kind) => ({ kind, state: 'none' })),
    securities: [],
    conditions: '',
    validUntil: '2026-12-18',
    ...changes,
  }
}

/** All kinds of fees: those given, the others known not to arise. */
export const feesWith = (...stated: readonly Fee[]): readonly Fee[] => [
  ...stated,
  ...FEE_KINDS.filter((kind) => !stated.some((fee) => fee.kind === kind)).map((kind): Fee => ({ kind, state: 'none' })),
]

/** Enters a request as a submission would leave it. */
export async function enterRequest(
  { deps }: TestApp,
  enterpriseId: string,
  changes: Partial<FinancingRequest> = {},
): Promise<FinancingRequest> {
  const request = plainRequest(enterpriseId, { submittedAt: deps.now(), ...changes })
  await inTransaction(deps.db.connection, (session) => deps.requests.context.requests.insert(session, request))
  return request
}

export const moverAs = (kind: MoverKind, name = '王经理', organisationId: string | null = null) => ({
  kind,
  name,
  actor: { accountId: newRecordId(), role: kind, organisationId },
})

/** The place of a request in the hall, open and with its places given. */
export async function enterHall({ deps }: TestApp, request: FinancingRequest): Promise<Application> {
  const { connection } = deps.db
  return inTransaction(connection, async (session) => {
    const base = { request, to: null, channel: 'hall', documents: [], from: 'draft' } as const
    const entered = await deps.applications.enterIn(session, {
      ...base,
      ...{ action: 'publish', mover: moverAs('enterprise') },
    })
    const listed = await deps.applications.moveIn(session, entered, { action: 'list', mover: moverAs('system') })
    return deps.applications.moveIn(session, listed, { action: 'fill', mover: moverAs('system') })
  })
}

/** One bank's application of the request, moved on to an offer, or (`terms: null`) to due diligence only. */
export async function enterOffer(
  { deps }: TestApp,
  request: FinancingRequest,
  {
    bankId,
    bankName,
    productName,
    terms,
    officerId = null,
  }: {
    readonly bankId: string
    readonly bankName: string
    readonly productName?: string
    readonly terms: OfferTerms | null
    readonly officerId?: string | null
  },
): Promise<Application> {
  const to: Omit<ChosenProduct, 'verdict'> = {
    ...{ bankId, bankName, productId: `${bankId}-1`, productName: productName ?? '绿色贷款' },
  }
  const hall = request.channel === 'hall'
  return inTransaction(deps.db.connection, async (session) => {
    const officer = moverAs('officer', '王经理', bankId)
    let at = await deps.applications.enterIn(session, {
      ...{ request, to, channel: request.channel, documents: [] },
      from: hall ? 'open' : 'draft',
      action: hall ? 'place' : 'submit',
      mover: hall ? moverAs('system') : moverAs('enterprise'),
    })
    const move = async (action: 'claim' | 'contact' | 'review' | 'offer', rest: object = {}) => {
      at = await deps.applications.moveIn(session, at, { action, mover: officer, ...rest })
    }
    if (!hall) await move('claim', { set: { officerId, officerName: '王经理' } })
    await move('contact', { reason: '已电话联系' })
    await move('review')
    const offer = terms && { id: newRecordId(), terms, at: deps.now(), by: '王经理' }
    if (offer) await move('offer', { set: { offer } })
    return at
  })
}

/** Where each bank of a request stands. */
export async function statesOf({ deps }: TestApp, requestId: string): Promise<Readonly<Record<string, string>>> {
  const all = await deps.applications.ofRequest('all', requestId)
  return Object.fromEntries(all.map(({ bankName, state }) => [bankName ?? '大厅', state]))
}
