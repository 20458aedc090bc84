import { formatYuan, type Fen } from '../../kernel/money.js'
import { dateOf, type Day } from '../../statistics/index.js'
import { CATALOGUE_VERSION, type RegisterRow } from './register-row.js'
import { parseCreditCode } from '../../kernel/credit-code.js'

/** What another count of the same loans comes to. */
export type RegisterTotals = {
  readonly balanceFen: Fen
  readonly drawnFen: Fen
  readonly coalTce: number
  readonly carbonT: number
}

/** The rules, in the order in which a page tells how each came out. */
export const REGISTER_RULES = {
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
export type RegisterRule = keyof typeof REGISTER_RULES

/** What a row is called, by its place from 0. */
export type RowNumberOf = (place: number) => number

/** One inconsistency, in the row of that number; null is the whole. */
export type RegisterFault = { readonly row: number | null; readonly rule: RegisterRule; readonly message: string }

/** What may be written in a row. */
export type RegisterLists = {
  readonly hasClass: (code: string) => boolean
  readonly hasIndustry: (code: string) => boolean
}

/** Sums of fractions of tonnes differ by the order of adding. */
export const TONNE_TOLERANCE = 0.001

/**
 * Everything that is inconsistent in a ledger; empty when nothing is. A ledger with a fault is not handed out.
 * @param totals what another count of the same comes to; null where there is none, as of a file from elsewhere
 * @param on the day of the ledger
 * @param numberOf what a row is called, by its place from 0; without it, they count from 1
 */
export function checkRegister(
  rows: readonly RegisterRow[],
  totals: RegisterTotals | null,
  on: Day,
  lists: RegisterLists,
  numberOf: RowNumberOf = (place) => place + 1,
): readonly RegisterFault[] {
  return [
    ...rows.flatMap((row, place) => rowFaults(row, on, lists).map((fault) => ({ ...fault, row: numberOf(place) }))),
    ...duplicateContracts(rows, numberOf),
    ...benefitFaults(rows, numberOf),
    ...(totals === null ? [] : totalFaults(rows, totals)),
  ]
}

function duplicateContracts(rows: readonly RegisterRow[], numberOf: RowNumberOf): readonly RegisterFault[] {
  const seen = new Map<string, number>()
  return rows.flatMap(({ bank, contract }, place) => {
    const key = JSON.stringify([bank, contract])
    const first = seen.get(key)
    if (first === undefined) seen.set(key, place)
    return first === undefined
      ? []
      : [{ row: numberOf(place), rule: 'once' as const, message: `与第 ${numberOf(first)} 行的合同编号相同` }]
  })
}

/** What stands below the rows. */
export type RegisterSums = RegisterTotals & { readonly amountFen: Fen }

export function registerSums(rows: readonly RegisterRow[]): RegisterSums {
  const sum = (of: (row: RegisterRow) => number | null) => rows.reduce((all, row) => all + (of(row) ?? 0), 0)
  return {
    amountFen: sum(({ amountFen }) => amountFen),
    balanceFen: sum(({ balanceFen }) => balanceFen),
    drawnFen: sum(({ periodDrawnFen }) => periodDrawnFen),
    coalTce: sum(({ attributedTce }) => attributedTce),
    carbonT: sum(({ attributedT }) => attributedT),
  }
}

function totalFaults(rows: readonly RegisterRow[], totals: RegisterTotals): readonly RegisterFault[] {
  const own = registerSums(rows)
  const faults: RegisterFault[] = []
  const compare = (name: string, mine: string, other: string, equal: boolean) => {
    if (!equal) faults.push({ row: null, rule: 'totals', message: `${name}：各行合计 ${mine}，总览为 ${other}` })
  }
  const money = (name: string, mine: Fen, other: Fen) => {
    compare(name, formatYuan(mine), formatYuan(other), mine === other)
  }
  const tonnes = (name: string, mine: number, other: number) => {
    compare(name, mine.toFixed(3), other.toFixed(3), Math.abs(mine - other) < TONNE_TOLERANCE)
  }
  money('贷款余额', own.balanceFen, totals.balanceFen)
  money('期间发放', own.drawnFen, totals.drawnFen)
  tonnes('归因年节能量', own.coalTce, totals.coalTce)
  tonnes('归因年减排量', own.carbonT, totals.carbonT)
  return faults
}

const QUALITIES = ['正常', '关注', '次级', '可疑', '损失']
const MOST_RATE_BP = 3600

type RowFault = Omit<RegisterFault, 'row'>

/** What is inconsistent within one row. */
export function rowFaults(row: RegisterRow, on: Day, lists: RegisterLists): readonly RowFault[] {
  const found: RowFault[] = []
  const must = (rule: RegisterRule, holds: boolean, message: string) => {
    if (!holds) found.push({ rule, message })
  }
  must('filled', row.bank !== '' && row.contract !== '' && row.borrower !== '', '机构、合同编号、借款人有空缺')
  const { amountFen, drawnFen, repaidFen, balanceFen, periodDrawnFen } = row
  must(
    'balance',
    balanceFen === drawnFen - repaidFen,
    `余额与发放、还本不符，差 ${formatYuan(balanceFen - drawnFen + repaidFen)}`,
  )
  must('amounts', amountFen > 0, '合同金额应大于零')
  for (const [name, value] of amountsOf(row)) must('amounts', value === null || value >= 0, `${name}为负`)
  must('amounts', row.rateBp >= 0 && row.rateBp <= MOST_RATE_BP, '年利率应在 0 到 36% 之间')
  must('contract', drawnFen <= amountFen, `累计发放超过合同金额 ${formatYuan(drawnFen - amountFen)}`)
  must('contract', periodDrawnFen <= drawnFen, '期间发放超过累计发放')
  must(
    'dates',
    row.signedDay < row.maturityDay,
    `签约日 ${dateOf(row.signedDay)} 不早于到期日 ${dateOf(row.maturityDay)}`,
  )
  must('dates', row.signedDay <= on, `签约日 ${dateOf(row.signedDay)} 晚于统计日`)
  const { closedDay } = row
  must('dates', closedDay === null || closedDay >= row.signedDay, '结清日早于签约日')
  must('closed', closedDay === null || closedDay > on || balanceFen === 0, '已结清，仍有余额')
  const { greenCode } = row
  const green = greenCode !== null && greenCode !== ''
  must('class', !green || lists.hasClass(greenCode), `目录中没有“${greenCode ?? ''}”`)
  must(
    'class',
    row.catalogue === (green ? CATALOGUE_VERSION : null),
    `目录版本应为“${green ? CATALOGUE_VERSION : '空'}”`,
  )
  must(
    'industry',
    row.industryCode === null || lists.hasIndustry(row.industryCode),
    `行业分类中没有“${row.industryCode ?? ''}”`,
  )
  const code = row.creditCode === null || row.isSample ? null : parseCreditCode(row.creditCode)
  must('code', code?.ok !== false, code?.ok === false ? code.error : '')
  must('quality', balanceFen === 0 || row.quality !== null, '有余额，没有五级分类')
  must('quality', row.quality === null || QUALITIES.includes(row.quality), `没有“${row.quality ?? ''}”这一类`)
  must(
    'overdue',
    row.overduePrincipalFen !== null && row.overdueInterestFen !== null,
    '发放、还款的记录与合同不符，逾期无法计算',
  )
  must('overdue', (row.overduePrincipalFen ?? 0) <= balanceFen, '逾期本金超过余额')
  return found
}

const amountsOf = (row: RegisterRow): readonly (readonly [string, number | null])[] => [
  ['累计发放', row.drawnFen],
  ['累计还本', row.repaidFen],
  ['余额', row.balanceFen],
  ['总投资', row.investmentFen],
  ['逾期本金', row.overduePrincipalFen],
  ['逾期利息', row.overdueInterestFen],
  ['年节能量', row.savingTce],
  ['年减排量', row.carbonT],
  ['归因年节能量', row.attributedTce],
  ['归因年减排量', row.attributedT],
]

/**
 * The benefit of each loan worked out anew from the rows alone: balance ÷ the greater of the project's investment and
 * all its balances, so that a project is never counted more than once. A smaller part is no fault: loans of the project that this ledger leaves out may have theirs.
 */
export function benefitFaults(rows: readonly RegisterRow[], numberOf: RowNumberOf): readonly RegisterFault[] {
  const together = new Map<string, Fen>()
  for (const { projectId, balanceFen } of rows) {
    if (balanceFen > 0) together.set(projectId, (together.get(projectId) ?? 0) + balanceFen)
  }
  return rows.flatMap((row, place) => {
    const share = shareOf(row, together.get(row.projectId) ?? 0)
    return (
      [
        ['节能量', row.savingTce, row.attributedTce],
        ['减排量', row.carbonT, row.attributedT],
      ] as const
    ).flatMap(([name, whole, part]): RegisterFault[] => {
      const expected = whole === null || share === null ? null : whole * share
      const wrong = (message: string): RegisterFault[] => [{ row: numberOf(place), rule: 'benefit', message }]
      if ((expected === null) !== (part === null)) {
        return wrong(expected === null ? `项目的总投资或${name}没有填写，不能归因` : `缺少归因的${name}`)
      }
      const more = (part ?? 0) > (expected ?? 0) + TONNE_TOLERANCE
      return more ? wrong(`归因的${name}大于“项目${name}×余额÷总投资”，同一项目重复计算或算错`) : []
    })
  })
}

/** Null where the investment is not known; a loan that owes nothing stands for nothing. */
function shareOf({ balanceFen, investmentFen }: RegisterRow, together: Fen): number | null {
  if (balanceFen <= 0) return 0
  if (investmentFen === null || investmentFen <= 0) return null
  return balanceFen / Math.max(investmentFen, together)
}
