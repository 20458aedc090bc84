import type { Fen } from '../../kernel/money.js'
import type { BasisPoints } from '../../kernel/percent.js'
import type { Day } from '../../statistics/index.js'

/** 《绿色金融支持项目目录（2025年版）》: the catalogue by which every class here was given. */
export const CATALOGUE_VERSION = '2025年版'

/**
 * One loan as the ledger of green loans tells it on a day, drawn up here or sent by a bank. Null is not known; money in
 * fen.
 */
export type RegisterRow = {
  readonly bank: string
  readonly contract: string
  /** The number of the loan on this platform; null in a file from elsewhere. */
  readonly number: string | null
  readonly borrower: string
  /** 统一社会信用代码. */
  readonly creditCode: string | null
  readonly industryCode: string | null
  readonly industry: string | null
  readonly size: string | null
  readonly ownership: string | null
  readonly division: string | null
  /** Dotted code; the empty text is known not to be green. */
  readonly greenCode: string | null
  readonly green: string | null
  readonly catalogue: string | null
  readonly project: string
  /** Loans of one project have the same. */
  readonly projectId: string
  readonly investmentFen: Fen | null
  readonly amountFen: Fen
  /** Paid out until the day, and from the first day of the period on. */
  readonly drawnFen: Fen
  readonly periodDrawnFen: Fen
  readonly repaidFen: Fen
  readonly balanceFen: Fen
  readonly rateBp: BasisPoints
  readonly allInBp: number | null
  readonly signedDay: Day
  readonly maturityDay: Day
  readonly closedDay: Day | null
  readonly guarantee: string
  readonly quality: string | null
  readonly overduePrincipalFen: Fen | null
  readonly overdueInterestFen: Fen | null
  /** What the project saves in a year, and the part of it that this loan stands for. */
  readonly savingTce: number | null
  readonly carbonT: number | null
  readonly attributedTce: number | null
  readonly attributedT: number | null
  readonly firstLoan: boolean | null
  readonly isSample: boolean
}
