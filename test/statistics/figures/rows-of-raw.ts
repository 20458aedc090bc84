import type { DatasetRows } from '../../../src/statistics/rows/dataset.js'
import {
  caseRow,
  drawnRow,
  loanRow,
  NO_REQUEST_OUTCOME,
  requestOutcomesOf,
  repaidRow,
  requestRow,
} from '../../../src/statistics/rows/rows-from-records.js'
import type { Raw } from './raw-records.js'

const sectionOf = (industry: string) => (industry === '4416' ? 'D' : 'C')

/** The rows of raw records, as they are made of what the stores return. */
export function everyRow(raw: Raw): DatasetRows {
  const outcomes = requestOutcomesOf(raw.applications)
  const requests = raw.requests.map((one) => requestRow(one, outcomes.get(one.id) ?? NO_REQUEST_OUTCOME, sectionOf))
  const submitted = new Map(requests.map(({ id, day }) => [id, day]))
  const loans = raw.loans.map((one) => loanRow(one, submitted.get(one.requestId) ?? null, sectionOf))
  const byId = new Map(loans.map((loan) => [loan.id, loan]))
  const flows = [
    ...raw.drawdowns.flatMap((one) => drawnRow(one, byId.get(one.loanId)) ?? []),
    ...raw.repayments.flatMap((one) => repaidRow(one, byId.get(one.loanId)) ?? []),
  ]
  const cases = raw.applications.flatMap((one) => caseRow(one, sectionOf) ?? [])
  return { requests, cases, loans, flows }
}
