import { formatDate } from '../../kernel/dates.js'
import { formatYuan } from '../../kernel/money.js'
import { groupDigits } from '../../kernel/text.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { dateOf } from '../../statistics/index.js'
import { sampleLines } from '../../spreadsheets/index.js'
import { registerSums, REGISTER_RULES, type RegisterFault, type RegisterRule } from '../rules/register-checks.js'
import { REGISTER_SCOPES, type LoanRegister, type RegisterQuery } from '../loan-register.js'
import { CATALOGUE_VERSION, type RegisterRow } from '../rules/register-row.js'

/** A ledger with everything that is wrong with it. */
export type CheckedRegister = LoanRegister & {
  readonly asked: RegisterQuery
  /** The question as an address asks it. */
  readonly sent: Readonly<Record<string, string>>
  readonly faults: readonly RegisterFault[]
}

/** What the cover sheet says. @param at when it is drawn up */
export function coverOf({ asked, rows, unclassed }: CheckedRegister, at: Date) {
  const { period, scope } = asked
  return [
    ['统计日', formatDate(dateOf(period.to))],
    ['期间', `${formatDate(dateOf(period.from))}至${formatDate(dateOf(period.to))}，“期间发放”为其间的发放`],
    ['范围', `${REGISTER_SCOPES[scope]}：期间内有效的贷款合同，包括期间内结清的`],
    ...(unclassed > 0 ? [['没有列入', `绿色类别未填写的贷款 ${unclassed} 笔`] as const] : []),
    ['绿色类别', `按《绿色金融支持项目目录（${CATALOGUE_VERSION}）》，为申请时确定的类别`],
    ['导出时间', formatInstant(at)],
    ['行数', `${rows.length} 笔`],
    ...sumsText(rows).map(({ label, text }) => [`${label}合计`, text] as const),
    [
      '环境效益',
      '归因量＝项目年节能量（减排量）×贷款余额÷项目总投资；同一项目合计不超过项目本身。项目数据由企业申报。',
    ],
    ['五级分类和逾期', '为统计日当天的状态；应还日当天不算逾期；不含罚息'],
    ['更正', '更正冲回的金额记在原发放日、原还款日'],
    ['勾稽', `${Object.keys(REGISTER_RULES).length} 项检查全部通过`],
    ['空白', '空白为未填写，不是零'],
    ...sampleLines(rows.filter(({ isSample }) => isSample).length),
  ] as const
}

/** How each rule came out. */
export function checksView(faults: readonly RegisterFault[], without: readonly RegisterRule[] = []) {
  const rules = (Object.entries(REGISTER_RULES) as [RegisterRule, string][]).filter(([rule]) => !without.includes(rule))
  return {
    faultCount: faults.length,
    checks: rules.map(([id, text]) => ({ text, faults: faults.filter(({ rule }) => rule === id).length })),
  }
}

/** The sums below a ledger. A benefit that no loan states is not a benefit of nothing. */
export function sumsText(rows: readonly RegisterRow[]) {
  const sums = registerSums(rows)
  const tonnes = (sum: number, unit: string, of: (row: RegisterRow) => number | null) => {
    const unknown = rows.filter((row) => of(row) === null).length
    if (unknown === rows.length && unknown > 0) return `未填写（${String(unknown)} 笔都没有）`
    return `${groupDigits(sum, 1)} ${unit}${unknown > 0 ? `，另有 ${String(unknown)} 笔未填写` : ''}`
  }
  return [
    { label: '合同金额', text: formatYuan(sums.amountFen) },
    { label: '期间发放', text: formatYuan(sums.drawnFen) },
    { label: '贷款余额', text: formatYuan(sums.balanceFen) },
    { label: '归因年节能量', text: tonnes(sums.coalTce, '吨标准煤', ({ attributedTce }) => attributedTce) },
    { label: '归因年减排量', text: tonnes(sums.carbonT, '吨二氧化碳', ({ attributedT }) => attributedT) },
  ]
}
