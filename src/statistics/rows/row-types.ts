import type { Holder, RefusalCode, ApplicationState, StepName } from '../../applications/index.js'
import type { Fen } from '../../kernel/money.js'
import type { BasisPoints } from '../../kernel/percent.js'
import type { Day } from './day.js'

/** What figures can be filtered and grouped by, as of submission. Null: not known. */
export type RowAttributes = {
  readonly enterpriseId: string
  readonly enterpriseName: string
  readonly division: string | null
  /** Letter of the industry section. */
  readonly section: string | null
  readonly size: string | null
  readonly ownership: string | null
  readonly years: number | null
  /** Dotted code; empty text: known not to be green. */
  readonly green: string | null
  readonly purpose: string | null
  readonly firstLoan: boolean | null
  readonly isSample: boolean
}

/** One financing request. */
export type RequestRow = RowAttributes & {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly day: Day
  readonly amountFen: Fen
  /** At least one product met all conditions. */
  readonly matched: boolean
  /** Banks that received the request or won a place. */
  readonly bankIds: readonly string[]
  readonly applicationId: string
  /** State of its entry in the hall; null for a request to named banks. */
  readonly hallState: ApplicationState | null
}

/** One bank's handling of a request. */
export type CaseRow = RowAttributes & {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly requestId: string
  readonly bankId: string
  readonly day: Day
  readonly state: ApplicationState
  readonly amountFen: Fen
  /** Day of acceptance by this bank. */
  readonly claimedDay: Day | null
  readonly approvedDay: Day | null
  readonly approvedFen: Fen | null
  readonly declinedDay: Day | null
  /** Day of this bank's first indicative offer. */
  readonly offeredDay: Day | null
  /** Dispatched to this bank by the bureau. */
  readonly dispatched: boolean
  /** Ended steps of this bank. */
  readonly steps: readonly BankStep[]
  readonly refusal: { readonly code: RefusalCode; readonly fact: string | null } | null
  /** Approved rate less the rate of the last offer; null without a decision or an offer. */
  readonly rateGapBp: number | null
  /** The open step and its limit, in milliseconds; null where there is none, or the clock is paused. */
  readonly due: { readonly step: StepName; readonly holder: Holder; readonly at: number } | null
}

/** An ended step of a bank: the day it ended, the working days it took, whether it was on time. */
export type BankStep = { readonly name: StepName; readonly day: Day; readonly days: number; readonly onTime: boolean }

/** One signed loan contract. */
export type LoanRow = RowAttributes & {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly applicationId: string
  readonly bankId: string
  /** Shared by all loans of one project. */
  readonly projectId: string
  readonly signedDay: Day
  /** Day of submission of its request; null for a loan without one. */
  readonly submittedDay: Day | null
  readonly closedDay: Day | null
  readonly amountFen: Fen
  readonly rateBp: BasisPoints
  /** Yearly all-in cost; null where a fee is not known. */
  readonly allInBp: number | null
  readonly guarantee: string
  readonly investmentFen: Fen | null
  readonly savingTce: number | null
  readonly carbonT: number | null
}

/** A drawdown or a repayment of principal. A reversal is negative, on the day of the payment it reverses. */
export type FlowRow = {
  readonly id: string
  readonly loan: LoanRow
  readonly day: Day
  readonly kind: 'drawn' | 'repaid'
  readonly fen: Fen
}

export type AnyRow = RequestRow | CaseRow | LoanRow | FlowRow

/** The attributes of a row; those of a flow are those of its loan. */
export const attributesOf = (row: AnyRow | LoanPart): RowAttributes => ('loan' in row ? row.loan : row)

/** A row that belongs to a loan. */
export type LoanPart = Pick<FlowRow, 'loan'>

/** The banks of a row; a request may have several. */
export function bankIdsOf(row: AnyRow | LoanPart): readonly string[] {
  if ('bankIds' in row) return row.bankIds
  return ['loan' in row ? row.loan.bankId : row.bankId]
}
