import { amount, coded, count, money, oneOf, someOf, yesNo } from './fact-spec.js'
import type { FactSpec } from './fact-spec.js'

const SECURITIES =
  '房产 土地 设备 应收账款 仓单存货 碳排放权 排污权 用能权 取水权 知识产权 收费权 补贴确权 股权 林权 活体畜禽 保证金 融资担保 企业保证 个人保证'

/** Facts about the need and its security. Source: docs/criteria.md, table of facts. */
export const NEED_FACTS: readonly FactSpec[] = [
  money(
    'need.amountWan',
    '需求',
    ['贷款金额', '您想贷多少钱？', '按万元填写，例如三百万元填 300；拿不准可先填一个大概的数。', 0.97],
    0.01,
  ),
  count('need.termMonths', '需求', '个月', ['贷款期限', '您想用多长时间？', '按月填写，例如三年填 36。', 0.97], 1, 600),
  oneOf(
    'need.purpose',
    '需求',
    ['流动资金', '设备购置', '项目建设', '技术研发', '农产品收购', '贸易周转', '并购', '置换他行贷款'],
    ['资金用途', '这笔钱主要用来做什么？', '选最主要的一项用途。', 0.99],
  ),
  coded('need.greenCode', 'green', '绿色', [
    '绿色类别',
    '资金投向属于绿色金融支持项目目录的哪一类？',
    '可按名称查找；与绿色项目无关的选“不是绿色项目”。',
    0.7,
  ]),
  money('need.projectInvestmentWan', '项目', ['项目总投资', '项目总投资是多少？', '见立项文件或可行性研究报告。', 0.8]),
  amount(
    'need.ownFundsPct',
    '项目',
    '%',
    ['自有资金比例', '自有资金占项目总投资的比例是多少？', '自有资金 ÷ 项目总投资。', 0.75],
    0,
    100,
  ),
  someOf(
    'need.approvals',
    '项目',
    ['立项', '环评', '能评', '用地', '施工许可', '并网批复'],
    ['项目手续', '项目已经取得哪些批复？', '只选已经拿到批文的；都没有就选“都没有”。', 0.85],
  ),
  someOf('need.securities', '担保', SECURITIES.split(' '), [
    '可提供的担保',
    '您能提供哪些抵押、质押或保证？',
    '可多选；不提供任何担保就选“都没有”。',
    0.9,
  ]),
  money('need.securityValueWan', '担保', [
    '担保物价值',
    '全部担保物的评估价值合计是多少？',
    '按评估价或市场价估算，没有担保物填 0。',
    0.75,
  ]),
  yesNo('need.securityRegistered', '担保', [
    '质押登记',
    '质押是否已经办理登记？',
    '指在动产融资统一登记公示系统或相应权属登记机构的登记。',
    0.85,
  ]),
  amount(
    'need.energySavingTce',
    '绿色',
    '吨标准煤',
    ['年节能量', '项目每年能节约多少能源？', '折算为吨标准煤，见节能报告；不节能填 0。', 0.5],
    0,
    1e9,
  ),
  amount(
    'need.carbonReductionT',
    '绿色',
    '吨二氧化碳',
    ['年减排量', '项目每年能减少多少二氧化碳排放？', '按吨填写，见可行性研究报告；不减排填 0。', 0.5],
    0,
    1e9,
  ),
]
