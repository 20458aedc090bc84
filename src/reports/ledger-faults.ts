import type { Fen } from '../kernel/money.js'

/** What another count of the same loans comes to. */
export type LedgerTotals = {
  readonly balanceFen: Fen
  readonly drawnFen: Fen
  readonly coalTce: number
  readonly carbonT: number
}

/** The rules, in the order in which a page tells how each came out. */
export const LEDGER_RULES = {
  filled: '必填项都有内容',
  balance: '贷款余额＝累计发放－累计还本',
  amounts: '金额、数量都不为负，合同金额大于零',
  contract: '累计发放不超过合同金额，期间发放不超过累计发放',
  dates: '签约日早于到期日，且不晚于统计日',
  once: '同一机构的合同编号不重复',
  class: '绿色类别在目录（2025年版）之内，目录版本相符',
  industry: '行业代码在国民经济行业分类之内',
  code: '统一社会信用代码的校验位正确（示例除外）',
  quality: '有余额的贷款有五级分类',
  overdue: '逾期本金不超过余额，记录与合同相符',
  closed: '已结清的贷款没有余额',
  benefit: '归因的节能量、减排量按公式计算，同一项目合计不超过项目本身',
  totals: '各行合计等于平台总览同日的指标',
} as const
export type LedgerRule = keyof typeof LEDGER_RULES

/** What a row is called, by its place from 0. */
export type NumberOf = (place: number) => number

/** One inconsistency, in the row of that number; null is the whole. */
export type LedgerFault = { readonly row: number | null; readonly rule: LedgerRule; readonly message: string }

/** What may be written in a row. */
export type LedgerLists = {
  readonly hasClass: (code: string) => boolean
  readonly hasIndustry: (code: string) => boolean
}

/** Sums of fractions of tonnes differ by the order of adding. */
export const TONNE = 0.001
