import type { Period } from '../figures/day.js'
import { quantile } from '../figures/fold.js'
import { narrow, type Narrowing } from '../figures/narrow.js'
import type { Ledger } from '../figures/ledger.js'
import { bankRecords, PROMISED, stepFigures, type Promised, type StepFigures } from '../promises/promise-figures.js'

/** Fewer banks than this, and a median would say what a single one did. */
export const FEWEST_BANKS = 4

/** The figures that a bank sees of itself, in the order in which they are shown. */
export const OWN_MEASURES = [
  ...['requests', 'requested', 'claimed', 'approvals', 'approved'],
  ...['disbursed', 'loans', 'borrowers', 'rate', 'all-in', 'balance'],
] as const

/** The ledger as one bank may see it: its own rows and nothing of anybody else's. */
export const ownPart = (whole: Ledger, narrowing: Narrowing, bankId: string): Ledger =>
  narrow(whole, { ...narrowing, bankId })

/** A step of this bank beside the middle of all banks; null where fewer than four have ended one. */
export type OwnStep = {
  readonly step: Promised
  readonly own: StepFigures
  readonly overdue: number
  readonly banks: number
  readonly middle: { readonly keptShare: number; readonly median: number } | null
}

/**
 * How the bank kept its limits, beside the median of all banks (its own among them), each bank counting once. The filter
 * is the same for all; the others appear in no other way.
 */
export function ownSteps(
  whole: Ledger,
  { narrowing, period, now }: { readonly narrowing: Narrowing; readonly period: Period; readonly now: Date },
  bankId: string,
): readonly OwnStep[] {
  const part = narrow(whole, { ...narrowing, bankId: null })
  const records = bankRecords({ part, period, now, released: [], escalations: [] })
  const mine = records.find((record) => record.bankId === bankId)
  return PROMISED.map((step) => {
    const all = records.map((record) => stepFigures(record.steps[step])).filter(({ count }) => count > 0)
    const keptShare = quantile(all.flatMap(({ keptShare: share }) => share ?? []), 0.5) // prettier-ignore
    const median = quantile(all.flatMap(({ median: days }) => days ?? []), 0.5) // prettier-ignore
    return {
      step,
      own: stepFigures(mine?.steps[step] ?? []),
      overdue: mine?.overdue[step].length ?? 0,
      banks: all.length,
      middle: all.length < FEWEST_BANKS || keptShare === null || median === null ? null : { keptShare, median },
    }
  })
}
