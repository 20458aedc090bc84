/**
 * The tests behind the marks of the page about fairness. All are two-sided and rest on the normal approximation, which
 * is why small groups are not tested at all.
 */

/** Groups with fewer cases than this, or than this left over, are shown without a mark. */
export const FEWEST_CASES = 10
/** A cell of the table of outcomes in which fewer than this are expected makes the approximation of rates too rough. */
const FEWEST_EXPECTED = 5

export type Rate = { readonly hits: number; readonly cases: number }

/**
 * Two-sided test of two proportions: how likely a difference at least this large is if both have the same rate. Pooled
 * variance, with Yates' correction for continuity. Source: Fleiss, Levin, Paik, Statistical Methods for Rates and
 * Proportions, 3rd ed., ch. 3.
 * @returns null where there are too few cases to say
 */
export function rateDifferenceP(one: Rate, rest: Rate): number | null {
  const cases = one.cases + rest.cases
  const hits = one.hits + rest.hits
  if (one.cases < FEWEST_CASES || rest.cases < FEWEST_CASES) return null
  // All or none: no difference can be seen.
  if (hits === 0 || hits === cases) return 1
  const smallest = (Math.min(one.cases, rest.cases) * Math.min(hits, cases - hits)) / cases
  if (smallest < FEWEST_EXPECTED) return null
  const pooled = hits / cases
  const inverse = 1 / one.cases + 1 / rest.cases
  const difference = Math.abs(one.hits / one.cases - rest.hits / rest.cases)
  const corrected = Math.max(0, difference - inverse / 2)
  return twoSided(corrected / Math.sqrt(pooled * (1 - pooled) * inverse))
}

/**
 * Mann–Whitney test: how likely values at least this far apart are if both come from one distribution. Ranks of equal
 * values are shared, with the variance corrected for them and for continuity. Source: Hollander, Wolfe, Nonparametric
 * Statistical Methods, 2nd ed., ch. 4.1.
 * @returns null where there are too few values to say
 */
export function timeDifferenceP(one: readonly number[], rest: readonly number[]): number | null {
  if (one.length < FEWEST_CASES || rest.length < FEWEST_CASES) return null
  const all = [...one.map((value) => ({ value, own: true })), ...rest.map((value) => ({ value, own: false }))]
  all.sort((a, b) => a.value - b.value)
  let ranks = 0
  let ties = 0
  for (let from = 0; from < all.length;) {
    let to = from
    while (to < all.length && all[to]?.value === all[from]?.value) to += 1
    const shared = (from + 1 + to) / 2
    for (let at = from; at < to; at += 1) if (all[at]?.own === true) ranks += shared
    ties += (to - from) ** 3 - (to - from)
    from = to
  }
  const [n, m, whole] = [one.length, rest.length, all.length]
  const variance = ((n * m) / 12) * (whole + 1 - ties / (whole * (whole - 1)))
  if (variance <= 0) return 1
  const distance = Math.abs(ranks - (n * (n + 1)) / 2 - (n * m) / 2)
  return twoSided(Math.max(0, distance - 0.5) / Math.sqrt(variance))
}

/**
 * Which of many tests count as a difference, so that of all differences told at most the given share is expected to be
 * chance (Benjamini, Hochberg 1995). What could not be tested takes no part.
 * @returns for each test whether it is marked
 */
export function significantAt(ps: readonly (number | null)[], share: number): readonly boolean[] {
  const tested = ps.filter((p) => p !== null).sort((a, b) => a - b)
  let limit = -1
  tested.forEach((p, at) => {
    if (p <= ((at + 1) / tested.length) * share) limit = p
  })
  return ps.map((p) => p !== null && p <= limit)
}

/** The chance that a standard normal value is at least this far from 0. */
const twoSided = (z: number): number => errorComplement(z / Math.SQRT2)

/**
 * 1 − erf for arguments from 0 on, within 1.5e-7. Source: Abramowitz, Stegun, Handbook of Mathematical Functions,
 * formula 7.1.26.
 */
function errorComplement(x: number): number {
  const t = 1 / (1 + 0.3275911 * x)
  return COEFFICIENTS.reduceRight((sum, coefficient) => (sum + coefficient) * t, 0) * Math.exp(-x * x)
}

const COEFFICIENTS = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429]
