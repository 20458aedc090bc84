import type { Fen } from '../../kernel/money.js'
import { balancesAt, benefitShares } from './benefit-share.js'
import type { Day, Period } from '../rows/day.js'
import { forEachDuring, type ApprovedRow, type ClaimedRow, type Dataset } from '../rows/dataset.js'
import type { Measure } from './measure.js'
import type { AnyRow, CaseRow, FlowRow, LoanRow, RequestRow } from '../rows/row-types.js'

/** Visits the rows of one kind that belong to a period. */
type Each<Row> = (dataset: Dataset, period: Period, take: (row: Row) => void) => void

/** Visits rows with their values. @param weightOf the weight of a value in a mean */
export const valued =
  <Row extends AnyRow>(
    each: Each<Row>,
    valueOf: (row: Row) => number | null,
    weightOf?: (row: Row) => number,
  ): Measure['visit'] =>
  (dataset, period, take) => {
    each(dataset, period, (row) => {
      take(row, valueOf(row), weightOf?.(row))
    })
  }

/** Visits rows that count one each. */
export const counted = <Row extends AnyRow>(each: Each<Row>): Measure['visit'] => valued(each, () => 1)

const dayOf = ({ day }: { readonly day: Day }) => day

export const eachRequest: Each<RequestRow> = ({ requests }, period, take) => {
  forEachDuring(requests, dayOf, period, take)
}

export const eachMatched: Each<RequestRow> = ({ requests }, period, take) => {
  forEachDuring(requests, dayOf, period, (row) => {
    if (row.matched) take(row)
  })
}

export const eachCase: Each<CaseRow> = ({ cases }, period, take) => {
  forEachDuring(cases, dayOf, period, take)
}

export const eachClaim: Each<ClaimedRow> = ({ claims }, period, take) => {
  forEachDuring(claims, ({ claimedDay }) => claimedDay, period, take)
}

export const eachApproval: Each<ApprovedRow> = ({ approvals }, period, take) => {
  forEachDuring(approvals, ({ approvedDay }) => approvedDay, period, take)
}

/** Drawdowns of the period; a reversal has the day of the payment it reverses. */
export const eachPaidOut: Each<FlowRow> = ({ flows }, period, take) => {
  forEachDuring(flows, dayOf, period, (row) => {
    if (row.kind === 'drawn') take(row)
  })
}

/** Amount drawn on each loan in the period, less reversals. Loans that were fully reversed are left out. */
function paidOut(dataset: Dataset, period: Period): readonly (readonly [LoanRow, Fen])[] {
  const fenOf = new Map<LoanRow, Fen>()
  eachPaidOut(dataset, period, ({ loan, fen }) => fenOf.set(loan, (fenOf.get(loan) ?? 0) + fen))
  return [...fenOf].filter(([, fen]) => fen > 0)
}

/** Loans with a drawdown in the period. */
export const loansPaidOut: Measure['visit'] = (dataset, period, take) => {
  for (const [loan, fen] of paidOut(dataset, period)) take(loan, fen)
}

/** Of these, the loans of borrowers that stated they had never had a bank loan. */
export const firstLoansPaidOut: Measure['visit'] = (dataset, period, take) => {
  for (const [loan, fen] of paidOut(dataset, period)) if (loan.firstLoan === true) take(loan, fen)
}

/** First drawdowns in the period, with the calendar days since submission. */
export const daysToMoney: Measure['visit'] = ({ firstPayouts }, period, take) => {
  forEachDuring(firstPayouts, dayOf, period, ({ loan, days }) => {
    take(loan, days)
  })
}

/** Loans in force at the end of the period. */
export const eachInForce: Each<LoanRow> = ({ loans }, { to }, take) => {
  forEachDuring(
    loans,
    ({ signedDay }) => signedDay,
    { from: 0, to },
    (row) => {
      if (row.closedDay === null || row.closedDay > to) take(row)
    },
  )
}

/** All drawdowns up to the end of the period on loans in force. */
export const eachPaidOutInForce: Each<FlowRow> = (dataset, period, take) => {
  const open = new Set<LoanRow>()
  eachInForce(dataset, period, (row) => open.add(row))
  eachPaidOut(dataset, { from: 0, to: period.to }, (row) => {
    if (open.has(row.loan)) take(row)
  })
}

/** Principal owed at the end of the period. */
export const balances: Measure['visit'] = ({ flows }, { to }, take) => {
  for (const [loan, fen] of balancesAt(flows, to)) if (fen !== 0) take(loan, fen)
}

/** The yearly benefit attributed to each loan with a balance at the end of the period. */
export const benefitOf =
  (of: (loan: LoanRow) => number | null): Measure['visit'] =>
  (dataset, { to }, take) => {
    const shares = benefitShares(balancesAt(dataset.allFlows, to))
    for (const [loan, fen] of balancesAt(dataset.flows, to)) {
      if (fen <= 0) continue
      const [whole, share] = [of(loan), shares.get(loan)]
      take(loan, whole === null || share === undefined ? null : whole * share)
    }
  }
