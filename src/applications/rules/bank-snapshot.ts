import type { MatchRecord } from '@lueqiao/matching-engine'
import type { ConsentScope } from '../../enterprises/index.js'
import type { FrozenFact, RequestSnapshot } from './request-snapshot.js'

/** The parts of a snapshot that a consent lets a bank see; what it does not name is null, which is not “there is none”. */
export type BankSnapshot = {
  readonly scopes: readonly ConsentScope[]
  readonly takenAt: string
  readonly enterprise: RequestSnapshot['enterprise'] | null
  readonly facts: readonly FrozenFact[]
  readonly need: RequestSnapshot['need'] | null
  readonly request: RequestSnapshot['request'] | null
  readonly products: RequestSnapshot['products']
  readonly catalogue: string
  /** The decision record names facts of every kind, so it needs the consent to all that it holds. */
  readonly record: MatchRecord | null
  readonly evidence: RequestSnapshot['evidence'] | null
}

/** Facts that the figures of a year stand behind. */
const FIGURES: ReadonlySet<string> = new Set([
  'enterprise.annualRevenueWan',
  'enterprise.totalAssetsWan',
  'enterprise.annualTaxWan',
  'enterprise.netProfitWan',
  'enterprise.debtRatioPct',
  'enterprise.rdRatioPct',
  'enterprise.employees',
])

/** Under which consent a fact falls. */
export function scopeOfFact(fact: string): ConsentScope {
  if (fact.startsWith('need.')) return 'needs'
  return FIGURES.has(fact) ? 'figures' : 'profile'
}

/** What one bank sees: the parts it has consent to, and of products and results its own; who else was asked stays apart. */
export function bankSnapshot(snapshot: RequestSnapshot, bankId: string, scopes: readonly ConsentScope[]): BankSnapshot {
  const may = (scope: ConsentScope) => scopes.includes(scope)
  const { takenAt, enterprise, facts, need, request, products, catalogue, record, evidence } = snapshot
  const whole = may('profile') && may('figures') && may('needs')
  return {
    scopes,
    takenAt,
    catalogue,
    products: products.filter(({ bank }) => bank === bankId),
    enterprise: may('profile') ? enterprise : null,
    facts: facts.filter(({ fact }) => may(scopeOfFact(fact))),
    need: may('needs') ? need : null,
    request: may('needs') ? ownPart(request, bankId) : null,
    record: whole ? ownResults(JSON.parse(record) as MatchRecord, bankId) : null,
    evidence: may('evidence') ? evidence : null,
  }
}

const ownPart = (request: RequestSnapshot['request'], bankId: string): RequestSnapshot['request'] => ({
  ...request,
  products: request.products.filter((product) => product.bankId === bankId),
  excludedBanks: [],
})

const ownResults = (record: MatchRecord, bankId: string): MatchRecord => ({
  ...record,
  results: record.results.filter(({ bank }) => bank === bankId),
})
