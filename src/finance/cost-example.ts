import type { Fen } from '../kernel/money.js'
import { pctFromBp } from '../kernel/percent.js'
import { annualRatesOf } from './annual-cost.js'
import { annualisedSimplePct, internalRate } from './internal-rate.js'
import type { MonthlyLoan } from './monthly-loan.js'
import { monthlySchedule, type MonthlySchedule } from './monthly-schedule.js'

export type CostQuery = MonthlyLoan & {
  /** One-off fees the enterprise pays when the loan is paid out; fees the bank bears are not among them. */
  readonly upfrontFeesFen: Fen
}

/** What a loan costs. Rates are in percent, unrounded; `null` where the fees leave nothing to put a rate on. */
export type CostExample = {
  readonly schedule: MonthlySchedule
  readonly upfrontFeesFen: Fen
  readonly totalInterestFen: Fen
  /** Principal, interest and fees together. */
  readonly totalPaidFen: Fen
  /** 年化（单利，IRR）: all payments against the money that really arrives; see `annualRatesOf`. */
  readonly annualSimplePct: number | null
  /** 年化（复利，IRR）. */
  readonly annualCompoundPct: number | null
  /** 综合融资成本年化率: contract rate plus the fees put on a yearly basis (see `annualFeePct`). */
  readonly compositePct: number | null
}

/**
 * The cost of a loan with its fees, by internal rate of return and by the rule of the
 * 综合融资成本 disclosure. Fees of 0 mean that there are none: a fee that is not published must be named on the
 * page, it is not part of the figure.
 * @throws RangeError when the loan or the fees are not possible amounts.
 */
export function costExample(query: CostQuery): CostExample {
  const { amountFen, upfrontFeesFen, annualRateBp } = query
  if (!Number.isSafeInteger(upfrontFeesFen) || upfrontFeesFen < 0) {
    throw new RangeError(`not an amount of fees in fen: ${upfrontFeesFen}`)
  }
  const schedule = monthlySchedule(query)
  const annual = annualRatesOf(query.months, query.method, {
    amountFen,
    schedule,
    charges: [{ month: 0, fen: upfrontFeesFen }],
  })
  const fee = annualFeePct(schedule, amountFen, upfrontFeesFen)
  return {
    schedule,
    upfrontFeesFen,
    totalInterestFen: schedule.totalInterestFen,
    totalPaidFen: schedule.totalPaymentFen + upfrontFeesFen,
    annualSimplePct: annual?.simplePct ?? null,
    annualCompoundPct: annual?.compoundPct ?? null,
    compositePct: fee === null ? null : pctFromBp(annualRateBp) + fee,
  }
}

/**
 * A one-off fee as a yearly rate: the R with loan − fee = Σ principal ÷ (1 + R)^t, times twelve (单利). Interest is
 * left out, as in the 企业贷款综合融资成本年化率 calculation rule (read from a public implementation of it; not yet
 * checked against the official examples).
 */
function annualFeePct(schedule: MonthlySchedule, amountFen: Fen, feesFen: Fen): number | null {
  const monthly = internalRate(monthlyFlows(schedule, amountFen - feesFen, ({ principalFen }) => principalFen))
  return monthly === null ? null : annualisedSimplePct(monthly)
}

function monthlyFlows(
  { instalments }: MonthlySchedule,
  received: Fen,
  paid: (instalment: MonthlySchedule['instalments'][number]) => Fen,
): readonly number[] {
  const flows = new Array<number>((instalments.at(-1)?.month ?? 0) + 1).fill(0)
  flows[0] = received
  for (const instalment of instalments) flows[instalment.month] = -paid(instalment)
  return flows
}
