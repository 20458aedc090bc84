import { datasetOf, type Dataset } from './dataset.js'
import type { AnyRow } from './row-types.js'
import { attributesOf } from '../figures/measure.js'

const isSample = (row: AnyRow): boolean => attributesOf(row).isSample

/** The invented rows alone: a part of a figure holds samples where these have something in it. */
export const samplesOf = ({ requests, cases, loans, flows }: Dataset): Dataset =>
  datasetOf({
    requests: requests.filter(isSample),
    cases: cases.filter(isSample),
    loans: loans.filter(isSample),
    flows: flows.filter(isSample),
  })
