import { datasetOf, type Dataset } from './dataset.js'
import { memoize } from './memoize.js'
import { attributesOf, type AnyRow, type RowAttributes } from './row-types.js'

const isSample = (row: AnyRow): boolean => attributesOf(row).isSample

/** The sample rows only. */
export const samplesOf = ({ requests, cases, loans, flows }: Dataset): Dataset =>
  datasetOf({
    requests: requests.filter(isSample),
    cases: cases.filter(isSample),
    loans: loans.filter(isSample),
    flows: flows.filter(isSample),
  })

/** Whether any row is sample data. */
export const hasSamples = ({ requests, loans }: Pick<Dataset, 'requests' | 'loans'>): boolean =>
  anySample(requests) || anySample(loans)

const anySample = memoize((rows: readonly Pick<RowAttributes, 'isSample'>[]) => rows.some(({ isSample }) => isSample))
