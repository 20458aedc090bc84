import type { Dimensions } from '../../applications/index.js'
import type { DayCountName, Fee, OfferedMethod } from '../../finance/index.js'
import type { LawDate } from '../../kernel/dates.js'
import type { Fen } from '../../kernel/money.js'
import type { BasisPoints } from '../../kernel/percent.js'

export const LOAN_STATES = ['contracted', 'disbursing', 'repaying', 'closed', 'cancelled'] as const
export type LoanState = (typeof LOAN_STATES)[number]

export const LOAN_STATE_NAMES: Readonly<Record<LoanState, string>> = {
  contracted: '已签约，待投放',
  disbursing: '投放中',
  repaying: '还款中',
  closed: '已结清',
  cancelled: '合同已解除',
}

/** States in which nothing is owed or promised any more. */
const OVER: ReadonlySet<LoanState> = new Set(['closed', 'cancelled'])
export const isOver = (state: LoanState): boolean => OVER.has(state)

/** The main way in which a loan is secured. */
export const GUARANTEES = ['信用', '抵押', '质押', '保证', '组合'] as const
export type Guarantee = (typeof GUARANTEES)[number]

/** 贷款五级分类 (《商业银行金融资产风险分类办法》第六条); the last three are 不良. */
export const QUALITIES = ['正常', '关注', '次级', '可疑', '损失'] as const
export type Quality = (typeof QUALITIES)[number]
const BAD: ReadonlySet<Quality> = new Set(['次级', '可疑', '损失'])
/** 不良贷款. */
export const isBad = (quality: Quality): boolean => BAD.has(quality)

/** Principal that falls due on a day, for 按计划还本. */
export type PlanItem = { readonly dueOn: LawDate; readonly principalFen: Fen }

/** What has to be fulfilled before money is drawn; null while it is not. */
export type DrawingCondition = {
  readonly text: string
  readonly fulfilled: { readonly on: LawDate; readonly by: string } | null
}

/** A quality class and its first day; the last step is the current class. */
export type QualityStep = {
  readonly quality: Quality
  readonly from: LawDate
  readonly reason: string
  readonly at: Date
  readonly by: string
}

/** The terms of the contract; they do not change after the signature. */
export type Contract = {
  /** Unique per bank. */
  readonly contractNumber: string
  readonly amountFen: Fen
  /** Yearly rate. */
  readonly rateBp: BasisPoints
  readonly months: number
  readonly method: OfferedMethod
  readonly dayCount: DayCountName
  /** For 按计划还本, in order and adding up to the amount; otherwise empty. */
  readonly plan: readonly PlanItem[]
  readonly signedOn: LawDate
  readonly firstDueOn: LawDate
  /** The last due date. */
  readonly maturity: LawDate
  readonly guarantee: Guarantee
  /** As in the offer that the enterprise chose. */
  readonly fees: readonly Fee[]
}

