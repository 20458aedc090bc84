import { isEnded, type StepName } from '../../applications/index.js'
import type { ReleasedPlace } from '../../hall/index.js'
import { rowsDuring, type Dataset } from '../rows/dataset.js'
import type { Day, Period } from '../rows/day.js'
import { quantile } from '../figures/aggregate.js'
import type { BankStep, CaseRow } from '../rows/row-types.js'
import type { Raised } from './escalation-figures.js'

/** The steps for which a bank has promised a limit, in the order in which they come. */
export const PROMISED_STEPS = ['claim', 'contact', 'terms', 'decision'] as const satisfies readonly StepName[]
export type PromisedStep = (typeof PROMISED_STEPS)[number]

/** A step that has ended, with the application it belongs to. */
export type EndedPromiseStep = { readonly row: CaseRow; readonly step: BankStep }
/** A place of the hall, with the day in China on which it came about. */
export type Dated<Record> = Record & { readonly day: Day }

/** What of one bank stands behind its line in the ledger; every number is a count or a quantile of one of these lists. */
export type BankRecord = {
  readonly bankId: string
  readonly steps: Readonly<Record<PromisedStep, readonly EndedPromiseStep[]>>
  /** Whose limit has gone by and who have not been attended to: as things stand now, whatever the period. */
  readonly overdue: Readonly<Record<PromisedStep, readonly CaseRow[]>>
  readonly released: readonly Dated<ReleasedPlace>[]
  /** Decided in the period, with an indicative offer before. */
  readonly gaps: readonly (CaseRow & { readonly rateGapBp: number })[]
  readonly escalations: readonly Raised[]
  /** Sent to this bank by the bureau in the period. */
  readonly dispatched: readonly CaseRow[]
}

export type PromiseRecordsInput = {
  /** The rows that the filter leaves. */
  readonly rows: Dataset
  readonly period: Period
  readonly now: Date
  readonly released: readonly Dated<ReleasedPlace>[]
  readonly escalations: readonly Raised[]
}

/**
 * What each bank did of what it promised. Steps count by the day on which they ended, places and escalations by the day
 * on which they came about, rates by the day of the decision, dispatches by the day they were sent; all narrowed by the
 * same filter, since a place or an escalation counts only where its application is among the rows.
 */
export function bankRecords({ rows, period, now, released, escalations }: PromiseRecordsInput): readonly BankRecord[] {
  const banks = new Map<string, RecordBuilder>()
  const of = (bankId: string): RecordBuilder => {
    const record = banks.get(bankId) ?? empty(bankId)
    banks.set(bankId, record)
    return record
  }
  const known = new Set<string>()
  const within = (day: Day) => day >= period.from && day <= period.to
  for (const row of rows.cases) {
    known.add(row.id)
    for (const step of row.steps) if (within(step.day) && isPromised(step.name)) of(row.bankId).steps[step.name].push({ row, step }) // prettier-ignore
    if (row.due && isLateAtBank(row, now) && isPromised(row.due.step)) of(row.bankId).overdue[row.due.step].push(row)
    if (row.dispatched && within(row.day)) of(row.bankId).dispatched.push(row)
  }
  for (const row of rowsDuring(rows.approvals, ({ approvedDay }) => approvedDay, period)) {
    const { rateGapBp } = row
    if (rateGapBp !== null) of(row.bankId).gaps.push({ ...row, rateGapBp })
  }
  for (const one of released) if (within(one.day) && known.has(one.applicationId)) of(one.bankId).released.push(one)
  for (const one of escalations) {
    const { applicationId, bankId } = one.escalation
    if (within(one.day) && known.has(applicationId)) of(bankId).escalations.push(one)
  }
  return [...banks.values()]
}

/** Whether a bank has let the limit of the step go by that it is still waited for. */
export const isLateAtBank = ({ due, state }: Pick<CaseRow, 'due' | 'state'>, now: Date): boolean =>
  due?.holder === 'bank' && due.at < now.getTime() && !isEnded(state)

type RecordBuilder = {
  readonly bankId: string
  readonly steps: Record<PromisedStep, EndedPromiseStep[]>
  readonly overdue: Record<PromisedStep, CaseRow[]>
  readonly released: Dated<ReleasedPlace>[]
  readonly gaps: (CaseRow & { readonly rateGapBp: number })[]
  readonly escalations: Raised[]
  readonly dispatched: CaseRow[]
}

const empty = (bankId: string): RecordBuilder => ({
  bankId,
  steps: { claim: [], contact: [], terms: [], decision: [] },
  overdue: { claim: [], contact: [], terms: [], decision: [] },
  ...{ released: [], gaps: [], escalations: [], dispatched: [] },
})

const isPromised = (name: StepName): name is PromisedStep => (PROMISED_STEPS as readonly StepName[]).includes(name)

/** One step in figures. Days are working days; null where no step ended. */
export type StepFigures = {
  readonly count: number
  readonly median: number | null
  readonly p90: number | null
  readonly onTime: number
  /** Kept ÷ count. */
  readonly onTimeShare: number | null
}

export function stepFigures(steps: readonly EndedPromiseStep[]): StepFigures {
  const days = steps.map(({ step }) => step.days)
  const onTime = steps.filter(({ step }) => step.onTime).length
  return {
    count: steps.length,
    median: quantile(days, 0.5),
    p90: quantile(days, 0.9),
    onTime,
    onTimeShare: steps.length === 0 ? null : onTime / steps.length,
  }
}

/** What a bank's line counts of decided rates and of dispatches, with the rows that each number counts. */
export const RATE_KINDS = ['gaps', 'gap-raised'] as const
export const DISPATCH_KINDS = ['dispatched', 'dispatch-claimed', 'dispatch-approved'] as const
export type RateKind = (typeof RATE_KINDS)[number]
export type DispatchKind = (typeof DISPATCH_KINDS)[number]

/** Decisions with an offer before; `gap-raised` are those at a higher rate than was offered. */
export const ratesOf = (kind: RateKind, { gaps }: Pick<BankRecord, 'gaps'>): BankRecord['gaps'] =>
  kind === 'gaps' ? gaps : gaps.filter(({ rateGapBp }) => rateGapBp > 0)

/** What the bureau sent to this bank, and what of it the bank took or approved until now. */
export function dispatchesOf(kind: DispatchKind, { dispatched }: Pick<BankRecord, 'dispatched'>): readonly CaseRow[] {
  switch (kind) {
    case 'dispatched':
      return dispatched
    case 'dispatch-claimed':
      return dispatched.filter(({ claimedDay }) => claimedDay !== null)
    case 'dispatch-approved':
      return dispatched.filter(({ approvedDay }) => approvedDay !== null)
  }
}

/** The rest of a bank's line; of escalations see `escalationFigures`. */
export function restFigures(record: BankRecord) {
  const { released, gaps, dispatched } = record
  return {
    released: released.length,
    gaps: gaps.length,
    gapMedianBp: quantile(gaps.map(({ rateGapBp }) => rateGapBp), 0.5), // prettier-ignore
    gapRaised: ratesOf('gap-raised', record).length,
    dispatched: dispatched.length,
    dispatchClaimed: dispatchesOf('dispatch-claimed', record).length,
    dispatchApproved: dispatchesOf('dispatch-approved', record).length,
  }
}
