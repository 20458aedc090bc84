import { REFUSALS, type RefusalCode } from '../../applications/index.js'
import type { Answer } from './bank-desk.js'
import type { Chance } from '../sample-figures.js'

const REASONS: readonly (readonly [code: RefusalCode, text: string])[] = [
  ['repayment-capacity', '近两年经营现金流不足以覆盖本息（示例）'],
  ['repayment-capacity', '在手订单不足，还款来源不稳定（示例）'],
  ['security-insufficient', '抵押物评估后覆盖不足（示例）'],
  ['credit-record', '近两年有逾期记录，超出本行要求（示例）'],
  ['project-not-ready', '项目环评批复和自有资金尚未到位（示例）'],
  ['policy-industry', '本行今年不再新增这一行业（示例）'],
  ['quota-used', '本行本季度额度已经用完（示例）'],
  ['not-reachable', '三次电话没有联系上企业（示例）'],
  ['other', '企业正在变更股权，暂缓办理（示例）'],
]
const CONDITION = { fact: 'enterprise.annualRevenueWan', sentence: '上年营业收入与财务报表一致' }

/** Why a bank says no, with a code that can be counted. */
export function inventedRefusal(chance: Chance): Extract<Answer, { kind: 'decline' }> {
  if (chance.percent(12)) {
    const code = 'fact-not-confirmed' as const
    const text = '财务报表的营业收入低于申报数（示例）'
    return { kind: 'decline', refusal: { code, text, condition: CONDITION, wayOn: REFUSALS[code].wayOn } }
  }
  const [code, text] = chance.pick(REASONS)
  return { kind: 'decline', refusal: { code, text, condition: null, wayOn: REFUSALS[code].wayOn } }
}

export const inventedWithdrawal = (chance: Chance): string =>
  chance.pick(['资金需求有变化（示例）', '已通过其他渠道解决（示例）', '利率高于预期（示例）', '项目推迟（示例）'])

export const ASKED = ['最近三个月银行流水', '设备采购合同或报价单'] as const