/** A loan from the signature of its contract until it is closed. One application has at most one. */
export type Loan = Contract & {
  readonly id: string
  readonly number: string
  readonly applicationId: string
  readonly requestId: string
  /** The need that the request belongs to; loans of one project share it. */
  readonly projectId: string
  readonly enterpriseId: string
  readonly enterpriseName: string
  readonly bankId: string
  readonly bankName: string
  readonly productId: string | null
  readonly productName: string | null
  readonly title: string
  /** As they were when the application was submitted. */
  readonly dimensions: Dimensions
  /** 综合融资成本 a year by the contract, by the same function as in offers; null where a fee is not known. */
  readonly allInBp: BasisPoints | null
  readonly isSample: boolean
  readonly conditions: readonly DrawingCondition[]
  readonly qualities: readonly QualityStep[]
  readonly state: LoanState
  /** Σ drawdowns made, corrections taken off. */
  readonly drawnFen: Fen
  /** Σ drawdowns made − Σ principal paid: never negative. It always equals the principal still in the due list. */
  readonly balanceFen: Fen
  /** The earliest due date that is not paid in full; null when none is. Overdue is `nextDueOn < today`. */
  readonly nextDueOn: LawDate | null
  /** When it was paid back, or its contract cancelled before anything was drawn. */
  readonly closedOn: LawDate | null
  /** Incremented on every change; forms send the version they showed. */
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** The fields of a loan that statistics read. */
export const COUNTED = [
  ...(['number', 'applicationId', 'requestId', 'projectId', 'enterpriseId', 'enterpriseName', 'bankId'] as const),
  ...([
    'title',
    'dimensions',
    'isSample',
    'amountFen',
    'rateBp',
    'allInBp',
    'guarantee',
    'signedOn',
    'closedOn',
  ] as const),
] as const
export type CountedLoan = Pick<Loan, 'id' | (typeof COUNTED)[number]>

export const qualityOf = ({ qualities }: Pick<Loan, 'qualities'>): Quality => qualities.at(-1)?.quality ?? '正常'

/** The keys on every record of a loan by which lists and totals are filtered. */
export type LoanRef = {
  readonly loanId: string
  readonly applicationId: string
  readonly enterpriseId: string
  readonly bankId: string
  readonly isSample: boolean
}

/**
 * `planned`: foreseen. `made`: paid out. `corrected`: was entered wrongly, and a later record reverses it.
 * `cancelled`: was planned and will not come.
 */
export type DrawdownState = 'planned' | 'made' | 'corrected' | 'cancelled'

/**
 * Money paid out, or planned to be. **What was disbursed in a period is Σ amountFen of all records with `madeOn` in
 * it, whatever their state**: a correction is a record of its own, dated like the one it reverses, with the amount
 * negative.
 */
export type Drawdown = LoanRef & {
  readonly id: string
  readonly plannedOn: LawDate | null
  readonly plannedFen: Fen | null
  /** Null unless it was paid out. */
  readonly madeOn: LawDate | null
  /** 0 until it was paid out; negative in a reversal. */
  readonly amountFen: Fen
  readonly state: DrawdownState
  /** Evidence of what it was used for: invoices, contracts, the account paid to. */
  readonly use: string
  /** The drawdown that this one reverses, and why. */
  readonly reverses: string | null
  readonly reason: string | null
  /** One-time key of the form; null for what was planned with the contract. */
  readonly key: string | null
  readonly recordedAt: Date
  readonly by: string
}

/**
 * Money paid back. **Balance on a day is Σ drawdown.amountFen with madeOn ≤ day − Σ repayment.principalFen with
 * paidOn ≤ day**; reversals carry negative amounts and the day of what they reverse, so they need no care.
 */
export type Repayment = LoanRef & {
  readonly id: string
  readonly paidOn: LawDate
  /** All principal, what was paid before it was due included. */
  readonly principalFen: Fen
  /** The part of it that was paid ahead (提前还本): interest on it ends with that day. */
  readonly prepaidFen: Fen
  readonly interestFen: Fen
  /** Penalty interest and the like, as the bank charged it; not part of the due list. */
  readonly otherFen: Fen
  /** What was due when this was entered: the earliest open due date and what was open up to it. */
  readonly dueOn: LawDate | null
  readonly duePrincipalFen: Fen
  readonly dueInterestFen: Fen
  readonly reverses: string | null
  readonly reason: string | null
  readonly key: string | null
  readonly recordedAt: Date
  readonly by: string
}

/** All records that moved money on one loan, reversals included. */
export type LoanPayments = { readonly drawdowns: readonly Drawdown[]; readonly repayments: readonly Repayment[] }

type Entered = { readonly recordedAt: Date; readonly reverses: string | null }
/** Sorts by time of entry; a reversal entered in the same instant comes last. */
export const reversalsLast = (one: Entered, other: Entered): number =>
  one.recordedAt.getTime() - other.recordedAt.getTime() ||
  Number(one.reverses !== null) - Number(other.reverses !== null)

/** One line of the current due list; recalculated from the events whenever one is added. */
export type Due = LoanRef & {
  readonly no: number
  readonly dueOn: LawDate
  readonly principalFen: Fen
  readonly interestFen: Fen
  readonly paidPrincipalFen: Fen
  readonly paidInterestFen: Fen
  /** Whether it is paid in full. */
  readonly settled: boolean
}

/** The reported environmental benefit of a project in one year. One record per project and year, for all its loans. */
export type Benefit = {
  readonly id: string
  readonly projectId: string
  readonly year: number
  /** The loan on whose page it was reported. */
  readonly loanId: string
  readonly enterpriseId: string
  readonly bankId: string
  readonly isSample: boolean
  /** Tonnes of standard coal in the year, of the whole project; null is not known. */
  readonly standardCoalTce: number | null
  /** Tonnes of CO2 in the year, of the whole project; null is not known. */
  readonly carbonT: number | null
  /** Where the figures come from, in the words of who reports. */
  readonly basis: string
  readonly source: '自报' | '核实'
  readonly verified: { readonly at: Date; readonly by: string; readonly note: string } | null
  readonly reportedAt: Date
  readonly by: string
}

/** The share of a project's benefit that is attributed to a loan; formula in `environmental-benefit.ts`. */
export type AttributedShare = {
  /** 贷款余额 on the last day of the year. */
  readonly balanceFen: Fen
  /** 项目总投资; null is not known, and then the share is not known either. */
  readonly investmentFen: Fen | null
  /** 0 … 1; null is not known. */
  readonly share: number | null
}
