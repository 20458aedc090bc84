import { datasetOf, type Dataset } from '../../src/statistics/rows/dataset.js'
import {
  caseRow,
  NO_REQUEST_OUTCOME,
  requestOutcomesOf,
  requestRow,
} from '../../src/statistics/rows/rows-from-records.js'
import type { Raw } from './figures/raw-records.js'

/** The rows of raw records, without their loans. */
export function rawDataset(raw: Raw): Dataset {
  const outcomes = requestOutcomesOf(raw.applications)
  const noSection = () => null
  return datasetOf({
    requests: raw.requests.map((one) => requestRow(one, outcomes.get(one.id) ?? NO_REQUEST_OUTCOME, noSection)),
    cases: raw.applications.flatMap((one) => caseRow(one, noSection) ?? []),
    loans: [],
    flows: [],
  })
}
