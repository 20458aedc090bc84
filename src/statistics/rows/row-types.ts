import type { Holder, RefusalCode, ApplicationState, StepName } from '../../applications/index.js'
import type { Fen } from '../../kernel/money.js'
import type { BasisPoints } from '../../kernel/percent.js'
import type { Day } from './day.js'

/** What every figure can be narrowed and grouped by, as it was at submission. Null is not known. */
export type RowAttributes = {
  readonly enterpriseId: string
  readonly enterpriseName: string
  readonly division: string | null
  /** Letter of the industry's section; null is not known. */
  readonly section: string | null
  readonly size: string | null
  readonly ownership: string | null
  readonly years: number | null
  /** Dotted code; the empty text is known not to be green. */
  readonly green: string | null
  readonly purpose: string | null
  readonly firstLoan: boolean | null
  readonly isSample: boolean
}

/** One submission. */
export type RequestRow = RowAttributes & {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly day: Day
  readonly amountFen: Fen
  /** At least one of its products fitted. */
  readonly matched: boolean
  /** Banks that were asked or got a place. */
  readonly bankIds: readonly string[]
  readonly applicationId: string
  /** Where its place in the hall stands; null for a request to named banks. */
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
  /** When this bank took it; null while it has not. */
  readonly claimedDay: Day | null
  readonly approvedDay: Day | null
  readonly approvedFen: Fen | null
  readonly declinedDay: Day | null
  /** When this bank gave its first indicative offer. */
  readonly offeredDay: Day | null
  /** Given to this bank by the bureau, since none had taken it. */
  readonly dispatched: boolean
  /** Steps of this bank that have ended. */
  readonly steps: readonly BankStep[]
  readonly refusal: { readonly code: RefusalCode; readonly fact: string | null } | null
  /** Decided rate less the rate of the last offer; null while there is no decision, or where no offer went before. */
  readonly rateGapBp: number | null
  /** What is waited for and until when, in milliseconds; null where nothing is, or the clock stands still. */
  readonly due: { readonly step: StepName; readonly holder: Holder; readonly at: number } | null
}

/** What a bank took for a step, in working days, and whether the limit was kept; by the day on which it ended. */
export type BankStep = { readonly name: StepName; readonly day: Day; readonly days: number; readonly onTime: boolean }

/** One loan, from the signature of its contract. */
export type LoanRow = RowAttributes & {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly applicationId: string
  readonly bankId: string
  /** Loans of one project have the same. */
  readonly projectId: string
  readonly signedDay: Day
  /** When its request was submitted; null for a loan that came to the platform otherwise. */
  readonly submittedDay: Day | null
  readonly closedDay: Day | null
  readonly amountFen: Fen
  readonly rateBp: BasisPoints
  /** All-in cost a year; null where a fee is not known. */
  readonly allInBp: number | null
  readonly guarantee: string
  readonly investmentFen: Fen | null
  readonly savingTce: number | null
  readonly carbonT: number | null
}

/** Money that moved on a loan: paid out, or principal paid back. A reversal is negative, on the day of what it reverses. */
export type FlowRow = {
  readonly id: string
  readonly loan: LoanRow
  readonly day: Day
  readonly kind: 'drawn' | 'repaid'
  readonly fen: Fen
}

export type AnyRow = RequestRow | CaseRow | LoanRow | FlowRow

/** What is known of the enterprise and the project behind a row. */
export const attributesOf = (row: AnyRow | LoanPart): RowAttributes => ('loan' in row ? row.loan : row)

/** What belongs to a loan. */
export type LoanPart = Pick<FlowRow, 'loan'>

/** The bank of a row; a request stands at many. */
export function bankIdsOf(row: AnyRow | LoanPart): readonly string[] {
  if ('bankIds' in row) return row.bankIds
  return ['loan' in row ? row.loan.bankId : row.bankId]
}
