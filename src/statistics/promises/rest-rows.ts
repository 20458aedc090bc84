import { STATE_NAMES } from '../../applications/index.js'
import { numberCell, textCell, type TableCell } from '../drill-down/table-cell.js'
import type { CaseRow } from '../rows/row-types.js'
import { dispatchesOf, ratesOf, type BankRecord, type DispatchKind, type RateKind } from './promise-figures.js'
import { bpText, dayText } from './promise-text.js'

/** A list of applications: what stands beside each of them. */
export type RestList = {
  readonly title: string
  readonly definition: string
  readonly columns: readonly string[]
  readonly lines: readonly { readonly row: CaseRow; readonly more: readonly TableCell[] }[]
}

const RATE_LISTS: Readonly<Record<RateKind, readonly [title: string, definition: string]>> = {
  gaps: ['审批利率与初步方案之差', '期间内审批通过、此前给过初步方案的申请：审批年利率减去最后一次初步方案的年利率。'],
  'gap-raised': [
    '审批利率高于初步方案',
    '期间内审批通过、此前给过初步方案的申请中，审批年利率高于最后一次初步方案的。',
  ],
}

const DISPATCH_LISTS: Readonly<Record<DispatchKind, readonly [title: string, definition: string]>> = {
  dispatched: ['工信局派单', '期间内由工信局派给机构的申请，和它现在的状态。'],
  'dispatch-claimed': ['工信局派单：已受理', '期间内由工信局派给机构、到此刻机构已经受理的申请。'],
  'dispatch-approved': ['工信局派单：已通过', '期间内由工信局派给机构、到此刻机构已经审批通过的申请。'],
}

/** The decisions that a number of rates counts. */
export function rateList(kind: RateKind, records: readonly BankRecord[]): RestList {
  const [title, definition] = RATE_LISTS[kind]
  const rows = records.flatMap((record) => ratesOf(kind, record))
  return {
    ...{ title, definition, columns: ['审批日期', '利率差（基点）'] },
    lines: rows.map((row) => ({
      row,
      more: [textCell(dayText(row.approvedDay)), numberCell(row.rateGapBp, bpText(row.rateGapBp))],
    })),
  }
}

/** The applications that a number of dispatches counts. */
export function dispatchList(kind: DispatchKind, records: readonly BankRecord[]): RestList {
  const [title, definition] = DISPATCH_LISTS[kind]
  const rows = records.flatMap((record) => dispatchesOf(kind, record))
  return {
    ...{ title, definition, columns: ['派单日期', '受理日期', '审批通过日期', '现在状态'] },
    lines: rows.map((row) => ({
      row,
      more: [
        ...[row.day, row.claimedDay, row.approvedDay].map((day) => textCell(dayText(day))),
        textCell(STATE_NAMES[row.state]),
      ],
    })),
  }
}
