import { coded, count, money, oneOf, someOf, yesNo, amount } from './fact-spec.js'
import type { FactSpec } from './fact-spec.js'

const DIVISIONS =
  '第一师 第二师 第三师 第四师 第五师 第六师 第七师 第八师 第九师 第十师 第十一师 第十二师 第十三师 第十四师'

const TITLES =
  '高新技术企业 科技型中小企业 创新型中小企业 专精特新中小企业 专精特新小巨人 单项冠军 农业产业化龙头 绿色供应链管理企业'

/** Facts about the enterprise and its finances. Source: docs/criteria.md, table of facts. */
export const ENTERPRISE_FACTS: readonly FactSpec[] = [
  oneOf(
    'enterprise.division',
    '企业',
    [...DIVISIONS.split(' '), 'none'],
    ['注册地所属师', '企业在兵团哪个师注册？', '看营业执照上的住所；不在兵团注册的选“兵团以外”。', 0.98],
  ),
  coded('enterprise.industry', 'industry', '企业', [
    '所属行业',
    '企业主要从事哪个行业？',
    '国民经济行业分类（GB/T 4754-2017）的四位小类，可按名称查找。',
    0.85,
  ]),
  count(
    'enterprise.yearsInOperation',
    '企业',
    '年',
    ['成立年限', '企业成立满几年了？', '按营业执照上的成立日期计算，只算满的整年。', 0.98],
    0,
    500,
  ),
  oneOf(
    'enterprise.sizeClass',
    '企业',
    ['大型', '中型', '小型', '微型'],
    [
      '企业规模',
      '企业属于大型、中型、小型还是微型？',
      '不确定时选“不清楚”，我们按从业人员、营业收入等替您划分。',
      0.75,
    ],
  ),
  count(
    'enterprise.employees',
    '经营',
    '人',
    ['从业人员', '企业现有多少从业人员？', '上年末在岗人数，含劳务派遣人员。', 0.95],
    0,
    10_000_000,
  ),
  oneOf(
    'enterprise.ownership',
    '企业',
    ['国有', '民营', '集体', '外资', '农民专业合作社'],
    ['所有制', '企业的所有制性质是什么？', '国有指国有独资或国有控股。', 0.97],
  ),
  money('enterprise.annualRevenueWan', '经营', [
    '年营业收入',
    '上一完整年度的营业收入是多少？',
    '见上年度利润表“营业收入”。',
    0.85,
  ]),
  money('enterprise.totalAssetsWan', '经营', [
    '资产总额',
    '上年末的资产总额是多少？',
    '见上年度资产负债表“资产总计”。',
    0.75,
  ]),
  money('enterprise.annualTaxWan', '经营', [
    '年纳税额',
    '上一完整年度一共缴纳了多少税？',
    '增值税、企业所得税等实缴合计，可在电子税务局查询。',
    0.7,
  ]),
  money(
    'enterprise.netProfitWan',
    '经营',
    ['年净利润', '上一完整年度的净利润是多少？', '见上年度利润表“净利润”，亏损填负数。', 0.7],
    -1e9,
  ),
  money('enterprise.invoiced12mWan', '经营', [
    '近 12 个月开票额',
    '近 12 个月开具发票的金额是多少？',
    '电子税务局“发票统计”中的合计金额。',
    0.65,
  ]),
  amount(
    'enterprise.debtRatioPct',
    '经营',
    '%',
    [
      '资产负债率',
      '企业上年末的资产负债率是多少？',
      '负债合计 ÷ 资产总计，见上年度资产负债表；资不抵债时会超过 100%。',
      0.7,
    ],
    0,
    10_000,
  ),
  money('enterprise.loanBalanceWan', '经营', [
    '银行贷款余额',
    '企业目前所有银行贷款的余额是多少？',
    '各家银行尚未归还的本金合计，没有贷款填 0。',
    0.8,
  ]),
  someOf('enterprise.titles', '企业', TITLES.split(' '), [
    '资质称号',
    '企业拥有哪些称号？',
    '只选仍在有效期内的称号；都没有就选“都没有”。',
    0.9,
  ]),
  count(
    'enterprise.patents',
    '企业',
    '件',
    ['有效专利', '企业有多少件有效专利？', '已授权且仍有效的发明、实用新型和外观设计专利，没有填 0。', 0.9],
    0,
    1_000_000,
  ),
  amount(
    'enterprise.rdRatioPct',
    '经营',
    '%',
    ['研发投入占比', '研发费用占营业收入的比例是多少？', '上年度研发费用 ÷ 营业收入，没有研发投入填 0。', 0.65],
    0,
    10_000,
  ),
  coded('enterprise.accountBanks', 'banks', '企业', [
    '开户银行',
    '企业在哪些银行开有结算账户？',
    '对公结算账户即可，可多选；都不在其中就选“都没有”。',
    0.95,
  ]),
  count(
    'enterprise.legalRepAge',
    '企业',
    '周岁',
    ['法定代表人年龄', '法定代表人今年多少周岁？', '按身份证出生日期计算的周岁。', 0.95],
    16,
    120,
  ),
  count(
    'enterprise.legalRepMonths',
    '企业',
    '个月',
    [
      '法定代表人任职时间',
      '现任法定代表人任职满几个月了？',
      '从最近一次法定代表人变更登记起算；从未变更的从成立之日起算。',
      0.85,
    ],
    0,
    6000,
  ),
  yesNo('enterprise.carbonMarket', '绿色', [
    '碳市场控排单位',
    '企业是否持有碳排放配额？',
    '纳入全国碳排放权交易市场的重点排放单位选“是”。',
    0.85,
  ]),
]
