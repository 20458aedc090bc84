import type { Fen } from '../kernel/money.js'
import type { FeeCharge, DayCountName, OfferTerms } from './offer-terms.js'
import { annualisedCompoundPct, annualisedSimplePct, internalRate, termRate } from './internal-rate.js'
import type { OfferedMethod } from './monthly-loan.js'
import type { MonthlySchedule } from './monthly-schedule.js'

/** The yearly effective rate, in percent and unrounded, with the method and day count that pages must show with it. */
export type AnnualCost = {
  /** 单利: the rate of a period times the periods of a year. Offers are ranked by it. */
  readonly simplePct: number
  /** 复利: (1 + the rate of a period) to the periods of a year, less one. */
  readonly compoundPct: number
  readonly method: string
  readonly dayCount: string
}

export const DAY_COUNT_NAMES: Readonly<Record<DayCountName, string>> = {
  month: '按月计息，每月为 1/12 年',
  'actual/360': '按实际天数计息，一年 360 天',
  'actual/365': '按实际天数计息，一年 365 天',
}

const MONTHLY = '内部收益率法（IRR），按月，单利年化：月收益率 × 12'
const ONCE = '内部收益率法（IRR），付息周期为全期，单利年化：全期收益率 × 12 ÷ 期限月数'

/** The all-in cost of an offer; null where the fees leave nothing to put a rate on. See `annualRatesOf`. */
export function annualCostOf(
  { amountFen, months, method, dayCount }: OfferTerms,
  schedule: MonthlySchedule,
  charges: readonly FeeCharge[],
): AnnualCost | null {
  const rates = annualRatesOf(months, method, { amountFen, schedule, charges })
  const name = method === '到期一次还本付息' ? ONCE : MONTHLY
  return rates && { ...rates, method: name, dayCount: DAY_COUNT_NAMES[dayCount] }
}

/**
 * The internal rate over the true flows: what is paid out less the fees of that day, then every instalment and fee
 * when it falls due. The period is the one in which interest is paid (a month, or the whole term with
 * 到期一次还本付息), so that without fees the simple rate is the contract rate (with 实际天数/360: × 365/360).
 * Null where the fees leave nothing to put a rate on.
 */
export function annualRatesOf(
  months: number,
  method: OfferedMethod,
  paid: { readonly amountFen: Fen; readonly schedule: MonthlySchedule; readonly charges: readonly FeeCharge[] },
): Pick<AnnualCost, 'simplePct' | 'compoundPct'> | null {
  const flows = new Array<number>(months + 1).fill(0)
  const add = (month: number, fen: number) => (flows[month] = (flows[month] ?? 0) + fen)
  add(0, paid.amountFen)
  for (const { month, paymentFen } of paid.schedule.instalments) add(month, -paymentFen)
  for (const { month, fen } of paid.charges) add(month, -fen)
  const once = method === '到期一次还本付息'
  const rate = once ? termRate(flows.map((fen, month) => ({ share: month / months, fen }))) : internalRate(flows)
  if (rate === null) return null
  const periods = once ? 12 / months : 12
  return { simplePct: annualisedSimplePct(rate, periods), compoundPct: annualisedCompoundPct(rate, periods) }
}
