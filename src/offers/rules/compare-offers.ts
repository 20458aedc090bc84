import type { Application, Offer } from '../../applications/index.js'
import { costSheet, FEE_NAMES, type CostSheet } from '../../finance/index.js'
import type { LawDate } from '../../kernel/dates.js'
import { formatRatePct } from '../../kernel/percent.js'
import { isOpenOffer, isChosen } from './chosen-offers.js'

/** `open`: may be chosen today. `taken`: chosen. `gone`: declined, withdrawn or expired. */
export type OfferStatus = 'open' | 'taken' | 'gone'

export type ComparedOffer = {
  readonly application: Application
  readonly offer: Offer
  readonly sheet: CostSheet
  readonly status: OfferStatus
  /** Why the offer is not ranked, in plain Chinese; null when it is. */
  readonly unranked: string | null
}

/** Why an offer cannot be ranked by cost; null when it can. An unknown cost never counts as zero. */
export function whyUnranked({ missing, planMissing, annual }: CostSheet): string | null {
  const open = [...(planMissing ? ['还本计划'] : []), ...missing.map((kind) => FEE_NAMES[kind])]
  if (open.length > 0) return `未参与排名：${open.join('、')}未说明`
  return annual === null ? '未参与排名：费用不低于到账金额，无法折算成年成本' : null
}

const statusOf = (application: Application, today: LawDate): OfferStatus =>
  isChosen(application) ? 'taken' : isOpenOffer(application, today) ? 'open' : 'gone'

/**
 * The offers of a request, sorted for the enterprise: open and chosen ones first, by all-in cost, unranked ones after
 * them; offers that are gone last.
 */
export function compareOffers(applications: readonly Application[], today: LawDate): readonly ComparedOffer[] {
  const compared = applications.flatMap((application): readonly ComparedOffer[] => {
    const { kind, offer } = application
    if (kind !== 'bank' || offer === null) return []
    const sheet = costSheet(offer.terms)
    const status = statusOf(application, today)
    return [{ application, offer, sheet, status, unranked: whyUnranked(sheet) }]
  })
  return compared.toSorted(
    (one, other) =>
      Number(one.status === 'gone') - Number(other.status === 'gone') ||
      annualPct(one) - annualPct(other) ||
      one.application.number.localeCompare(other.application.number),
  )
}

const annualPct = ({ sheet }: ComparedOffer): number => sheet.annual?.simplePct ?? Number.MAX_VALUE

/** The cheapest offers, compared at the two decimals that are shown; none when nothing is ranked. */
export function cheapest(offers: readonly ComparedOffer[]): readonly ComparedOffer[] {
  const ranked = offers.filter(({ status, unranked }) => status !== 'gone' && unranked === null)
  const best = ranked[0]?.sheet.annual
  if (!best) return []
  return ranked.filter(({ sheet }) => formatRatePct(sheet.annual?.simplePct ?? 0) === formatRatePct(best.simplePct))
}
