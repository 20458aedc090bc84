import { count, oneOf, yesNo } from './fact-spec.js'
import type { FactSpec } from './fact-spec.js'

/** Facts about good standing: credit, tax and the environment. Source: docs/criteria.md, table of facts. */
export const CREDIT_FACTS: readonly FactSpec[] = [
  oneOf(
    'enterprise.taxGrade',
    '信用',
    ['A', 'B', 'M', 'C', 'D'],
    [
      '纳税信用等级',
      '企业最近一次纳税信用等级是什么？',
      '每年四月由税务机关公布，电子税务局可查；新设企业多为 M 级。',
      0.85,
    ],
  ),
  yesNo('enterprise.overdueNow', '信用', [
    '当前贷款逾期',
    '企业现在有没有逾期未还的贷款？',
    '任何一家银行的贷款本金或利息过期未还都算。',
    0.95,
  ]),
  count(
    'enterprise.overdueCount24m',
    '信用',
    '次',
    ['近 24 个月逾期次数', '近 24 个月一共逾期过几次？', '见企业信用报告；没有逾期填 0。', 0.8],
    0,
    10_000,
  ),
  count(
    'enterprise.creditInquiries6m',
    '信用',
    '次',
    ['近 6 个月征信查询次数', '近 6 个月企业征信因申请贷款被查过几次？', '见企业信用报告的查询记录；没有填 0。', 0.55],
    0,
    10_000,
  ),
  yesNo('enterprise.dishonest', '信用', [
    '失信被执行',
    '企业是否被列为失信被执行人或正被强制执行？',
    '可在中国执行信息公开网查询。',
    0.95,
  ]),
  yesNo('enterprise.environmentalPenalty24m', '绿色', [
    '近 24 个月环保处罚',
    '近 24 个月企业是否受过环保行政处罚？',
    '以生态环境部门的处罚决定书为准。',
    0.95,
  ]),
  oneOf(
    'enterprise.environmentRating',
    '绿色',
    ['绿', '蓝', '黄', '红', '黑'],
    ['环保信用评价', '企业的环保信用评价是什么颜色？', '生态环境部门每年评定，从好到差为绿、蓝、黄、红、黑。', 0.5],
  ),
  oneOf(
    'enterprise.energyInspection',
    '绿色',
    ['合格', '整改中', '不合格', '未监察'],
    ['节能监察结果', '最近一次节能监察的结果是什么？', '没有被抽查过就选“未监察”。', 0.65],
  ),
  oneOf(
    'enterprise.greenFactory',
    '绿色',
    ['国家级', '兵团级', '师市级', '无'],
    ['绿色工厂', '企业是哪一级绿色工厂？', '以工信部门公布的名单为准，不是绿色工厂选“无”。', 0.9],
  ),
]
