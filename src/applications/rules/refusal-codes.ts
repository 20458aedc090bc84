/**
 * The codes of refusals, for statistics. `condition`: the refusal names the condition of the product that
 * is not met, so that the enterprise can see what would change it.
 */
export const REFUSALS = {
  'condition-failed': {
    title: '不满足产品准入条件',
    condition: true,
    wayOn: '按该条件补足后可再次申请，或选择没有这项条件的产品。',
  },
  'fact-not-confirmed': {
    title: '申报内容与核实结果不一致',
    condition: true,
    wayOn: '请核对该项数据；如认为核实有误，可以提出异议并附证明。',
  },
  'repayment-capacity': {
    title: '还款来源不足',
    condition: false,
    wayOn: '可降低申请金额、延长期限，或补充订单、合同等还款来源证明。',
  },
  'security-insufficient': { title: '担保不足', condition: false, wayOn: '可增加抵质押物或由融资担保机构增信。' },
  'credit-record': {
    title: '征信记录不符合要求',
    condition: false,
    wayOn: '可到人民银行征信中心查询信用报告，有误可提出异议。',
  },
  'project-not-ready': {
    title: '项目手续或自有资金未到位',
    condition: false,
    wayOn: '取得立项、环评等批复或自有资金到位后可再次申请。',
  },
  'policy-industry': {
    title: '不属于本行当前信贷投向',
    condition: false,
    wayOn: '可投向其他银行；平台匹配结果列有其他符合的产品。',
  },
  'quota-used': { title: '本行额度已用完', condition: false, wayOn: '这不是企业的原因，可改投其他银行。' },
  'not-reachable': { title: '多次联系不上企业', condition: false, wayOn: '请核对联系人和电话后再次申请。' },
  other: { title: '其他原因', condition: false, wayOn: '请看银行写明的具体原因。' },
} as const satisfies Readonly<
  Record<string, { readonly title: string; readonly condition: boolean; readonly wayOn: string }>
>
export type RefusalCode = keyof typeof REFUSALS
export const REFUSAL_CODES = Object.keys(REFUSALS) as readonly RefusalCode[]
