import type { Application, Offer } from '../applications/index.js'
import { costSheet, FEE_NAMES, type CostSheet } from '../finance/index.js'
import type { LawDate } from '../kernel/dates.js'
import { formatRatePct } from '../kernel/percent.js'
import { isOpenOffer, isTaken } from './taken.js'

/** `open`: may be chosen today. `taken`: chosen, and the choice stands. `gone`: declined, withdrawn or run out. */
export type OfferStanding = 'open' | 'taken' | 'gone'

export type ComparedOffer = {
  readonly application: Application
  readonly offer: Offer
  readonly sheet: CostSheet
  readonly standing: OfferStanding
  /** Why it takes no part in the ranking, in plain Chinese; null when it does. */
  readonly unranked: string | null
}

/** Why the cost of an offer cannot be ranked; null when it can. What is not known is never counted as nothing. */
export function whyUnranked({ missing, planMissing, annual }: CostSheet): string | null {
  const open = [...(planMissing ? ['还本计划'] : []), ...missing.map((kind) => FEE_NAMES[kind])]
  if (open.length > 0) return `未参与排名：${open.join('、')}未说明`
  return annual === null ? '未参与排名：费用不低于到账金额，无法折算成年成本' : null
}

const standingOf = (application: Application, today: LawDate): OfferStanding =>
  isTaken(application) ? 'taken' : isOpenOffer(application, today) ? 'open' : 'gone'

/**
 * The offers of a request for the enterprise: those that can be chosen or are chosen first, the cheapest all-in first,
 * what is not ranked behind them; offers that are gone last.
 */
export function compareOffers(applications: readonly Application[], today: LawDate): readonly ComparedOffer[] {
  const compared = applications.flatMap((application): readonly ComparedOffer[] => {
    const { kind, offer } = application
    if (kind !== 'bank' || offer === null) return []
    const sheet = costSheet(offer.terms)
    const standing = standingOf(application, today)
    return [{ application, offer, sheet, standing, unranked: whyUnranked(sheet) }]
  })
  return compared.toSorted(
    (one, other) =>
      Number(one.standing === 'gone') - Number(other.standing === 'gone') ||
      annualPct(one) - annualPct(other) ||
      one.application.number.localeCompare(other.application.number),
  )
}

const annualPct = ({ sheet }: ComparedOffer): number => sheet.annual?.simplePct ?? Number.MAX_VALUE

/** The offers that are cheapest as people read the figure, to two decimals; none when nothing is ranked. */
export function cheapest(offers: readonly ComparedOffer[]): readonly ComparedOffer[] {
  const ranked = offers.filter(({ standing, unranked }) => standing !== 'gone' && unranked === null)
  const best = ranked[0]?.sheet.annual
  if (!best) return []
  return ranked.filter(({ sheet }) => formatRatePct(sheet.annual?.simplePct ?? 0) === formatRatePct(best.simplePct))
}
