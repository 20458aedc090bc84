import type { Period } from '../rows/day.js'
import { quantile } from '../figures/aggregate.js'
import { filterDataset, type RowFilter } from '../figures/filter.js'
import type { Dataset } from '../rows/dataset.js'
import {
  bankRecords,
  PROMISED_STEPS,
  stepFigures,
  type PromisedStep,
  type StepFigures,
} from '../promises/promise-figures.js'

/** Fewer banks than this, and a median would say what a single one did. */
export const FEWEST_BANKS = 4

/** The figures that a bank sees of itself, in the order in which they are shown. */
export const OWN_MEASURES = [
  ...['requests', 'requested', 'claimed', 'approvals', 'approved'],
  ...['disbursed', 'loans', 'borrowers', 'rate', 'all-in', 'balance'],
] as const

/** The ledger as one bank may see it: its own rows and nothing of anybody else's. */
export const ownRows = (dataset: Dataset, rowFilter: RowFilter, bankId: string): Dataset =>
  filterDataset(dataset, { ...rowFilter, bankId })

/** A step of this bank beside the middle of all banks; null where fewer than four have ended one. */
export type OwnStep = {
  readonly step: PromisedStep
  readonly own: StepFigures
  readonly overdue: number
  readonly banks: number
  readonly middle: { readonly onTimeShare: number; readonly median: number } | null
}

/**
 * How the bank kept its limits, beside the median of all banks (its own among them), each bank counting once. The filter
 * is the same for all; the others appear in no other way.
 */
export function ownSteps(
  dataset: Dataset,
  { rowFilter, period, now }: { readonly rowFilter: RowFilter; readonly period: Period; readonly now: Date },
  bankId: string,
): readonly OwnStep[] {
  const rows = filterDataset(dataset, { ...rowFilter, bankId: null })
  const records = bankRecords({ rows, period, now, released: [], escalations: [] })
  const mine = records.find((record) => record.bankId === bankId)
  return PROMISED_STEPS.map((step) => {
    const all = records.map((record) => stepFigures(record.steps[step])).filter(({ count }) => count > 0)
    const onTimeShare = quantile(all.flatMap(({ onTimeShare: share }) => share ?? []), 0.5) // prettier-ignore
    const median = quantile(all.flatMap(({ median: days }) => days ?? []), 0.5) // prettier-ignore
    return {
      step,
      own: stepFigures(mine?.steps[step] ?? []),
      overdue: mine?.overdue[step].length ?? 0,
      banks: all.length,
      middle: all.length < FEWEST_BANKS || onTimeShare === null || median === null ? null : { onTimeShare, median },
    }
  })
}
