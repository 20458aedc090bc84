import { groupDigits } from '../../kernel/text.js'
import { numberCell, type TableCell } from '../drill-down/table-cell.js'
import { escalationFigures } from './escalation-figures.js'
import { restFigures, stepFigures, type BankRecord, type PromisedStep } from './promise-figures.js'
import { bpText, daysText, percentText } from '../figures/figure-text.js'
import type { PromiseListKind } from './promise-list.views.js'

/** Where the list behind a number of this kind is. */
export type ListLink = (kind: PromiseListKind) => string

export const PROMISE_COLUMNS = ['办结', '中位用时', '九成以内', '按时', '按时比例', '现在逾期'] as const
export const REST_COLUMNS = [
  '释放名额',
  '有利率差的审批',
  '利率差中位',
  '审批高于方案',
  '派单',
  '派单已受理',
  '派单已通过',
] as const

export const ESCALATED_COLUMNS = [
  '督办',
  '还没有办完',
  '已说明',
  '按时说明',
  '按时说明比例',
  '按承诺办完',
  '承诺到期未办完',
  '办完中位用时',
] as const

const count = (value: number, href: string): TableCell => ({
  ...numberCell(value, groupDigits(value, 0)),
  ...(value > 0 && href !== '' && { href }),
})
const told = (value: number | null, says: (value: number) => string, href = ''): TableCell => ({
  ...numberCell(value, value === null ? null : says(value)),
  ...(value !== null && href !== '' && { href }),
})

/** One bank's line in the table of a step. */
export function stepLine(record: BankRecord, step: PromisedStep, link: ListLink): readonly TableCell[] {
  const figures = stepFigures(record.steps[step])
  const ended = link('ended')
  return [
    count(figures.count, ended),
    told(figures.median, daysText, ended),
    told(figures.p90, daysText, ended),
    count(figures.onTime, link('kept')),
    told(figures.onTimeShare, percentText, ended),
    count(record.overdue[step].length, link('overdue')),
  ]
}

/** One bank's line in the table of everything that is not a step. */
export function restLine(record: BankRecord, link: ListLink): readonly TableCell[] {
  const rest = restFigures(record)
  return [
    count(rest.released, link('released')),
    count(rest.gaps, link('gaps')),
    told(rest.gapMedianBp, bpText, link('gaps')),
    count(rest.gapRaised, link('gap-raised')),
    count(rest.dispatched, link('dispatched')),
    count(rest.dispatchClaimed, link('dispatch-claimed')),
    count(rest.dispatchApproved, link('dispatch-approved')),
  ]
}

/** One bank's line in the table of escalations. */
export function escalatedLine({ escalations }: BankRecord, link: ListLink): readonly TableCell[] {
  const figures = escalationFigures(escalations)
  return [
    count(figures.raised, link('escalations')),
    count(figures.unfinished, link('unfinished')),
    count(figures.explained, link('explained')),
    count(figures.inTime, link('in-time')),
    told(figures.inTimeShare, percentText, link('escalations')),
    count(figures.kept, link('promise-kept')),
    count(figures.broken, link('promise-broken')),
    told(figures.doneMedian, daysText, link('escalations')),
  ]
}

/** All banks as if they were one: their rows put together, so that quantiles are those of all rows. */
export function combined(records: readonly BankRecord[]): BankRecord {
  const all = <T>(of: (record: BankRecord) => readonly T[]) => records.flatMap(of)
  const bySteps = <T>(of: (record: BankRecord, step: PromisedStep) => readonly T[]) => {
    const one = (step: PromisedStep) => all((record) => of(record, step))
    return { claim: one('claim'), contact: one('contact'), terms: one('terms'), decision: one('decision') }
  }
  return {
    bankId: '',
    steps: bySteps((record, step) => record.steps[step]),
    overdue: bySteps((record, step) => record.overdue[step]),
    released: all(({ released }) => released),
    gaps: all(({ gaps }) => gaps),
    escalations: all(({ escalations }) => escalations),
    dispatched: all(({ dispatched }) => dispatched),
  }
}
