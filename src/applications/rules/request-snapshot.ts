import { canonicalJson, type FactValue, type MatchRecord, type Product } from '@lueqiao/matching-engine'
import type { CatalogueSnapshot } from '../../catalogue/index.js'
import {
  factsOf,
  type Enterprise,
  type Evidence,
  type FactOrigin,
  type Need,
  type NeedTerms,
} from '../../enterprises/index.js'
import type { LawDate } from '../../kernel/dates.js'
import type { Dimensions, FinancingRequest } from './financing-request.js'

export type FrozenFact = { readonly fact: string; readonly value: FactValue } & FactOrigin

/** What a request was submitted on: frozen, so that a later change of the profile changes nothing here. */
export type RequestSnapshot = {
  readonly takenAt: string
  readonly enterprise: Pick<Enterprise, 'name' | 'creditCode' | 'isSample'>
  readonly facts: readonly FrozenFact[]
  readonly need: NeedTerms & Pick<Need, 'id' | 'version'>
  readonly request: Pick<
    FinancingRequest,
    | 'number'
    | 'channel'
    | 'amountFen'
    | 'termMonths'
    | 'products'
    | 'excludedBanks'
    | 'securities'
    | 'papers'
    | 'consent'
  > & { readonly firstLoan: boolean | null }
  /** The chosen products as the catalogue had them. */
  readonly products: readonly Product[]
  readonly catalogue: string
  /** Byte for byte the decision record made at submission. */
  readonly record: string
  readonly evidence: readonly Pick<Evidence, 'id' | 'name' | 'kind' | 'sizeBytes' | 'sha256'>[]
}

type Parts = {
  readonly enterprise: Enterprise
  readonly need: Need
  readonly request: Omit<FinancingRequest, 'snapshotHash'>
  readonly catalogue: CatalogueSnapshot
  readonly record: string
  readonly evidence: readonly Evidence[]
  readonly today: LawDate
}

/** The text of a snapshot: canonical JSON, so that its hash can be checked anywhere. */
export function snapshotText({ enterprise, need, request, catalogue, record, evidence, today }: Parts): string {
  // As in the decision, with the amount and the term of the request: the need may name more.
  const asked = { amountFen: request.amountFen, termMonths: request.termMonths }
  const { facts, sources } = factsOf(enterprise, { ...need, ...asked }, today)
  const put = new Set(request.papers.flatMap(({ evidenceIds }) => evidenceIds))
  const snapshot: RequestSnapshot = {
    takenAt: request.submittedAt.toISOString(),
    enterprise: { name: enterprise.name, creditCode: enterprise.creditCode, isSample: enterprise.isSample },
    facts: Object.entries(facts).flatMap(([fact, value]) => {
      const origin = sources[fact]
      return origin ? [{ fact, value, ...origin }] : []
    }),
    need: {
      ...{ id: need.id, version: need.version, title: need.title, purpose: need.purpose, greenCode: need.greenCode },
      ...{ amountFen: need.amountFen, termMonths: need.termMonths },
      ...{ investmentFen: need.investmentFen, ownFundsFen: need.ownFundsFen, approvals: need.approvals },
      ...{ securities: need.securities, securityRegistered: need.securityRegistered },
      ...{ energySavingTce: need.energySavingTce, carbonReductionT: need.carbonReductionT },
    },
    request: {
      number: request.number,
      channel: request.channel,
      amountFen: request.amountFen,
      termMonths: request.termMonths,
      products: request.products,
      excludedBanks: request.excludedBanks,
      securities: request.securities,
      papers: request.papers,
      consent: request.consent,
      firstLoan: request.dimensions.firstLoan,
    },
    products: request.products.flatMap(({ productId }) => catalogue.products.get(productId) ?? []),
    catalogue: request.catalogue,
    record,
    evidence: evidence
      .filter(({ id }) => put.has(id))
      .map(({ id, name, kind, sizeBytes, sha256 }) => ({ id, name, kind, sizeBytes, sha256 })),
  }
  return canonicalJson(snapshot)
}

/** What totals will be counted by, from the decision made at submission. */
export function dimensionsOf(
  { facts, derived }: Pick<MatchRecord, 'facts' | 'derived'>,
  need: Need,
  firstLoan: boolean | null,
): Dimensions {
  const text = (fact: string) => asText(facts[fact] ?? derived[fact])
  const years = facts['enterprise.yearsInOperation']
  return {
    division: text('enterprise.division'),
    industry: text('enterprise.industry'),
    sizeClass: text('enterprise.sizeClass'),
    ownership: text('enterprise.ownership'),
    yearsInOperation: typeof years === 'number' ? years : null,
    greenCode: need.greenCode,
    purpose: need.purpose,
    firstLoan,
    investmentFen: need.investmentFen,
    energySavingTce: need.energySavingTce,
    carbonReductionT: need.carbonReductionT,
  }
}

const asText = (value: FactValue | undefined): string | null => (typeof value === 'string' ? value : null)
