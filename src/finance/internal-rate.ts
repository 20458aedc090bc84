const HIGHEST_RATE = 10
const LOWEST_RATE = -0.5
/** Two hundred halvings are far below the precision of a double; the loop ends when nothing changes any more. */
const MOST_HALVINGS = 200

/**
 * The internal rate of return per period of a loan: the r with Σ flows[t] ÷ (1 + r)^t = 0, where the flows change
 * sign once (one side pays first, the other later), so that there is at most one such rate.
 *
 * `null` when there is none between −50 % and 1,000 % a period: for instance when fees eat the whole loan.
 */
export function internalRate(flows: readonly number[]): number | null {
  return bisectRate((rate) => presentValue(flows, rate))
}

/**
 * The rate over the whole term of a loan whose interest is paid once, at the end: the R with
 * Σ flow ÷ (1 + R·f) = 0, where f is the share of the term that has gone by. Within one interest period nothing is
 * compounded, as the 企业贷款综合融资成本年化率 rule treats fractions of a period. `null` as for `internalRate`.
 */
export function termRate(flows: readonly { readonly share: number; readonly fen: number }[]): number | null {
  return bisectRate((rate) => flows.reduce((sum, { share, fen }) => sum + fen / (1 + rate * share), 0))
}

function bisectRate(value: (rate: number) => number): number | null {
  let [low, high] = [LOWEST_RATE, HIGHEST_RATE]
  const signAtLow = Math.sign(value(low))
  if (signAtLow * Math.sign(value(high)) >= 0) return null
  for (let step = 0; step < MOST_HALVINGS; step += 1) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (Math.sign(value(middle)) === signAtLow) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Horner's scheme from the last flow; scaled by the highest power when rates are negative, the sign is the same. */
function presentValue(flows: readonly number[], rate: number): number {
  if (rate < 0) return flows.reduce((sum, flow) => sum * (1 + rate) + flow, 0)
  return flows.reduceRight((sum, flow) => sum / (1 + rate) + flow, 0)
}

/** 单利年化: the rate of a period times the periods of a year, in percent. */
export function annualisedSimplePct(periodRate: number, periodsPerYear = 12): number {
  return periodRate * periodsPerYear * 100
}

/** 复利年化: (1 + r)^n − 1, in percent; the basis of 中国人民银行公告〔2021〕第3号 unless 单利 is named. */
export function annualisedCompoundPct(periodRate: number, periodsPerYear = 12): number {
  return ((1 + periodRate) ** periodsPerYear - 1) * 100
}
